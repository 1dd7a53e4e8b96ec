"""What if those who left had fared worse than people like them who stayed?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.pooling import pool

Side = Literal["above", "below", "between", "unclear"]
# The tipping delta is found to this share of the step of the grid it lies in.
PRECISION = 1e-9


@dataclass(frozen=True)
class DeltaSensitivity:
    """An estimate under worse and worse assumptions about those who left.

    Attributes
    ----------
    deltas
        How much less those who left are taken to have changed.
    estimates
        The pooled estimate under each.
    sides
        Where each estimate's interval lies: the verdict.
    tipping
        The first delta at which the verdict is no longer that of the first; None if
        it holds for all.
    """

    deltas: Array
    estimates: tuple[Estimate, ...]
    sides: tuple[Side, ...]
    tipping: float | None


def delta_sensitivity(
    completed: Array,
    imputed: ArrayLike,
    deltas: Sequence[float],
    estimate: Callable[[Array], Estimate],
    *,
    margin: float = 0,
) -> DeltaSensitivity:
    """Estimate again, with imputed answers lowered by each delta.

    Pattern mixture by delta adjustment (Little 1993; Carpenter & Kenward 2013, section
    10.3): imputation supposes that those who left changed like those who stayed, delta
    says by how much less. In R, subtract delta from the imputed cells of every
    `complete(imputation, i)`, then `mice::pool`.

    Parameters
    ----------
    completed
        What `impute` gave back: `m` tables, stacked.
    imputed
        Which cells of a table to lower: those who left, in the later wave.
    deltas
        From what is taken for granted, usually 0, step by step to the worst case. In
        the units of the cells; negative where less change means higher answers.
    estimate
        Gives the estimate of one completed table.
    margin
        How far beyond zero an interval must lie to be above or below.
    """
    tables, lowered = np.asarray(completed, float), np.asarray(imputed, bool)
    if tables.ndim != 3 or lowered.shape != tables.shape[1:]:
        raise ValueError(
            f"imputed must mark the cells of a table, but has the shape "
            f"{lowered.shape} where completed has {tables.shape}"
        )
    if not len(deltas):
        raise ValueError("deltas must hold at least one number")

    def pooled(delta: float) -> Estimate:
        return pool([estimate(t) for t in tables - delta * lowered]).estimate

    estimates = tuple(pooled(float(delta)) for delta in deltas)
    sides = tuple(side(each, margin=margin) for each in estimates)
    turned = next((i for i, each in enumerate(sides) if each != sides[0]), None)
    tipping = None
    if turned is not None:
        tipping = _tipping(
            lambda delta: side(pooled(delta), margin=margin) == sides[0],
            float(deltas[turned - 1]),
            float(deltas[turned]),
        )
    return DeltaSensitivity(np.asarray(deltas, float), estimates, sides, tipping)


def side(estimate: Estimate, *, margin: float = 0) -> Side:
    """Say where an interval lies, seen from a margin on both sides of zero."""
    if estimate.low > margin:
        return "above"
    if estimate.high < -margin:
        return "below"
    if -margin < estimate.low and estimate.high < margin:
        return "between"
    return "unclear"


def _tipping(holds: Callable[[float], bool], last: float, first: float) -> float:
    """Return where, between two deltas, the verdict stops holding."""
    precision = PRECISION * abs(first - last)
    while abs(first - last) > precision:
        middle = (last + first) / 2
        if holds(middle):
            last = middle
        else:
            first = middle
    return first
