"""The mean of one wave minus the mean of another, by Student's t and its kin."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import (
    ROUNDING,
    Array,
    aligned,
    answered,
    both_answered,
    largest,
    standard_deviation,
)
from kaiku_analysis.stats.estimate import Estimate

FEWEST_PAIRS = 3
FEWEST_A_WAVE = 2


def paired_difference(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate the mean of `after - before` of the people who answered both.

    Student (1908); `t.test(after, before, paired = TRUE)` in R. Unknown below
    three pairs, and when everyone changed by the same amount.
    """
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y = x[both], y[both]
    n = len(x)
    if n < FEWEST_PAIRS:
        return Estimate.unknown(n)
    change = y - x
    se = standard_deviation(change, size=largest(x, y)) / sqrt(n)
    return Estimate.from_t(
        float(change.mean()), se, n - 1, n=n, level=level, method="paired t"
    )


def independent_difference(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate `mean(after) - mean(before)` of two waves of strangers.

    Welch (1947); `t.test(after, before)` in R. Unknown below two answers in
    either wave, and when neither wave varies.
    """
    x, y = answered(before), answered(after)
    n = len(x) + len(y)
    if min(len(x), len(y)) < FEWEST_A_WAVE:
        return Estimate.unknown(n)
    variances = _mean_variances(x, y)
    return Estimate.from_t(
        float(y.mean() - x.mean()),
        sqrt(sum(variances)),
        _welch_df(variances, (len(x), len(y))),
        n=n,
        level=level,
        method="Welch t",
    )


def overlapping_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    equal_variances: bool = False,
) -> Estimate:
    """Estimate `mean(after) - mean(before)` of everyone, linked or not.

    Derrick, Toher & White (2017, The Quantitative Methods for Psychology 13(2),
    T_new2, or T_new1 with equal variances); in R `Partover.test(after.only,
    before.only, after.linked, before.linked)` of Partiallyoverlapping. It is
    the paired t when all are linked. Where fewer than three pairs, or pairs that do
    not vary, show no correlation it is taken as none: Welch's t.
    """
    x, y = aligned(before, after)
    both = both_answered(x, y)
    correlation = _correlation(x[both], y[both])
    linked = int(both.sum())
    x, y = answered(x), answered(y)
    n = len(x) + len(y) - linked
    if min(len(x), len(y)) < FEWEST_A_WAVE:
        return Estimate.unknown(n)
    variances = _mean_variances(x, y, pooled=equal_variances)
    independent_df = (
        len(x) + len(y) - 2
        if equal_variances
        else _welch_df(variances, (len(x), len(y)))
    )
    return Estimate.from_t(
        float(y.mean() - x.mean()),
        _overlapping_se(variances, correlation * linked / sqrt(len(x) * len(y))),
        _overlapping_df(independent_df, linked, len(x) + len(y)),
        n=n,
        level=level,
        method="partially overlapping t",
    )


def _mean_variances(x: Array, y: Array, *, pooled: bool = False) -> tuple[float, float]:
    """Return the squared standard errors of both means."""
    before, after = standard_deviation(x) ** 2, standard_deviation(y) ** 2
    if pooled:
        within = (len(x) - 1) * before + (len(y) - 1) * after
        before = after = within / (len(x) + len(y) - 2)
    return before / len(x), after / len(y)


def _welch_df(variances: tuple[float, float], sizes: tuple[int, int]) -> float:
    """Return Welch and Satterthwaite's degrees of freedom; 0 if nothing varies."""
    spent = sum(v**2 / (n - 1) for v, n in zip(variances, sizes, strict=True))
    return sum(variances) ** 2 / spent if spent else 0.0


def _correlation(x: Array, y: Array) -> float:
    if len(x) < FEWEST_PAIRS or not standard_deviation(x) or not standard_deviation(y):
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def _overlapping_se(variances: tuple[float, float], correlation: float) -> float:
    """Return the standard error, given the correlation of the two means."""
    apart = sum(variances)
    variance = apart - 2 * correlation * sqrt(variances[0] * variances[1])
    return sqrt(variance) if variance > ROUNDING * apart else 0.0


def _overlapping_df(independent_df: float, linked: int, answers: int) -> float:
    """Interpolate between paired and independent degrees of freedom."""
    unlinked = answers - 2 * linked
    return linked - 1 + (independent_df - linked + 1) / answers * unlinked
