"""The share who say yes in one wave minus the share in another."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr, ndtri

from kaiku_analysis.stats.answers import Array, aligned, answered, both_answered
from kaiku_analysis.stats.estimate import Estimate


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of who changed their mind.

    Attributes
    ----------
    gained, lost
        How many went from no to yes, and from yes to no.
    statistic
        Chi-squared with one degree of freedom; of an exact test, the smaller count.
    p
        Two-sided; 1 when nobody changed.
    """

    gained: int
    lost: int
    statistic: float
    p: float


def share_difference(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate the share of yes `after` minus `before`, of two waves of strangers.

    Newcombe's (1998c) method 10: Wilson's limits of both shares, hybridised; in
    statsmodels `confint_proportions_2indep(..., method="newcomb")`. The p-value is the
    score test's, `prop.test(correct = FALSE)` in R. Unknown when a wave has no answers.

    Parameters
    ----------
    before, after
        1 for yes, 0 for no, NaN for no answer.
    level
        Confidence level of the interval.
    """
    x, y = answered(_yes_or_no(before)), answered(_yes_or_no(after))
    n = len(x) + len(y)
    if not (len(x) and len(y)):
        return Estimate.unknown(n)
    shares = float(x.mean()), float(y.mean())
    pooled = float(x.sum() + y.sum()) / n
    se = sqrt(pooled * (1 - pooled) * (1 / len(x) + 1 / len(y)))
    gap = shares[1] - shares[0]
    low, high = _hybrid(shares, (len(x), len(y)), 0.0, level)
    p = 2 * float(ndtr(-abs(gap) / se)) if se > 0 else 1.0
    return Estimate(gap, low, high, n, p, level=level, method="Newcombe")


def paired_share_difference(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate the share of yes `after` minus `before`, of those who answered both.

    Newcombe's (1998b) method 10, hybrid score limits with a phi corrected for
    continuity. The p-value is McNemar's exact one. Unknown when nobody answered both.
    """
    table = _count_pairs(before, after)
    n = int(table.sum())
    if not n:
        return Estimate.unknown(n)
    shares = float(table[1].sum()) / n, float(table[:, 1].sum()) / n
    low, high = _hybrid(shares, (n, n), _corrected_phi(table), level)
    p = mcnemar_test(before, after).p
    gap = float(table[0, 1] - table[1, 0]) / n
    return Estimate(gap, low, high, n, p, level=level, method="paired Newcombe")


def mcnemar_test(
    before: ArrayLike, after: ArrayLike, *, exact: bool = True, corrected: bool = True
) -> McNemar:
    """Test whether as many gained a yes as lost one.

    McNemar (1947); `mcnemar.test(table(before, after), correct = corrected)` in R, or
    the exact `binom.test(gained, gained + lost)`.
    """
    table = _count_pairs(before, after)
    gained, lost = int(table[0, 1]), int(table[1, 0])
    changed = gained + lost
    if not changed:
        return McNemar(gained, lost, 0.0, 1.0)
    if exact:
        fewer = min(gained, lost)
        p = min(1.0, 2 * float(bdtr(fewer, changed, 0.5)))
        return McNemar(gained, lost, float(fewer), p)
    # As R has it, equal counts need no correction.
    away = max(abs(gained - lost) - corrected, 0)
    statistic = away**2 / changed
    return McNemar(gained, lost, statistic, 2 * float(ndtr(-sqrt(statistic))))


def wilson_limits(share: float, n: int, level: float) -> tuple[float, float]:
    """Return Wilson's (1927) limits of a share; `prop.test(correct = FALSE)` in R."""
    z2 = float(ndtri((1 + level) / 2)) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    margin = sqrt(z2 * (share * (1 - share) + z2 / (4 * n)) / n) / (1 + z2 / n)
    # At no one and at all the limit is the share, but for rounding.
    return min(middle - margin, share), max(middle + margin, share)


def _hybrid(
    shares: tuple[float, float], sizes: tuple[int, int], phi: float, level: float
) -> tuple[float, float]:
    """Join the distances from both shares to their limits, correlated by phi."""
    limits = [wilson_limits(s, n, level) for s, n in zip(shares, sizes, strict=True)]
    down = [s - low for s, (low, _) in zip(shares, limits, strict=True)]
    up = [high - s for s, (_, high) in zip(shares, limits, strict=True)]
    gap = shares[1] - shares[0]
    low = gap - _join(up[0], down[1], phi)
    high = gap + _join(down[0], up[1], phi)
    return max(low, -1.0), min(high, 1.0)


def _join(one: float, other: float, phi: float) -> float:
    return sqrt(max(one**2 + other**2 - 2 * phi * one * other, 0.0))


def _count_pairs(before: ArrayLike, after: ArrayLike) -> Array:
    """Return the table of both answers, no before yes."""
    x, y = aligned(_yes_or_no(before), _yes_or_no(after))
    both = both_answered(x, y)
    cells = (2 * x[both] + y[both]).astype(int)
    return np.bincount(cells, minlength=4).reshape(2, 2).astype(float)


def _corrected_phi(table: Array) -> float:
    """Return how both answers correlate, less half a person in each cell."""
    margins = float(np.prod(table.sum(axis=0)) * np.prod(table.sum(axis=1)))
    if not margins:
        return 0.0
    cross = float(table[0, 0] * table[1, 1] - table[0, 1] * table[1, 0])
    if cross > 0:
        cross = max(cross - float(table.sum()) / 2, 0.0)
    return cross / sqrt(margins)


def _yes_or_no(answers: ArrayLike) -> Array:
    values = np.asarray(answers, float)
    if strange := sorted(set(values[~np.isnan(values)].tolist()) - {0.0, 1.0}):
        raise ValueError(f"answers must be 0 or 1, not {strange[0]:g}")
    return values
