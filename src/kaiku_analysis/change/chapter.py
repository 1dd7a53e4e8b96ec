"""Change as a chapter of the report."""

from collections.abc import Iterator

import pandas as pd

from kaiku_analysis.change.estimate import Change, estimate_change
from kaiku_analysis.change.figures import plot_change
from kaiku_analysis.change.otherwise import look_otherwise
from kaiku_analysis.change.tables import (
    change_frame,
    change_table,
    otherwise_table,
    unit_change_table,
    visible_table,
)
from kaiku_analysis.change.visible import find_visible_changes
from kaiku_analysis.change.words import (
    describe_change,
    describe_otherwise,
    describe_verdicts,
    describe_visible,
)
from kaiku_analysis.display import Block, Chapter, Claim, Heading, Texts
from kaiku_analysis.responses import load_responses, score_responses
from kaiku_analysis.study import Study, Wave


def change_chapter(study: Study, texts: Texts) -> Chapter:
    """Answer: how did wellbeing and collaboration change?"""
    scores = score_responses(load_responses(study), study)
    changes = estimate_change(scores, study)
    pairs = wave_pairs(changes)
    if not pairs:
        key = "one_wave" if study.scales else "no_scales"
        nothing = Claim(texts(f"change.{key}"))
        return Chapter("change", texts("change.heading"), (nothing,), (nothing,))
    return Chapter(
        "change",
        texts("change.heading"),
        (
            texts("change.how_to_read"),
            *_could_see(between(changes, pairs[0]), scores, study, texts),
            *_pair(changes, pairs[0], study, texts),
            *_otherwise(between(changes, pairs[0]), scores, study, texts),
            *(block for p in pairs[1:] for block in _pair(changes, p, study, texts)),
        ),
        _findings(changes, pairs, texts),
        tuple(_hidden(changes, pairs, texts)),
        {"change": change_frame(changes, smallest=study.plan.privacy.smallest_group)},
    )


def wave_pairs(changes: tuple[Change, ...]) -> list[tuple[Wave, Wave]]:
    """List the pairs of waves that were compared: from first to last, then the rest."""
    pairs = dict.fromkeys((c.comparison.before, c.comparison.after) for c in changes)
    if not pairs:
        return []
    whole = (
        min((a for a, _ in pairs), key=_opened),
        max((b for _, b in pairs), key=_opened),
    )
    return [whole, *(pair for pair in pairs if pair != whole)]


def between(
    changes: tuple[Change, ...], pair: tuple[Wave, Wave], *, by_unit: bool = False
) -> list[Change]:
    """Pick the changes between two waves: of everyone, or of each unit."""
    return [
        change
        for change in changes
        if (change.comparison.before, change.comparison.after) == pair
        and (change.comparison.unit is not None) == by_unit
    ]


def _opened(wave: Wave) -> str:
    return wave.opened.isoformat()


def _pair(
    changes: tuple[Change, ...], pair: tuple[Wave, Wave], study: Study, texts: Texts
) -> Iterator[Block]:
    everyone, units = between(changes, pair), between(changes, pair, by_unit=True)
    before, after = (wave.label[texts.language] for wave in pair)
    yield Heading(texts("change.pair", before=before, after=after))
    yield from describe_verdicts(everyone, texts)
    if any(change.difference.is_known for change in everyone):
        yield plot_change(everyone, texts)
    yield from (describe_change(change, texts) for change in everyone)
    yield change_table(everyone, texts, smallest=study.plan.privacy.smallest_group)
    if any(change.difference.is_known for change in units):
        yield unit_change_table(units, texts)


def _could_see(
    changes: list[Change], scores: pd.DataFrame, study: Study, texts: Texts
) -> Iterator[Block]:
    """Say what the study could see at all, before what it saw."""
    visible = find_visible_changes(changes, scores)
    if visible:
        yield Heading(texts("change.visible_heading"))
        yield describe_visible(visible, texts)
        smallest = study.plan.privacy.smallest_group
        yield visible_table(visible, texts, smallest=smallest)


def _otherwise(
    changes: list[Change], scores: pd.DataFrame, study: Study, texts: Texts
) -> Iterator[Block]:
    """Look at the same changes in other ways."""
    otherwise = look_otherwise(changes, scores, study)
    if otherwise:
        units = len(study.plan.units)
        yield Heading(texts("change.otherwise_heading"))
        yield from describe_otherwise(otherwise, texts, units=units)
        yield otherwise_table(otherwise, texts)


def _findings(
    changes: tuple[Change, ...], pairs: list[tuple[Wave, Wave]], texts: Texts
) -> tuple[Claim, ...]:
    before, after = (wave.label[texts.language] for wave in pairs[0])
    opening = Claim(texts("change.summary", before=before, after=after))
    return (opening, *describe_verdicts(between(changes, pairs[0]), texts))


def _hidden(
    changes: tuple[Change, ...], pairs: list[tuple[Wave, Wave]], texts: Texts
) -> Iterator[str]:
    for pair in pairs:
        before, after = (wave.label[texts.language] for wave in pair)
        of_all, of_units = between(changes, pair), between(changes, pair, by_unit=True)
        scales = [_scale_label(one, texts) for one in of_all if one.answered is None]
        if scales:
            named = texts.quoted(scales)
            yield texts(
                "change.hidden_scales", before=before, after=after, scales=named
            )
        for units, names in _hidden_in_units(of_units, texts).items():
            every = len(names) == len(of_all)
            yield texts(
                f"change.hidden_units{'_all' if every else ''}",
                before=before,
                after=after,
                scales=texts.quoted(names),
                units=texts.quoted(list(units)),
            )


def _hidden_in_units(
    changes: list[Change], texts: Texts
) -> dict[tuple[str, ...], list[str]]:
    """Bring together the scales that are hidden in the same units."""
    units: dict[str, list[str]] = {}
    for change in changes:
        if change.answered is None and change.comparison.unit:
            label = change.comparison.unit.label[texts.language]
            units.setdefault(_scale_label(change, texts), []).append(label)
    scales: dict[tuple[str, ...], list[str]] = {}
    for scale, labels in units.items():
        scales.setdefault(tuple(labels), []).append(scale)
    return scales


def _scale_label(change: Change, texts: Texts) -> str:
    return change.comparison.scale.label[texts.language]
