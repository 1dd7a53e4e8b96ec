"""How well people keep their places from one wave to the next."""

from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtr

from kaiku_analysis.stats.answers import (
    ROUNDING,
    aligned,
    both_answered,
    standard_deviation,
)
from kaiku_analysis.stats.estimate import Estimate

FEWEST_PEOPLE = 4


def retest_correlation(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate the correlation of two waves, with Fisher's interval.

    Fisher (1921); in R `cor.test(before, after)`. Unknown below four people who
    answered both, when either wave does not vary, and when the waves agree perfectly:
    Fisher's z is infinite then.

    Parameters
    ----------
    before, after
        Scores, one position per person.
    level
        Confidence level of the interval.
    """
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y, n = x[both], y[both], int(both.sum())
    if n < FEWEST_PEOPLE or not (standard_deviation(x) and standard_deviation(y)):
        return Estimate.unknown(n)
    value = float(np.corrcoef(x, y)[0, 1])
    if 1 - abs(value) <= ROUNDING:
        return Estimate.unknown(n)
    margin = float(ndtri((1 + level) / 2)) / sqrt(n - 3)
    t = value * sqrt((n - 2) / (1 - value**2))
    return Estimate(
        value,
        tanh(atanh(value) - margin),
        tanh(atanh(value) + margin),
        n,
        2 * float(stdtr(n - 2, -abs(t))),
        df=n - 2,
        level=level,
        method="test–retest correlation",
    )
