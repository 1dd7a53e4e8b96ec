"""Units side by side, without taking the luck of small ones for merit."""

from collections.abc import Sequence
from itertools import combinations
from math import isnan, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri, stdtr

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.multiplicity import adjust_p

FEWEST_UNITS = 4


def shrink_units(estimates: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """Draw the units' means, or their changes, towards that of all of them.

    Morris (1983, JASA 78, section 5): the more so the less certain a unit's own number
    is and the less units differ. The intervals allow for not knowing how much they do;
    on average over the units they cover as often as they say. The variance between
    units is `between_variance`. Units that are unknown stay so, and fewer than four are
    returned as they came: nothing then tells how far to draw them.

    Parameters
    ----------
    estimates
        One per unit, each with a standard error.
    """
    known = [place for place, one in enumerate(estimates) if one.se > 0]
    if len(known) < FEWEST_UNITS:
        return tuple(estimates)
    values = np.array([estimates[place].value for place in known])
    variances = np.array([estimates[place].se ** 2 for place in known])
    drawn = dict(zip(known, zip(*_drawn(values, variances), strict=True), strict=True))
    return tuple(
        _shrunken(one, *drawn[place]) if place in drawn else one
        for place, one in enumerate(estimates)
    )


def between_variance(values: Array, variances: Array) -> float:
    """Return the variance of units' true numbers, given those of their estimates.

    Paule & Mandel (1982), in R `metafor::rma(values, variances, method = "PM")$tau2`:
    units then lie as far from their weighted mean as expected. Zero where they lie
    closer than their own uncertainty takes them.
    """

    def surplus(between: float) -> float:
        weights = 1 / (variances + between)
        return float(weights @ (values - _mean(values, weights)) ** 2) - df

    df = len(values) - 1
    if surplus(0) <= 0:
        return 0.0
    most = float(((values - values.mean()) ** 2).sum()) / df
    return float(brentq(surplus, 0, most, xtol=1e-14 * most, rtol=1e-14))


def rank_bands(estimates: Sequence[Estimate]) -> tuple[int | None, ...]:
    """Return the band of each unit, 1 for the highest; None where it is unknown.

    Units that cannot be told apart share a band: bands part only where every unit above
    differs from every unit below. By Welch's t of each two of the units' own estimates
    (not the shrunken ones), with Holm's p over all pairs and the estimates' level.
    """
    known = [place for place, one in enumerate(estimates) if one.se > 0]
    ranked = sorted(known, key=lambda place: -estimates[place].value)
    pairs = list(combinations(range(len(ranked)), 2))
    p = [_p_apart(*(estimates[ranked[rank]] for rank in pair)) for pair in pairs]
    alike = [
        pair
        for pair, adjusted in zip(pairs, adjust_p(p), strict=True)
        if adjusted > 1 - estimates[ranked[0]].level
    ]
    bands: list[int | None] = [None] * len(estimates)
    band = 1
    for rank, place in enumerate(ranked):
        joined = any(above < rank <= below for above, below in alike)
        band += rank > 0 and not joined
        bands[place] = band
    return tuple(bands)


def _drawn(values: Array, variances: Array) -> tuple[Array, Array]:
    """Return the shrunken numbers and their standard errors."""
    k, between = len(values), between_variance(values, variances)
    weights = 1 / (variances + between)
    centre, share = _mean(values, weights), weights / weights.sum()
    pull = (k - 3) / (k - 1) * variances * weights
    typical = float(share @ variances) + between
    unsure = 2 / (k - 3) * pull**2 * typical * weights
    spread = variances * (1 - (1 - share) * pull) + unsure * (values - centre) ** 2
    return values - pull * (values - centre), np.sqrt(spread)


def _mean(values: Array, weights: Array) -> float:
    return float(weights @ values / weights.sum())


def _shrunken(own: Estimate, value: float, se: float) -> Estimate:
    margin = float(ndtri((1 + own.level) / 2)) * float(se)
    return Estimate(
        float(value),
        float(value) - margin,
        float(value) + margin,
        own.n,
        se=float(se),
        level=own.level,
        method=f"shrunken {own.method}",
    )


def _p_apart(one: Estimate, other: Estimate) -> float:
    """Return Welch's p; an estimate without degrees of freedom has many."""
    variance = one.se**2 + other.se**2
    spent = sum(e.se**4 / e.df for e in (one, other) if not isnan(e.df))
    df = variance**2 / spent if spent else 1e9
    return 2 * float(stdtr(df, -abs(one.value - other.value) / sqrt(variance)))
