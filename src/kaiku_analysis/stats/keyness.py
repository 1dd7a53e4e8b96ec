"""Which words one set of texts uses more than another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from kaiku_analysis.stats.answers import Array


@dataclass(frozen=True)
class Keyness:
    """How much more often the target uses each word than the reference does.

    Attributes
    ----------
    log_odds
        Difference of the log odds of each word, target minus reference.
    low, high
        Bounds of its interval.
    z
        The difference in standard errors.
    """

    log_odds: Array
    low: Array
    high: Array
    z: Array

    @property
    def p(self) -> Array:
        """Two-sided p-values of "both use the word alike"."""
        return np.asarray(2 * ndtr(-np.abs(self.z)))


def log_odds(
    target_counts: ArrayLike,
    reference_counts: ArrayLike,
    target_total: float,
    reference_total: float,
    *,
    prior_size: float = 500,
    level: float = 0.95,
) -> Keyness:
    """Compare word frequencies, drawn towards no difference where words are rare.

    Monroe, Colaresi & Quinn (2008, Political Analysis 16(4), equations 15, 20 and 22):
    log odds ratio with an informative Dirichlet prior, here the words of both sets of
    texts taken together. NaN for a word that neither uses, or that is all they say.

    Parameters
    ----------
    target_counts, reference_counts
        How often each word occurs.
    target_total, reference_total
        How many words there are in all, counted or not.
    prior_size
        How many words the prior weighs as much as. Say which in a report: it moves z.
    level
        Confidence level of the interval.
    """
    a, b = np.asarray(target_counts, float), np.asarray(reference_counts, float)
    if a.shape != b.shape:
        raise ValueError(
            f"target and reference must count the same words, but count {a.size} "
            f"and {b.size}"
        )
    share = _between_none_and_all((a + b) / (target_total + reference_total))
    prior = prior_size * share
    difference = np.log(a + prior) - np.log(target_total - a + prior_size - prior)
    difference -= np.log(b + prior) - np.log(reference_total - b + prior_size - prior)
    se = np.sqrt(1 / (a + prior) + 1 / (b + prior))
    margin = ndtri((1 + level) / 2) * se
    return Keyness(
        difference, difference - margin, difference + margin, difference / se
    )


def _between_none_and_all(share: Array) -> Array:
    return np.where((share > 0) & (share < 1), share, np.nan)
