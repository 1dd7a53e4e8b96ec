"""Means and covariances: all that normal likelihoods know of the answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, Array


@dataclass(frozen=True)
class SampleMoments:
    """Means and covariance of the items, over the people who answered all of them.

    Attributes
    ----------
    n
        How many people.
    mean, covariance
        Of the items; sums are divided by `n`, as maximum likelihood has it.
    """

    n: int
    mean: Array
    covariance: Array

    @property
    def log_determinant(self) -> float:
        """Logarithm of the covariance's determinant."""
        return float(np.linalg.slogdet(self.covariance)[1])


def sample_moments(answers: ArrayLike) -> SampleMoments:
    """Sum up the people, one per row, who answered every item."""
    table = complete_rows(answers)
    if not len(table):
        items = table.shape[1]
        return SampleMoments(0, np.zeros(items), np.zeros((items, items)))
    centre = table.mean(axis=0)
    deviations = table - centre
    return SampleMoments(len(table), centre, deviations.T @ deviations / len(table))


def complete_rows(answers: ArrayLike) -> Array:
    """Return the people who answered every item."""
    table = np.asarray(answers, float)
    if table.ndim != 2:
        raise ValueError(
            f"answers must have a row per person, but have {table.ndim} dimensions"
        )
    rows: Array = table[~np.isnan(table).any(axis=1)]
    return rows


def find_trouble(sample: SampleMoments) -> str:
    """Say why no factor model can be fitted; empty if it can."""
    items = len(sample.mean)
    if sample.n <= items:
        return f"{sample.n} people are too few for {items} items"
    spread = np.sqrt(np.diag(sample.covariance))
    alike = np.flatnonzero(spread <= ROUNDING * np.abs(sample.mean))
    if alike.size:
        return f"everyone answered alike: item {', '.join(str(i + 1) for i in alike)}"
    correlations = sample.covariance / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlations)[0] < np.sqrt(ROUNDING):
        return "an item repeats what others say"
    return ""
