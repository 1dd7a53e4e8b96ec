"""Covariances from everyone who answered both of two items."""

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array


def pairwise_covariance(table: Array) -> tuple[NDArray[np.intp], Array]:
    """Return how many answered both items, and the items' covariance over these people.

    In R `cov(use = "pairwise")`. The covariance is NaN where fewer than two answered
    both, and need not be positive definite.
    """
    given = ~np.isnan(table)
    answered = given.sum(axis=0)
    centre = np.where(given, table, 0).sum(axis=0) / np.maximum(answered, 1)
    deviations = np.where(given, table - centre, 0)
    both = given.T.astype(float) @ given
    sums = deviations.T @ given
    products = deviations.T @ deviations - sums * sums.T / np.maximum(both, 1)
    covariance = np.where(both > 1, products / np.maximum(both - 1, 1), np.nan)
    return both.astype(int), covariance
