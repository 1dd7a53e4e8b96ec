"""Who left between the waves, and were they like those who stayed?"""

from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from kaiku_analysis.stats.difference import independent_difference
from kaiku_analysis.stats.effect import (
    average_spread,
    hedges_correction,
    standardised_difference,
)
from kaiku_analysis.stats.estimate import Estimate


def retention(stayed: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Estimate the share of people who stayed.

    Wilson's (1927) interval; in R `prop.test(sum(stayed), length(stayed), correct =
    FALSE)`.

    Parameters
    ----------
    stayed
        A mark for each person of the first wave.
    """
    marks = _marks(stayed)
    n = len(marks)
    if not n:
        return Estimate.unknown(n)
    share, z = float(marks.mean()), float(ndtri((1 + level) / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    margin = z / (1 + z**2 / n) * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    # At no one and at all the limit is the share, but for rounding.
    low, high = min(centre - margin, share), max(centre + margin, share)
    return Estimate(
        share, max(low, 0.0), min(high, 1.0), n, level=level, method="Wilson"
    )


def standardised_mean_difference(
    group: ArrayLike, others: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate `mean(group) - mean(others)` in units of how much people differ.

    Cohen's d with the root mean square of both standard deviations, the balance
    measure of Austin (2011), for scores and for indicators of 0 and 1 alike; as
    `effectsize::cohens_d(group, others, pooled_sd = FALSE)` in R, interval included:
    Welch's t, inverted. Below 0.1 groups are usually called balanced. No Hedges'
    correction: it would shrink what should be noticed.

    Unknown below two answers in either group, and when neither group varies.
    """
    difference = independent_difference(others, group, level=level)
    corrected = standardised_difference(difference, average_spread(others, group))
    if not corrected.is_known:
        return corrected
    unbiased = hedges_correction(difference.df)
    return replace(
        corrected,
        value=corrected.value / unbiased,
        low=corrected.low / unbiased,
        high=corrected.high / unbiased,
        method="standardised mean difference",
    )


def dropout_differences(
    background: ArrayLike, stayed: ArrayLike, *, level: float = 0.95
) -> list[Estimate]:
    """Estimate how those who stayed differed, at the start, from those who left.

    Parameters
    ----------
    background
        A row for each person of the first wave, a column for each thing known then: a
        baseline score, an indicator of 0 and 1. NaN where it is not.
    stayed
        A mark for each person.

    Returns
    -------
    For each column, the standardised mean difference, stayed minus left.
    """
    table, here = np.asarray(background, float), _marks(stayed)
    if table.ndim != 2 or len(table) != len(here):
        raise ValueError(
            f"background needs a row for each of {len(here)} people, but has the shape "
            f"{table.shape}"
        )
    return [
        standardised_mean_difference(column[here], column[~here], level=level)
        for column in table.T
    ]


def _marks(stayed: ArrayLike) -> np.ndarray:
    marks = np.asarray(stayed)
    if not np.isin(marks, (0, 1)).all():
        odd = marks[~np.isin(marks, (0, 1))][0]
        raise ValueError(f"stayed must be yes or no for everyone, not {odd}")
    return marks.astype(bool)
