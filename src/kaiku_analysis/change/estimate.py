"""Estimating how each scale moved between two waves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from kaiku_analysis.change.verdict import Verdict, choose_verdict
from kaiku_analysis.privacy import shown_units
from kaiku_analysis.stats import (
    Estimate,
    adjust_p,
    average_spread,
    panel_difference,
    standardised_difference,
)
from kaiku_analysis.study import Scale, Study, Unit, Wave


@dataclass(frozen=True)
class Comparison:
    """What is compared: a scale, in two waves, of everyone or of one unit."""

    scale: Scale
    before: Wave
    after: Wave
    unit: Unit | None = None


@dataclass(frozen=True)
class Side:
    """The answers of one wave: how many people, and their mean score."""

    n: int
    mean: float


@dataclass(frozen=True)
class Answered:
    """Who answered the two waves.

    Attributes
    ----------
    linked
        How many people answered in both.
    """

    before: Side
    after: Side
    linked: int


@dataclass(frozen=True)
class Change:
    """How one scale moved between two waves.

    Attributes
    ----------
    answered
        None for a group too small to be shown: its estimates are unknown too.
    difference
        After minus before, in points, from everyone who answered.
    effect
        The same in standard deviations.
    margin
        The smallest change that matters, in points.
    p_adjusted
        Holm's p within the scales and waves of the same goal.
    """

    comparison: Comparison
    answered: Answered | None
    difference: Estimate
    effect: Estimate
    margin: float
    p_adjusted: float = nan

    @property
    def verdict(self) -> Verdict:
        """What may be said of the change."""
        if self.answered is None:
            return "hidden"
        better = self.comparison.scale.better
        return choose_verdict(self.difference, self.margin, better=better)


def estimate_change(scores: pd.DataFrame, study: Study) -> tuple[Change, ...]:
    """Estimate the change of every scale between every two waves.

    Parameters
    ----------
    scores
        From `score_responses`.

    Returns
    -------
    For all units together, then for each unit; hidden where too few answered.
    """
    units: tuple[Unit | None, ...] = (None,)
    if "unit" in scores and len(study.plan.units) > 1:
        units = (None, *study.plan.units)
    changes = [
        change
        for scale in study.scales
        for change in _changes(
            scale, scores[scores["scale"] == scale.name], study, units
        )
    ]
    in_order = sorted(changes, key=lambda one: units.index(one.comparison.unit))
    return _with_adjusted_p(in_order, study)


def _changes(
    scale: Scale, scores: pd.DataFrame, study: Study, units: Sequence[Unit | None]
) -> Iterator[Change]:
    smallest = study.plan.privacy.smallest_group
    shown = shown_units(scores, smallest) if "unit" in scores else {}
    waves = [wave for wave in study.plan.waves if (scores["wave"] == wave.name).any()]
    for unit in units:
        rows = scores if unit is None else scores[scores["unit"] == unit.name]
        table = rows.pivot(index="person", columns="wave", values="score")
        for before, after in combinations(waves, 2):
            hidden = unit is not None and not all(
                unit.name in shown.get(wave.name, ()) for wave in (before, after)
            )
            yield _change(
                Comparison(scale, before, after, unit),
                table.iloc[:0] if hidden else table,
                study,
            )


def _change(comparison: Comparison, table: pd.DataFrame, study: Study) -> Change:
    waves = comparison.before.name, comparison.after.name
    x, y = table.reindex(columns=list(waves)).to_numpy(float).T
    margin = _margin(comparison.scale, x, study)
    sides = _side(x), _side(y)
    if min(side.n for side in sides) < study.plan.privacy.smallest_group:
        unknown = Estimate.unknown(0)
        return Change(comparison, None, unknown, unknown, margin)
    linked = int((~np.isnan(x) & ~np.isnan(y)).sum())
    difference = panel_difference(x, y)
    effect = standardised_difference(difference, average_spread(x, y))
    return Change(comparison, Answered(*sides, linked), difference, effect, margin)


def _side(answers: np.ndarray) -> Side:
    known = answers[~np.isnan(answers)]
    return Side(len(known), float(known.mean()) if len(known) else nan)


def _margin(scale: Scale, before: np.ndarray, study: Study) -> float:
    """Take the smallest change that matters from the plan, in points."""
    if scale.smallest_change is not None:
        return scale.smallest_change
    known = before[~np.isnan(before)]
    spread = float(known.std(ddof=1)) if len(known) > 1 else nan
    return study.plan.smallest_effect * spread


def _with_adjusted_p(changes: Sequence[Change], study: Study) -> tuple[Change, ...]:
    """Adjust within the families of the plan: one goal, in one group of people."""
    goals = {name: goal.name for goal in study.plan.goals for name in goal.scales}
    families = [
        (goals.get(one.comparison.scale.name, ""), one.comparison.unit)
        for one in changes
    ]
    adjusted = np.full(len(changes), nan)
    for family in dict.fromkeys(families):
        places = [place for place, one in enumerate(families) if one == family]
        adjusted[places] = adjust_p([changes[place].difference.p for place in places])
    return tuple(
        replace(one, p_adjusted=float(p))
        for one, p in zip(changes, adjusted, strict=True)
    )
