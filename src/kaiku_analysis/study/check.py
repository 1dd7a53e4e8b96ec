"""Whether the parts of a plan, and the codebook, hold together."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kaiku_analysis.study.check_items import check_items
from kaiku_analysis.study.check_options import check_options, twice, unscored_codes
from kaiku_analysis.study.check_waves import check_waves
from kaiku_analysis.study.codebook import Codebook
from kaiku_analysis.study.label import Label
from kaiku_analysis.study.plan import Goal, Plan, Scale, Unit, Wave
from kaiku_analysis.study.problems import Problem
from kaiku_analysis.study.values import LANGUAGES

SMALLEST_MINIMUM = 3


def check_plan(
    plan: Plan, codebook: Codebook | None, folder: Path
) -> tuple[Problem, ...]:
    """List everything in study.toml and codebook.csv that does not fit together.

    Without a codebook, since it cannot be read, the plan is checked by itself.
    """
    file = f"{folder.name}/study.toml"
    strange = tuple(_languages(plan, file))
    # What a text lacks in a language that there is not, is no second mistake.
    known = tuple(one for one in plan.languages if one in LANGUAGES)
    plan = replace(plan, languages=known)
    return (
        *strange,
        *_labels(plan, file),
        *_names(plan, file),
        *check_waves(plan, file),
        *_privacy(plan, file),
        *check_options(plan, file),
        *_scales(plan, file),
        *_goals(plan, file),
        *(_with_items(plan, codebook, folder) if codebook else ()),
    )


def _with_items(plan: Plan, codebook: Codebook, folder: Path) -> Iterator[Problem]:
    for scale in plan.scales:
        if not codebook.of_scale(scale.name):
            place = f"{folder.name}/study.toml, [[scales]] {scale.name!r}"
            fix = "name this scale in the rows of its items in codebook.csv"
            yield Problem(place, "has no items", fix)
    yield from check_items(plan, codebook, f"{folder.name}/codebook.csv")


def _languages(plan: Plan, file: str) -> Iterator[Problem]:
    strange = [one for one in plan.languages if one not in LANGUAGES]
    if strange or not plan.languages:
        yield Problem(
            f"{file}, languages",
            f"{list(plan.languages)} is not a choice among {', '.join(LANGUAGES)}",
            'write for example languages = ["fi", "sv"], the main one first',
        )
    for one in twice(plan.languages):
        yield Problem(f"{file}, languages", f"{one!r} is there twice", "keep it once")


def _labels(plan: Plan, file: str) -> Iterator[Problem]:
    labels: list[tuple[str, Label]] = [("title", plan.title)]
    for key, parts in _parts(plan):
        labels += [(f"[[{key}]] {one.name!r}, label", one.label) for one in parts]
    for options in plan.options.values():
        place = f"[options.{options.name}]"
        labels += [
            (f"{place}, {code}", label) for code, label in options.labels.items()
        ]
    for place, label in labels:
        if lacking := label.missing(plan.languages):
            yield Problem(
                f"{file}, {place}",
                f"has no text in {', '.join(lacking)}",
                "write it, or take the language out of `languages`",
            )


def _names(plan: Plan, file: str) -> Iterator[Problem]:
    for key, parts in _parts(plan):
        for number, one in enumerate(parts, start=1):
            if not one.name.strip():
                place = f"{file}, {key}, no. {number}, name"
                yield Problem(place, "is empty", "give it a short name")
        for name in twice(one.name for one in parts):
            yield Problem(
                f"{file}, [[{key}]] {name!r}",
                "this name is given twice",
                "give each its own name",
            )


def _parts(
    plan: Plan,
) -> tuple[tuple[str, tuple[Wave | Unit | Scale | Goal, ...]], ...]:
    return (
        ("waves", plan.waves),
        ("units", plan.units),
        ("scales", plan.scales),
        ("goals", plan.goals),
    )


def _privacy(plan: Plan, file: str) -> Iterator[Problem]:
    if plan.privacy.smallest_group < SMALLEST_MINIMUM:
        yield Problem(
            f"{file}, [privacy] smallest_group",
            f"{plan.privacy.smallest_group} would let single people be seen",
            f"choose at least {SMALLEST_MINIMUM}; 10 is usual",
        )
    if plan.smallest_effect <= 0:
        what = f"{plan.smallest_effect} is not above 0"
        yield Problem(f"{file}, smallest_effect", what, "0.2 is usual")
    for unit in plan.units:
        if unit.staff < 1:
            what = f"{unit.staff} people work there"
            fix = "give the head count"
            yield Problem(f"{file}, [[units]] {unit.name!r}, staff", what, fix)


def _scales(plan: Plan, file: str) -> Iterator[Problem]:
    for scale in plan.scales:
        place = f"{file}, [[scales]] {scale.name!r}"
        yield from _scale_options(scale, plan, place)
        if not 0 < scale.answered <= 1:
            what = f"{scale.answered:g} is not a share between 0 and 1"
            yield Problem(f"{place}, answered", what, "0.8 means 4 of 5 items")
        if scale.smallest_change is not None and scale.smallest_change <= 0:
            what = f"{scale.smallest_change:g} is not above 0"
            fix = "give it in points of the score, or leave it out"
            yield Problem(f"{place}, smallest_change", what, fix)


def _scale_options(scale: Scale, plan: Plan, place: str) -> Iterator[Problem]:
    options = plan.options.get(scale.options)
    if options is None:
        known = ", ".join(plan.options) or "none"
        what = f"there is no [options.{scale.options}], only {known}"
        yield Problem(f"{place}, options", what, "name the answers its items offer")
        return
    if worded := unscored_codes(options):
        what = f"the answers of {scale.options!r} have codes that are no numbers: "
        fix = "give each answer its number, or mark it `missing = true`"
        yield Problem(f"{place}, options", what + ", ".join(worded), fix)
    elif not options.ends and len(options.numbers) < 2:
        what = f"{scale.options!r} has fewer than two answers that measure something"
        yield Problem(f"{place}, options", what, "a score needs at least two")


def _goals(plan: Plan, file: str) -> Iterator[Problem]:
    known = [scale.name for scale in plan.scales]
    for goal in plan.goals:
        for name in goal.scales:
            if name not in known:
                what = f"there is no scale {name!r}, only {', '.join(known) or 'none'}"
                fix = "name scales of this plan"
                yield Problem(f"{file}, [[goals]] {goal.name!r}, scales", what, fix)
    for name in twice(name for goal in plan.goals for name in goal.scales):
        what = f"the scale {name!r} stands under two goals"
        yield Problem(f"{file}, goals", what, "a scale is tested in one family only")
