"""How consistently the items of a scale measure one thing."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from kaiku_analysis.stats.answers import ROUNDING, standard_deviation
from kaiku_analysis.stats.estimate import Estimate

FEWEST_PEOPLE = 3


def cronbach_alpha(answers: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Estimate Cronbach's alpha, with Feldt's interval.

    Cronbach (1951); Feldt, Woodruff & Salih (1987); in R `psych::alpha(use =
    "complete.obs")` and its `alpha.ci`. Negative when items point opposite ways, as
    after a forgotten reversal. Unknown with one item, below three people, when everyone
    answered an item alike, or when the items cancel out to one total.

    Parameters
    ----------
    answers
        One row per person, one column per item; people with gaps are left out.
    level
        Confidence level of the interval.
    """
    table = np.asarray(answers, float)
    table = table[~np.isnan(table).any(axis=1)]
    n, k = table.shape
    if (
        n < FEWEST_PEOPLE
        or k < 2
        or not all(standard_deviation(item) for item in table.T)
    ):
        return Estimate.unknown(n)
    covariance = np.cov(table, rowvar=False)
    own, total = np.trace(covariance), covariance.sum()
    if total <= ROUNDING * own:
        return Estimate.unknown(n)
    error = 1 - k / (k - 1) * (1 - own / total)
    tail, df = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    return Estimate(
        float(1 - error),
        float(1 - error * fdtri(*df, 1 - tail)),
        float(1 - error * fdtri(*df, tail)),
        n,
        level=level,
        method="Cronbach's alpha",
    )
