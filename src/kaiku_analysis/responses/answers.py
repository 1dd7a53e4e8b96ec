"""From the words or codes of an export to the codes of the plan, never guessing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaiku_analysis.responses.wording import nearest
from kaiku_analysis.study import Label, Options, Study, Unit, is_number, same_key

SEPARATOR = ";"


@dataclass(frozen=True)
class Matcher:
    """What an answer may look like, and the code each stands for.

    Attributes
    ----------
    codes
        The code for each way of writing an answer.
    ends
        The least and greatest number, where any number between is an answer.
    shown
        The answers as the plan words them, to name the nearest one.
    """

    codes: Mapping[str, str]
    ends: tuple[float, float] | None
    shown: tuple[str, ...]

    def match(self, text: str) -> str | None:
        """Give the code of an answer; None if it is none of the plan's answers."""
        found = self.codes.get(same_key(text))
        if found is not None:
            return found
        number = as_number(text)
        if number is None:
            return None
        if self.ends and self.ends[0] <= number <= self.ends[1]:
            return plain_number(number)
        return self.codes.get(plain_number(number))

    def match_several(self, text: str) -> str | None:
        """Give the codes of the answers ticked, if each is one of the plan's."""
        if (alone := self.match(text)) is not None:
            return alone
        parts = [part for part in text.split(SEPARATOR) if part.strip()]
        found = [self.match(part) for part in parts]
        known = [code for code in found if code is not None]
        return SEPARATOR.join(known) if found and len(known) == len(found) else None

    def nearest(self, text: str) -> str | None:
        """Find the answer whose words are most like `text`."""
        return nearest(text, self.shown)


def options_matcher(options: Options) -> Matcher:
    """Match the words of any language of the study, then the codes."""
    return Matcher(
        codes={
            **{_plain_code(code): code for code in options.labels},
            **dict(_words(options.labels)),
        },
        ends=options.ends,
        shown=tuple(_shown(options.labels.values())) or _ends(options),
    )


def units_matcher(study: Study) -> Matcher:
    """Match the units' short names and their labels, and the item's own options."""
    item = study.codebook.of_kind("unit")[0]
    units: tuple[Unit, ...] = study.plan.units
    labels = {unit.name: unit.label for unit in units}
    codes = {same_key(name): name for name in labels} | dict(_words(labels))
    if item.options:
        own = study.plan.options[item.options].labels
        codes |= {same_key(code): code for code in own} | dict(_words(own))
    return Matcher(codes, None, tuple(_shown(labels.values())))


def as_number(text: str) -> float | None:
    """Read a number written with a point or a comma."""
    plain = text.strip().replace("−", "-").replace(",", ".")
    return float(plain) if is_number(plain) and plain.count(".") <= 1 else None


def plain_number(number: float) -> str:
    """Write a number in one way, whole ones without a point, no digit lost."""
    return str(int(number)) if number.is_integer() else repr(number)


def _plain_code(code: str) -> str:
    return plain_number(float(code)) if is_number(code) else same_key(code)


def _words(labels: Mapping[str, Label]) -> Iterator[tuple[str, str]]:
    for code, label in labels.items():
        for text in label.texts.values():
            yield same_key(text), code


def _shown(labels: object) -> Iterator[str]:
    for label in labels:  # type: ignore[attr-defined]
        yield from label.texts.values()


def _ends(options: Options) -> tuple[str, ...]:
    return (f"{options.low:g}–{options.high:g}",) if options.ends else ()
