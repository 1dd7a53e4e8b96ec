"""Differences in units of how much people differ."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import gammainccinv, gammaincinv, ndtr, poch

from kaiku_analysis.stats.answers import Array, answered, standard_deviation
from kaiku_analysis.stats.estimate import Estimate

# The chi distribution is cut where less than this lies beyond, and integrated at so
# many points: ten digits, or five below two degrees of freedom, as long as t / sqrt(df)
# is below ten.
TAIL = 1e-17
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(200)
# Beyond this many standard errors the normal distribution is 0 or 1.
FARTHEST = 9


def average_spread(before: ArrayLike, after: ArrayLike) -> float:
    """Return the root mean square of both waves' standard deviations.

    Of everyone who answered a wave, linked or not; NaN when a wave has fewer than two
    answers. The denominator of d_av (Cumming 2012; Lakens 2013).
    """
    waves = answered(before), answered(after)
    if min(map(len, waves)) < 2:
        return float("nan")
    return sqrt(sum(standard_deviation(wave) ** 2 for wave in waves) / 2)


def standardised_difference(
    difference: Estimate, spread: float, *, corrected: bool = True
) -> Estimate:
    """Estimate a difference in units of `spread`: Hedges' g_av with `average_spread`.

    The interval inverts the noncentral t at the difference's degrees of freedom and
    carries its limits over as `lambda * se / spread` (Algina & Keselman 2003, for any
    difference with a standard error). Value and limits are multiplied by
    `hedges_correction`, as in R's `effectsize::hedges_g(paired = TRUE)`, which this is
    with the spread of the differences; uncorrected it is Cohen's d, `cohens_d`. The
    p-value stays the difference's.
    """
    if not (difference.is_known and spread > 0 and difference.df > 1):
        return Estimate.unknown(difference.n)
    unit = (hedges_correction(difference.df) if corrected else 1) / spread
    name = "Hedges' g" if corrected else "Cohen's d"
    t, tail = difference.value / difference.se, (1 - difference.level) / 2
    low, high = (
        noncentrality(t, difference.df, below) * difference.se
        for below in (1 - tail, tail)
    )
    return Estimate(
        difference.value * unit,
        low * unit,
        high * unit,
        difference.n,
        difference.p,
        df=difference.df,
        level=difference.level,
        method=f"{name} of the {difference.method}",
    )


def hedges_correction(df: float) -> float:
    """Return J(df), the factor that makes a standardised difference unbiased.

    Hedges (1981), exactly: gamma(df / 2) / (sqrt(df / 2) gamma((df - 1) / 2)), a ratio
    of which `poch` keeps every digit where a difference of gammaln loses them.
    """
    return float(poch((df - 1) / 2, 0.5)) / sqrt(df / 2)


def noncentrality(t: float, df: float, below: float) -> float:
    """Return the noncentrality at which the share `below` of the t's falls short of t.

    The root of R's `pt(t, df, ncp) - below` in ncp. Noncentral t is a mixture of
    normals over the chi distribution; summed at Gauss-Legendre points it stays exact
    where `scipy.stats.nct.cdf` gives NaN and `scipy.special.nctdtrinc` a few digits.
    """
    points, weights = _chi_points(df)
    centres = t * points

    def surplus(ncp: float) -> float:
        return float(weights @ ndtr(centres - ncp)) - below

    return float(brentq(surplus, centres.min() - FARTHEST, centres.max() + FARTHEST))


def _chi_points(df: float) -> tuple[Array, Array]:
    """Return points and probabilities that stand for chi / sqrt(df)."""
    half = df / 2
    low = sqrt(gammaincinv(half, TAIL) / half)
    high = sqrt(gammainccinv(half, TAIL) / half)
    points = low + (high - low) * (POINTS + 1) / 2
    density = (df - 1) * np.log(points) - half * points**2
    weights = WEIGHTS * np.exp(density - density.max())
    return points, weights / weights.sum()
