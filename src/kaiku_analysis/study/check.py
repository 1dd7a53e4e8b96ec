"""Whether the parts of a plan, and the codebook, hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kaiku_analysis.study.check_items import check_items
from kaiku_analysis.study.codebook import Codebook
from kaiku_analysis.study.label import Label
from kaiku_analysis.study.plan import Options, Scale, is_number
from kaiku_analysis.study.problems import Problem
from kaiku_analysis.study.structure import LANGUAGES

if TYPE_CHECKING:
    from kaiku_analysis.study.study import Plan

SMALLEST_MINIMUM = 3


def check_plan(plan: Plan, codebook: Codebook, folder: Path) -> tuple[Problem, ...]:
    """List everything in study.toml and codebook.csv that does not fit together."""
    file = f"{folder.name}/study.toml"
    return (
        *_languages(plan, file),
        *_labels(plan, file),
        *_names(plan, file),
        *_waves(plan, file),
        *_privacy(plan, file),
        *_all_options(plan, file),
        *_scales(plan, codebook, file),
        *_goals(plan, file),
        *check_items(plan, codebook, f"{folder.name}/codebook.csv"),
    )


def _languages(plan: Plan, file: str) -> Iterator[Problem]:
    strange = [one for one in plan.languages if one not in LANGUAGES]
    if strange or not plan.languages:
        yield Problem(
            f"{file}, languages",
            f"{list(plan.languages)} is not a choice among {', '.join(LANGUAGES)}",
            'write for example languages = ["fi", "sv"], the main one first',
        )


def _labels(plan: Plan, file: str) -> Iterator[Problem]:
    labels: list[tuple[str, Label]] = [("title", plan.title)]
    for key, parts in (
        ("waves", plan.waves),
        ("units", plan.units),
        ("scales", plan.scales),
        ("goals", plan.goals),
    ):
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
    for key, parts in (
        ("waves", plan.waves),
        ("units", plan.units),
        ("scales", plan.scales),
        ("goals", plan.goals),
    ):
        for name in twice(one.name for one in parts):
            yield Problem(
                f"{file}, [[{key}]] {name!r}",
                "this name is given twice",
                "give each its own name",
            )


def _waves(plan: Plan, file: str) -> Iterator[Problem]:
    if not plan.waves:
        fix = "add a [[waves]] table for each time the survey went out"
        yield Problem(f"{file}, waves", "there is none", fix)
    for wave in plan.waves:
        place = f"{file}, [[waves]] {wave.name!r}"
        if wave.closed < wave.opened:
            what = f"closed {wave.closed} is before opened {wave.opened}"
            yield Problem(place, what, "correct one of the dates")
        for name in wave.files:
            if Path(name).is_absolute() or ".." in Path(name).parts:
                fix = "put the file into raw/ and give its name there"
                yield Problem(f"{place}, files", f"{name!r} is not inside raw/", fix)
    in_order = sorted(plan.waves, key=lambda wave: wave.opened)
    if list(plan.waves) != in_order:
        what = "the waves are not in the order of their dates"
        yield Problem(f"{file}, waves", what, "put the earliest first")


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


def _all_options(plan: Plan, file: str) -> Iterator[Problem]:
    for options in plan.options.values():
        yield from _options(options, f"{file}, [options.{options.name}]")


def _options(options: Options, place: str) -> Iterator[Problem]:
    if not options.labels and not options.ends:
        yield Problem(place, "offers no answers", "add a line for each answer")
    words: Counter[str] = Counter()
    for label in options.labels.values():
        words.update({text.casefold().strip() for text in label.texts.values()})
    for text in twice(words.elements()):
        yield Problem(
            place,
            f"the words {text!r} stand for two answers",
            "word them apart, so that an answer in words is one of them only",
        )


def _scales(plan: Plan, codebook: Codebook, file: str) -> Iterator[Problem]:
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
        if not codebook.of_scale(scale.name):
            fix = "name this scale in the rows of its items in codebook.csv"
            yield Problem(place, "has no items", fix)


def _scale_options(scale: Scale, plan: Plan, place: str) -> Iterator[Problem]:
    options = plan.options.get(scale.options)
    if options is None:
        known = ", ".join(plan.options) or "none"
        what = f"there is no [options.{scale.options}], only {known}"
        yield Problem(f"{place}, options", what, "name the answers its items offer")
        return
    worded = [
        code
        for code in options.labels
        if code not in options.missing and not is_number(code)
    ]
    if worded:
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
                what = f"there is no scale {name!r}, only {', '.join(known)}"
                fix = "name scales of this plan"
                yield Problem(f"{file}, [[goals]] {goal.name!r}, scales", what, fix)
    for name in twice(name for goal in plan.goals for name in goal.scales):
        what = f"the scale {name!r} stands under two goals"
        yield Problem(f"{file}, goals", what, "a scale is tested in one family only")


def twice(names: Iterable[str]) -> tuple[str, ...]:
    """List what occurs more than once."""
    return tuple(name for name, times in Counter(names).items() if times > 1)
