"""Means and changes in which some answers count for more than others."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, Array, aligned, largest
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.linearised import counted, scatter, unexplained

FEWEST = 2


def weighted_mean(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    margins: Sequence[ArrayLike] = (),
    units: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean of people like these: other people might have been asked.

    Hájek's mean with its linearised standard error (Särndal, Swensson & Wretman 1992,
    section 5.7); in R `svymean(~values, svydesign(~1, weights = ~weights))`, with
    Student's t at `degf(design)`. Weights count as given: where the probability of
    answering was estimated, the interval errs on the wide side (Lunceford & Davidian
    2004). For the mean of these very people, see `population_mean`.

    Parameters
    ----------
    values
        NaN where a person gave none.
    weights
        One for each person, on any scale; 0 leaves a person out. Equal if None.
    margins
        The labels that weights were raked to, if they were: only what these leave
        unexplained is uncertain. R's `svymean(~values, rake(...))` forgets how closely
        few answers fit their own label: where 120 of 180 people in 18 units answered,
        its 95 % intervals held the mean of all 91 % of the time, these 94 %.
    units
        Which unit each person is of, where people of one unit are alike;
        `svydesign(~units, ...)`. Wants a dozen units or more.
    level
        Confidence level of the interval.
    """
    y = np.asarray(values, float)
    weight, use = counted(y, weights)
    n = int(use.sum())
    if n < FEWEST:
        return Estimate.unknown(n)
    share = weight[use] / weight[use].sum()
    value = float(share @ y[use])
    rest, taken = unexplained(y[use] - value, margins, use)
    covariance, df = scatter((share * rest)[:, None], units, use, spent=taken)
    varies = largest(rest) > ROUNDING * largest(y[use])
    se = sqrt(covariance[0, 0]) if varies else 0.0
    return Estimate.from_t(value, se, df, n=n, level=level, method="weighted mean")


def weighted_difference(
    before: ArrayLike,
    after: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    margins: Sequence[ArrayLike] = (),
    units: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean of `after - before` of people like these.

    `weighted_mean` of the changes of those who answered both; with equal weights it is
    `paired_difference`.
    """
    return weighted_mean(
        exact_changes(*aligned(before, after)),
        weights,
        margins=margins,
        units=units,
        level=level,
    )


def exact_changes(before: Array, after: Array) -> Array:
    """Return `after - before`, equal where only rounding tells changes apart."""
    change = after - before
    given = ~np.isnan(change)
    if given.any():
        size = largest(before[given], after[given])
        middle = float(np.median(change[given]))
        change[np.abs(change - middle) <= ROUNDING * size] = middle
    return change
