"""How consistently the items of a scale measure one thing."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from kaiku_analysis.stats.answers import ROUNDING, Array, standard_deviation
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.pairwise import pairwise_covariance

FEWEST_PEOPLE = 3


@dataclass(frozen=True)
class Reliability:
    """How well the items of a scale go together.

    Attributes
    ----------
    alpha
        Cronbach's alpha.
    standardised
        Alpha of the items brought to one variance.
    mean_correlation
        Mean of the correlations between two items.
    if_dropped
        For every item, alpha of the others; NaN where there is only one other.
    item_rest
        For every item, its correlation with the sum of the others.
    """

    alpha: Estimate
    standardised: float
    mean_correlation: float
    if_dropped: Array
    item_rest: Array


def cronbach_alpha(
    answers: ArrayLike, *, level: float = 0.95, pairwise: bool = False
) -> Estimate:
    """Estimate Cronbach's alpha, with Feldt's interval.

    Cronbach (1951); Feldt, Woodruff & Salih (1987); in R `psych::alpha(use =
    "complete.obs")` and its `alpha.ci`. Negative when items point opposite ways, as
    after a forgotten reversal. Unknown with one item, below three people, when everyone
    answered an item alike, or when the items cancel out to one total.

    Parameters
    ----------
    answers
        One row per person, one column per item.
    level
        Confidence level of the interval.
    pairwise
        Whether a person with gaps counts for the items answered, as by psych's default
        `use = "pairwise"`; else such people are left out. The interval, and `n`, then
        rest on the two items that the fewest answered both.
    """
    table = np.asarray(answers, float)
    if not pairwise:
        table = table[~np.isnan(table).any(axis=1)]
    n, covariance = _sum_up(table)
    if not covariance.size:
        return Estimate.unknown(n)
    k, value = len(covariance), _alpha_of(covariance)
    if np.isnan(value):
        return Estimate.unknown(n)
    error = max(1 - value, 0.0)
    tail, df = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    return Estimate(
        1 - error,
        float(1 - error * fdtri(*df, 1 - tail)),
        float(1 - error * fdtri(*df, tail)),
        n,
        level=level,
        method="Cronbach's alpha",
    )


def estimate_reliability(
    answers: ArrayLike, *, level: float = 0.95, pairwise: bool = False
) -> Reliability:
    """Estimate alpha, and what each item does for it.

    In R `psych::alpha()`: `total`, `alpha.drop` and `r.drop`. Where alpha cannot be
    known (see `cronbach_alpha`) because of single items, all the rest is NaN too.

    Parameters
    ----------
    answers, level, pairwise
        As for `cronbach_alpha`.
    """
    table = np.asarray(answers, float)
    alpha = cronbach_alpha(table, level=level, pairwise=pairwise)
    if not pairwise:
        table = table[~np.isnan(table).any(axis=1)]
    _, covariance = _sum_up(table)
    if not covariance.size:
        unknown = np.full(table.shape[1], nan)
        return Reliability(alpha, nan, nan, unknown, unknown)
    spread = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(spread, spread)
    k = len(spread)
    return Reliability(
        alpha,
        _alpha_of(correlations),
        float((correlations.sum() - k) / (k * (k - 1))),
        np.array([_alpha_of(_without(covariance, item)) for item in range(k)]),
        np.array([_rest_correlation(covariance, item) for item in range(k)]),
    )


def _sum_up(table: Array) -> tuple[int, Array]:
    """Return people and covariance; an empty one where items cannot be compared."""
    n, covariance = pairwise_covariance(table)
    people = int(n.min()) if n.size else len(table)
    if people < FEWEST_PEOPLE or len(n) < 2:
        return people, np.empty((0, 0))
    given = [item[~np.isnan(item)] for item in table.T]
    if not all(standard_deviation(item) for item in given):
        return people, np.empty((0, 0))
    return people, covariance


def _alpha_of(covariance: Array) -> float:
    """Return alpha; NaN for one item, or where the items' sum does not vary."""
    k, own, total = len(covariance), np.trace(covariance), covariance.sum()
    if k < 2 or total <= ROUNDING * own:
        return nan
    return float(k / (k - 1) * (1 - own / total))


def _rest_correlation(covariance: Array, item: int) -> float:
    """Return an item's correlation with the sum of the others; NaN if that is fixed."""
    rest = _without(covariance, item)
    if rest.sum() <= ROUNDING * np.trace(rest):
        return nan
    own = covariance[item, item]
    return float((covariance[item].sum() - own) / np.sqrt(own * rest.sum()))


def _without(covariance: Array, item: int) -> Array:
    """Return the covariance of the other items."""
    others = np.arange(len(covariance)) != item
    return covariance[np.ix_(others, others)]
