"""How ordered answers hang together, as if cut from normal variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.binormal import binormal_density, binormal_probability
from kaiku_analysis.stats.sample_moments import complete_rows

Codes = NDArray[np.intp]
MOST_STEPS = 60
FAR = 40.0
ENOUGH = 1e-10
# Beyond this Fisher's z, the correlation is one for all that answers can tell.
PERFECT = 8.0
# Below this a cell's probability is rounding. lavaan's floor of 1.5e-8 lets a few wild
# answers make the likelihood rise towards a perfect correlation.
RAREST = 1e-13


@dataclass(frozen=True)
class Polychoric:
    """Correlations between the normal variables behind ordered answers.

    Attributes
    ----------
    n
        How many people answered every item.
    correlations
        One row and column per item; NaN where everyone answered an item alike, and 1 or
        -1 where no correlation between them makes the answers most likely.
    thresholds
        Of every item, where its normal variable is cut into answers.
    """

    n: int
    correlations: Array
    thresholds: tuple[Array, ...]

    @property
    def alpha(self) -> float:
        """Ordinal alpha: alpha of the variables behind the answers; NaN if unknown.

        Zumbo, Gadermann & Zeisser (2007); in R `psych::alpha(correlations)`.
        """
        items, total = len(self.correlations), float(self.correlations.sum())
        if items < 2 or not total > 0:
            return nan
        return items / (items - 1) * (1 - items / total)


def polychoric_correlations(answers: ArrayLike) -> Polychoric:
    """Estimate polychoric correlations in two steps, without a continuity correction.

    Olsson (1979, doi:10.1007/BF02296207): thresholds from each item alone, then each
    correlation by maximum likelihood; in R `lavaan::lavCor(ordered = ...)`. Answers
    that nobody gave are no categories.

    Parameters
    ----------
    answers
        One row per person, one column per item; people with gaps are left out.
    """
    table = complete_rows(answers)
    codes = [_number_answers(item) for item in np.ascontiguousarray(table.T)]
    counts = [np.bincount(code, minlength=1) for code in codes]
    thresholds = tuple(ndtri(np.cumsum(c)[:-1] / max(len(table), 1)) for c in counts)
    varied = [item for item, bounds in enumerate(thresholds) if bounds.size]
    correlations = np.full((len(codes), len(codes)), nan)
    correlations[varied, varied] = 1
    if len(varied) > 1:
        one, other = np.array(list(combinations(varied, 2))).T
        found = _pair_correlations(codes, thresholds, one, other)
        correlations[one, other] = correlations[other, one] = found
    return Polychoric(len(table), correlations, thresholds)


def _number_answers(item: Array) -> Codes:
    """Return which of the item's distinct answers each is, from the lowest.

    For a few answers this takes half the time of searching each among them.
    """
    codes = np.zeros(len(item), np.intp)
    for answer in np.unique(item)[:-1]:
        codes += item > answer
    return codes


def _pair_correlations(
    codes: Sequence[Codes], thresholds: Sequence[Array], one: Codes, other: Codes
) -> Array:
    """Return the correlation of every pair of items.

    Items with fewer answers than others get empty categories far above all people.
    """
    levels = 1 + max(map(len, thresholds))
    bounds = np.full((len(thresholds), levels - 1), FAR)
    for item, cuts in enumerate(thresholds):
        bounds[item, : len(cuts)] = cuts
    rows = [code * levels for code in codes]
    tables = np.array(
        [
            np.bincount(rows[a] + codes[b], minlength=levels**2)
            for a, b in zip(one, other, strict=True)
        ]
    ).reshape(-1, levels, levels)
    return _climb_likelihood(tables, bounds[one][:, :, None], bounds[other][:, None])


def _climb_likelihood(tables: Codes, x: Array, y: Array) -> Array:
    """Find the correlations that make contingency tables most likely.

    Fisher scoring on Fisher's z, from the correlation of the categories' numbers.
    """
    z = np.arctanh(0.99 * _code_correlations(tables))
    probability, slope = _cell_probabilities(np.tanh(z), x, y)
    height, length = _log_likelihood(tables, probability), np.ones(len(z))
    for _ in range(MOST_STEPS):
        step = length * _scoring_step(tables, probability, slope, z)
        if (np.abs(step) < ENOUGH).all():
            break
        aim = np.clip(z + step, -PERFECT, PERFECT)
        new_probability, new_slope = _cell_probabilities(np.tanh(aim), x, y)
        reached = _log_likelihood(tables, new_probability)
        # At the top a step gains less than the likelihood's own rounding.
        better = reached > height - ROUNDING * np.abs(height)
        z, height = np.where(better, aim, z), np.where(better, reached, height)
        probability[better], slope[better] = new_probability[better], new_slope[better]
        length = np.where(better, 1, length / 4)
    correlations: Array = np.where(np.abs(z) < PERFECT - 1, np.tanh(z), np.sign(z))
    return correlations


def _code_correlations(tables: Codes) -> Array:
    """Return Pearson's correlation of the rows' and columns' numbers."""
    share = tables / tables.sum(axis=(1, 2), keepdims=True)
    number = np.arange(tables.shape[1])
    x = number - (share.sum(axis=2) @ number)[:, None]
    y = number - (share.sum(axis=1) @ number)[:, None]
    together = np.einsum("pij,pi,pj->p", share, x, y)
    sizes = (share.sum(axis=2) * x**2).sum(axis=1) * (share.sum(axis=1) * y**2).sum(1)
    correlations: Array = together / np.sqrt(sizes)
    return correlations


def _cell_probabilities(correlation: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """Return how likely each cell is, and its slope by the correlation."""
    rho = correlation[:, None, None]
    below = np.zeros((len(rho), x.shape[1] + 2, y.shape[2] + 2))
    below[:, 1:-1, 1:-1] = binormal_probability(x, y, rho)
    below[:, 1:-1, -1:], below[:, -1:, 1:-1], below[:, -1, -1] = ndtr(x), ndtr(y), 1
    slope = np.zeros_like(below)
    slope[:, 1:-1, 1:-1] = binormal_density(x, y, rho)
    cells = np.diff(np.diff(below, axis=1), axis=2)
    return np.maximum(cells, RAREST), np.diff(np.diff(slope, axis=1), axis=2)


def _log_likelihood(tables: Codes, probability: Array) -> Array:
    """Return the logarithm of every table's likelihood, less a constant."""
    height: Array = (tables * np.log(probability)).sum(axis=(1, 2))
    return height


def _scoring_step(tables: Codes, probability: Array, slope: Array, z: Array) -> Array:
    """Return the step in Fisher's z towards the maximum, at most one."""
    by_z = slope / np.cosh(z)[:, None, None] ** 2
    relative = by_z / probability
    people = tables.sum(axis=(1, 2))
    # Where correlations cannot be told apart any more, there is no information left.
    information = people * np.maximum((relative * by_z).sum(axis=(1, 2)), ROUNDING)
    step = (tables * relative).sum(axis=(1, 2)) / information
    bounded: Array = np.clip(step, -1, 1)
    return bounded
