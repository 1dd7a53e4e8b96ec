"""What these very people think: no one is left to ask once everyone has answered."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import aligned
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.linearised import counted
from kaiku_analysis.stats.weighted import exact_changes, weighted_mean

METHOD = "finite population mean"


def population_mean(
    values: ArrayLike,
    head_count: int,
    weights: ArrayLike | None = None,
    *,
    margins: Sequence[ArrayLike] = (),
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean of these staff: `head_count` people, of whom some answered.

    The interval of `weighted_mean` answers "staff like these"; this one is narrower by
    `sqrt(1 - n / head_count)`, the finite population correction (Cochran 1977, section
    2.4), and has no width once all have answered. In R `svymean(~values, svydesign(~1,
    weights = ~weights, fpc = ~head_count))`. Both suppose that who answered is chance,
    given the weights: neither allows for those who would not answer.

    Parameters
    ----------
    values
        NaN where a person gave none.
    head_count
        How many people the mean is of, whether they answered or not.
    weights, margins, level
        As in `weighted_mean`.

    Raises
    ------
    ValueError
        When more people answered than there are.
    """
    y = np.asarray(values, float)
    _, use = counted(y, weights)
    n = int(use.sum())
    if not 0 < head_count >= n:
        raise ValueError(f"{n} people answered, of a head count of {head_count}")
    if n == head_count:
        return everyone(float(y[use].mean()), n, level)
    of_others = weighted_mean(y, weights, margins=margins, level=level)
    if not of_others.is_known:
        return of_others
    se = of_others.se * sqrt(1 - n / head_count)
    return some(of_others.value, se, of_others.df, n, level)


def population_difference(
    before: ArrayLike,
    after: ArrayLike,
    head_count: int,
    weights: ArrayLike | None = None,
    *,
    margins: Sequence[ArrayLike] = (),
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean of `after - before` of these staff.

    `population_mean` of the changes of those who answered both; `weighted_difference`
    answers for staff like these.

    Parameters
    ----------
    head_count
        How many people were there in both waves, whether they answered or not.
    """
    return population_mean(
        exact_changes(*aligned(before, after)),
        head_count,
        weights,
        margins=margins,
        level=level,
    )


def everyone(value: float, n: int, level: float) -> Estimate:
    """Give what all have said: nothing is left to be uncertain about."""
    p = 0.0 if value else 1.0
    return Estimate(value, value, value, n, p, 0.0, n - 1, level, METHOD)


def some(value: float, se: float, df: float, n: int, level: float) -> Estimate:
    """Give what some have said, with the uncertainty the silent ones leave."""
    return Estimate.from_t(value, se, df, n=n, level=level, method=METHOD)
