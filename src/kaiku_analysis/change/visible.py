"""What a study of this size could see at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from kaiku_analysis.change.estimate import Answered, Change
from kaiku_analysis.stats import PanelSize, visible_change

FEWEST_FOR_CORRELATION = 10
USUAL_CORRELATION = 0.5


@dataclass(frozen=True)
class Visible:
    """The smallest change that a study would find four times out of five.

    Attributes
    ----------
    smallest
        In points; a smaller true change is missed more often than one time in five.
    correlation
        How alike a person's two scores are: the study's own where enough are linked,
        else a usual value.
    """

    change: Change
    size: PanelSize
    correlation: float
    smallest: float

    @property
    def is_enough(self) -> bool:
        """Whether a change that just matters would be seen."""
        return self.smallest <= self.change.margin


def find_visible_changes(
    changes: Sequence[Change], scores: pd.DataFrame
) -> tuple[Visible, ...]:
    """Find what the study could see of each scale, by formula from who answered.

    At 80 % power and a two-sided 5 % level, from the numbers of answers, the spread of
    the scores and how alike a person's two scores are: none of these depends on whether
    anything changed.
    """
    return tuple(
        _visible(change, change.answered, scores)
        for change in changes
        if change.answered is not None
    )


def _visible(change: Change, answered: Answered, scores: pd.DataFrame) -> Visible:
    comparison = change.comparison
    rows = scores[scores["scale"] == comparison.scale.name]
    if comparison.unit:
        rows = rows[rows["unit"] == comparison.unit.name]
    table = rows.pivot(index="person", columns="wave", values="score")
    x, y = table[[comparison.before.name, comparison.after.name]].to_numpy(float).T
    sd = float(np.sqrt((np.nanvar(x, ddof=1) + np.nanvar(y, ddof=1)) / 2))
    correlation = _correlation(x, y)
    size = PanelSize(answered.before.n, answered.after.n, answered.linked)
    found = visible_change(size, sd=sd, correlation=correlation) if sd > 0 else nan
    return Visible(change, size, correlation, found)


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    both = ~np.isnan(x) & ~np.isnan(y)
    varies = both.sum() >= FEWEST_FOR_CORRELATION and x[both].std() and y[both].std()
    if not varies:
        return USUAL_CORRELATION
    return float(np.clip(np.corrcoef(x[both], y[both])[0, 1], -0.99, 0.99))
