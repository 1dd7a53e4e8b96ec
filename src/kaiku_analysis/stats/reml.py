"""The likelihood of a random-intercept model, from sums per group size.

With variance `s2 (I + theta 11')` in a group of size m, the inverse is `I - theta /
(1 + m theta) 11'` over s2. Splitting every cross-product into what lies within groups
(W) and between them (B_m, for groups of size m) gives

    [X y]' V^-1 [X y] = W + sum_m B_m / (1 + m theta)

so that after one pass over the answers the likelihood and its derivatives cost the same
for ten people and for ten million.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.grouped import GroupedSums

# Ratios of variances between which the likelihood's turning points are looked for.
RATIOS = np.concatenate([[0.0], np.geomspace(1e-4, 1e8, 49)])


@dataclass(frozen=True)
class Profile:
    """The likelihood at a ratio `theta` of the two variances.

    Attributes
    ----------
    deviance
        Minus twice the log-likelihood with `s2` at its best, but for a constant.
    slope, curvature
        Its first two derivatives by the ratio.
    residual
        The weighted residual sum of squares.
    """

    deviance: Array
    slope: Array
    curvature: Array
    residual: Array


def profile(sums: GroupedSums, ratio: ArrayLike, *, reml: bool = True) -> Profile:
    """Evaluate the likelihood at one ratio, or at each of many.

    Lindstrom & Bates (1988), equations with one variance profiled out.
    """
    shrink = 1 / (1 + np.multiply.outer(ratio, sums.sizes))
    weights = shrink, -sums.sizes * shrink**2, 2 * sums.sizes**2 * shrink**3
    value, first, second = (np.tensordot(w, sums.between, 1) for w in weights)
    value = value + sums.within
    inverse = np.linalg.inv(value[..., :-1, :-1])
    coefficients = inverse @ value[..., :-1, -1:]

    residual, slope, curvature = _residuals(inverse, coefficients, value, first, second)
    groups = sums.sizes * shrink
    deviance = -np.log(shrink) @ sums.counts
    deviance_slope, deviance_curvature = (
        groups @ sums.counts,
        -(groups**2) @ sums.counts,
    )
    if reml:
        turn = inverse @ first[..., :-1, :-1]
        deviance = deviance - np.linalg.slogdet(inverse)[1]
        deviance_slope = deviance_slope + _trace(turn)
        deviance_curvature = deviance_curvature + (
            _trace(inverse @ second[..., :-1, :-1]) - _trace(turn @ turn)
        )
    df, relative = scale_df(sums, reml=reml), slope / residual
    return Profile(
        deviance=deviance + df * np.log(residual),
        slope=deviance_slope + df * relative,
        curvature=deviance_curvature + df * (curvature / residual - relative**2),
        residual=residual,
    )


def scale_df(sums: GroupedSums, *, reml: bool) -> int:
    """Return what the residual sum of squares is divided by."""
    return sums.residual_df if reml else sums.answers


def most_likely_ratio(sums: GroupedSums, *, reml: bool = True) -> float:
    """Find the ratio of the variances that the answers make most likely.

    Every turning point between the `RATIOS` is a candidate, as are both ends: zero, and
    infinity where the likelihood still rises at the largest of them.
    """
    slopes = profile(sums, RATIOS, reml=reml).slope
    # Whole numbers often leave a slope of zero at zero. Rounding must not choose
    # between zero and a ratio of 1e-17: their degrees of freedom differ.
    if abs(slopes[0]) <= ROUNDING * sums.residual_df:
        slopes[0] = 0
    turns = np.flatnonzero((slopes[:-1] < 0) & (slopes[1:] >= 0))
    candidates = [
        _turning_point(sums, RATIOS[i], RATIOS[i + 1], reml=reml) for i in turns
    ]
    if slopes[0] >= 0:
        candidates.append(0.0)
    if slopes[-1] < 0:
        candidates.append(RATIOS[-1])
    best = candidates[int(np.argmin(profile(sums, candidates, reml=reml).deviance))]
    return float(best) if best < RATIOS[-1] else np.inf


def _residuals(
    inverse: Array, coefficients: Array, *cross_products: Array
) -> tuple[Array, Array, Array]:
    """Return the residual sum of squares and its two derivatives.

    From the cross-products of `[X y]` and theirs. The first derivative needs none of
    the coefficients', which are at their best; the second does.
    """
    ones = np.ones_like(coefficients[..., :1, :])
    contrast = np.concatenate([-coefficients, ones], -2)
    value, slope, curvature = (_quadratic(m, contrast) for m in cross_products)
    pull = cross_products[1][..., :-1, :] @ contrast
    return value, slope, curvature - 2 * _quadratic(inverse, pull)


def _turning_point(sums: GroupedSums, low: float, high: float, *, reml: bool) -> float:
    """Follow Newton's steps, halving the bracket where one would leave it."""
    ratio = (low + high) / 2
    while True:
        at = profile(sums, ratio, reml=reml)
        low, high = (ratio, high) if at.slope < 0 else (low, ratio)
        step = low
        if at.curvature > 0:
            step = ratio - float(at.slope) / float(at.curvature)
        closer = step if low < step < high else (low + high) / 2
        if abs(closer - ratio) <= ROUNDING * ratio:
            return closer
        ratio = closer


def _quadratic(matrix: Array, vector: Array) -> Array:
    return (np.swapaxes(vector, -1, -2) @ matrix @ vector)[..., 0, 0]


def _trace(matrix: Array) -> Array:
    trace: Array = np.trace(matrix, axis1=-2, axis2=-1)
    return trace
