"""Whether the answers a plan offers can be told apart, and scored."""

from collections import Counter
from collections.abc import Iterable, Iterator

from kaiku_analysis.study.plan import Options, Plan, is_number
from kaiku_analysis.study.problems import Problem
from kaiku_analysis.study.wording import same_key


def check_options(plan: Plan, file: str) -> Iterator[Problem]:
    """List the answer options of which a cell could mean two, or none."""
    for options in plan.options.values():
        place = f"{file}, [options.{options.name}]"
        if not options.labels and not options.ends:
            yield Problem(place, "offers no answers", "add a line for each answer")
        yield from _words(options, place)
        yield from _codes(options, place)
        yield from _range(options, place)
    yield from _units(plan, file)


def unscored_codes(options: Options) -> tuple[str, ...]:
    """List the codes that should measure something, and are no numbers."""
    return tuple(
        code
        for code in options.labels
        if code not in options.missing and not is_number(code)
    )


def twice(names: Iterable[str]) -> tuple[str, ...]:
    """List what occurs more than once."""
    return tuple(name for name, times in Counter(names).items() if times > 1)


def _words(options: Options, place: str) -> Iterator[Problem]:
    codes = {_code_key(code): code for code in options.labels}
    words: Counter[str] = Counter()
    for code, label in options.labels.items():
        texts = {same_key(text) for text in label.texts.values()} - {""}
        words.update(texts)
        for text in sorted(texts):
            other = codes.get(_code_key(text), code)
            if other != code:
                what = f"the words {text!r} of the answer {code} are another's code"
                yield Problem(place, what, "word it so that it is not taken for it")
    for text in twice(words.elements()):
        yield Problem(
            place,
            f"the words {text!r} stand for two answers",
            "word them apart, so that an answer in words is one of them only",
        )


def _codes(options: Options, place: str) -> Iterator[Problem]:
    for key in twice(map(_code_key, options.labels)):
        same = [code for code in options.labels if _code_key(code) == key]
        what = f"the codes {' and '.join(map(repr, same))} mean the same"
        yield Problem(place, what, "keep one of them")


def _code_key(code: str) -> str:
    return repr(float(code)) if is_number(code) else same_key(code)


def _range(options: Options, place: str) -> Iterator[Problem]:
    """Find answers that the range would take for others, or that lie beyond it."""
    if not options.ends:
        return
    low, high = options.ends
    for code in filter(is_number, options.labels):
        inside, missing = low <= float(code) <= high, code in options.missing
        if inside == missing:
            what = (
                f"{code} measures nothing, yet it lies within the range"
                if missing
                else f"{code} lies beyond the range"
            )
            fix = f"the range is from {low:g} to {high:g}: change it, or the code"
            yield Problem(place, what, fix)


def _units(plan: Plan, file: str) -> Iterator[Problem]:
    words: Counter[str] = Counter()
    for unit in plan.units:
        words.update(
            {same_key(text) for text in (unit.name, *unit.label.texts.values())}
        )
    for text in twice(words.elements()):
        # A name given twice is told elsewhere.
        if text and text not in map(same_key, twice(u.name for u in plan.units)):
            what = f"the words {text!r} stand for two units"
            yield Problem(f"{file}, units", what, "give each its own name and label")
