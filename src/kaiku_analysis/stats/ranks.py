"""Ranks of answers, tied ones sharing theirs."""

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array


def average_ranks(answers: ArrayLike) -> Array:
    """Rank `answers` from 1, equal ones at the mean of their places.

    As R's `rank(answers)`; `scipy.stats.rankdata` gives the same, but brings half a
    second of imports along.
    """
    _, place, times = np.unique(answers, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    return np.asarray((last - (times - 1) / 2)[place], float)
