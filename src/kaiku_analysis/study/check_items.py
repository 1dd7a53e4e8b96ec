"""Whether the rows of codebook.csv fit one another and the plan."""

from collections import Counter
from collections.abc import Iterator

from kaiku_analysis.study.check_options import unscored_codes
from kaiku_analysis.study.codebook import Codebook, Item
from kaiku_analysis.study.kinds import FREE_TEXT, WITH_OPTIONS, Kind
from kaiku_analysis.study.plan import Options, Plan
from kaiku_analysis.study.problems import Problem

OWN_NAMES = ("person", "wave")
MEASURING: frozenset[Kind] = frozenset({"item", "rating", "contact"})


def check_items(plan: Plan, codebook: Codebook, file: str) -> Iterator[Problem]:
    """List every row that names something that is not there, or lacks a text."""
    yield from _names(codebook, file)
    yield from _links(plan, codebook, file)
    for item in codebook.items:
        place = f"{file}, row {item.row.number} ({item.name})"
        yield from _texts(item, plan, place)
        yield from _scale(item, plan, place)
        yield from _options(item, plan, place)
        yield from _numbers(item, plan, place)
        yield from _waves(item, plan, place)
        yield from _about(item, plan, codebook, place)
        yield from _condition(item, plan, codebook, place)


def _names(codebook: Codebook, file: str) -> Iterator[Problem]:
    names = Counter(item.name for item in codebook.items)
    for name in [name for name, times in names.items() if times > 1]:
        rows = [str(i.row.number) for i in codebook.items if i.name == name]
        what = f"{name!r} is there twice"
        yield Problem(f"{file}, rows {', '.join(rows)}", what, "keep one of the rows")
    for item in codebook.items:
        if item.name in OWN_NAMES and item.kind != "link":
            what = f"{item.name!r} is a column that every table of answers has already"
            fix = "name the item otherwise, and give its heading in `column`"
            yield Problem(f"{file}, row {item.row.number}", what, fix)
    for item in codebook.of_kind("unit")[1:]:
        what = f"{item.name!r} is a second item of the kind unit"
        yield Problem(f"{file}, row {item.row.number}", what, "make it background")


def _links(plan: Plan, codebook: Codebook, file: str) -> Iterator[Problem]:
    names = [item.name for item in codebook.items]
    for column in plan.linking.columns:
        if column not in names:
            what = f"no item {column!r}, by which the plan links respondents"
            yield Problem(file, what, "add its row (kind link), or correct [linking]")


def _texts(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    lacking = item.text.missing(plan.languages)
    if lacking and item.kind not in ("link", "time"):
        columns = ", ".join(f"text_{language}" for language in lacking)
        fix = "write how the question was put, or take out the language"
        yield Problem(f"{place}, column {columns}", "empty or not there", fix)


def _scale(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    known = [scale.name for scale in plan.scales]
    if item.kind == "item" and item.scale not in known:
        what = f"{item.scale!r} is none of the plan's scales: "
        what += ", ".join(known) or "there are none"
        fix = "name its scale, or make it a rating, which stands alone"
        yield Problem(f"{place}, column scale", what, fix)
    if item.kind != "item" and item.scale:
        what = f"a {item.kind} is not scored, yet it names the scale {item.scale!r}"
        yield Problem(f"{place}, column scale", what, "make it an item, or leave empty")
    if item.kind != "item" and item.reversed:
        what = f"only items of a scale can be reversed, and this is a {item.kind}"
        yield Problem(f"{place}, column reversed", what, "leave it empty")


def _options(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    known = ", ".join(plan.options) or "none"
    fix = f"name one of the plan's answer options: {known}"
    if item.options and item.options not in plan.options:
        what = f"there is no [options.{item.options}]"
        yield Problem(f"{place}, column options", what, fix)
    elif not item.options and item.kind in WITH_OPTIONS - {"item"}:
        what = f"empty, yet a {item.kind} is answered with options"
        yield Problem(f"{place}, column options", what, fix)


def _numbers(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    """Find answers that should count, and cannot."""
    options = plan.options.get(item.options)
    if options is None or item.kind not in MEASURING:
        yield from _unit_options(item, plan, place)
        return
    scale = next((one for one in plan.scales if one.name == item.scale), None)
    scored = plan.options.get(scale.options) if scale else None
    if worded := unscored_codes(options):
        what = (
            f"the answers to a question of the kind {item.kind} are numbers, but the "
        )
        what += f"codes of {item.options!r} are none: {', '.join(worded)}"
        fix = "give each answer its number, or make the item a choice"
        yield Problem(f"{place}, column options", what, fix)
    elif scored and _ends(options) != _ends(scored):
        what = f"{item.options!r} has other ends than the answers of its scale"
        fix = "leave it empty, or number its answers as the scale's are"
        yield Problem(f"{place}, column options", what, fix)


def _unit_options(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    """Find answers that would put people into a unit that is not there."""
    options = plan.options.get(item.options)
    if options is None or item.kind != "unit":
        return
    units = [unit.name for unit in plan.units]
    strange = [c for c in options.labels if c not in (*units, *options.missing)]
    if strange:
        what = f"{', '.join(map(repr, strange))} of {item.options!r} is no unit"
        fix = "use the names of the units as its codes, or mark it `missing = true`"
        yield Problem(f"{place}, column options", what, fix)


def _ends(options: Options) -> tuple[float, ...]:
    ends = options.ends or options.numbers
    return (min(ends), max(ends)) if ends else ()


def _waves(item: Item, plan: Plan, place: str) -> Iterator[Problem]:
    known = [wave.name for wave in plan.waves]
    for name in item.waves:
        if name not in known:
            what = f"there is no wave {name!r}, only {', '.join(known)}"
            fix = "name waves of the plan with a space between, or leave it empty"
            yield Problem(f"{place}, column waves", what, fix)


def _about(item: Item, plan: Plan, codebook: Codebook, place: str) -> Iterator[Problem]:
    known = {
        "permission": [i.name for i in codebook.items if i.kind in FREE_TEXT],
        "contact": [unit.name for unit in plan.units],
    }.get(item.kind)
    if known is not None and item.about not in known:
        what = f"{item.about!r} is none of {', '.join(known) or 'nothing'}"
        fix = {
            "permission": "name the free text that may be quoted",
            "contact": "name the unit that the contact is with",
        }[item.kind]
        yield Problem(f"{place}, column about", what, fix)


def _condition(
    item: Item, plan: Plan, codebook: Codebook, place: str
) -> Iterator[Problem]:
    condition = item.row.cells.get("asked_if", "")
    name, equals, code = condition.partition("=")
    if condition and not (equals and code and name.strip() in codebook.names):
        what = f"{condition!r} is not an item and its answer"
        fix = "write for example role=2, or leave it empty where all were asked"
        yield Problem(f"{place}, column asked_if", what, fix)
    elif condition:
        asked = codebook[name.strip()]
        options = plan.options.get(asked.options)
        codes = [unit.name for unit in plan.units] if asked.kind == "unit" else []
        codes += list(options.labels) if options and not options.ends else []
        if codes and code.strip() not in codes:
            what = f"{code.strip()!r} is none of the answers to {asked.name}: "
            fix = "write the code of the answer, as in study.toml"
            yield Problem(f"{place}, column asked_if", what + ", ".join(codes), fix)
