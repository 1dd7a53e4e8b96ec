"""Where the search for a factor model's parameters begins."""

from collections.abc import Sequence

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.factor_model import ZERO, Numbers, Pattern
from kaiku_analysis.stats.sample_moments import SampleMoments


def start_values(
    patterns: Sequence[Pattern], samples: Sequence[SampleMoments], count: int
) -> Array:
    """Guess the parameters from each factor's own items.

    Loadings follow the first principal component; parameters that groups or waves
    share begin at the mean of their guesses.
    """
    sums, times = np.zeros(count + 2), np.zeros(count + 2)
    for pattern, sample in zip(patterns, samples, strict=True):
        guesses = _guess_matrices(pattern, sample)
        for numbers, guess in guesses:
            np.add.at(sums, numbers.ravel(), guess.ravel())
            np.add.at(times, numbers.ravel(), 1)
    values: Array = sums[:count] / times[:count]
    return values


def _guess_matrices(
    pattern: Pattern, sample: SampleMoments
) -> list[tuple[Numbers, Array]]:
    """Return every matrix of the pattern, with a guess at its entries."""
    spread = np.sqrt(np.diag(sample.covariance))
    correlations = sample.covariance / np.outer(spread, spread)
    weights = np.zeros(pattern.loadings.shape)
    for factor, numbers in enumerate(pattern.loadings.T):
        (own,) = np.nonzero(numbers != ZERO)
        direction = np.linalg.eigh(correlations[np.ix_(own, own)])[1][:, -1]
        # Waves must agree which way is up; that early items count for more settles it
        # where as many items are reversed as not.
        up = direction @ np.linspace(1, 0.5, len(own)) >= 0
        weights[own, factor] = direction if up else -direction
    scores = weights.T @ correlations @ weights
    size = np.sqrt(np.diag(scores))
    factors = 0.9 * scores / np.outer(size, size)
    np.fill_diagonal(factors, 1)
    return [
        (pattern.loadings, 0.8 * weights * size * spread[:, None]),
        (pattern.factors, factors),
        (pattern.residuals, np.diag(spread**2) / 2),
        (pattern.intercepts, sample.mean),
        (pattern.means, np.zeros(len(pattern.means))),
    ]
