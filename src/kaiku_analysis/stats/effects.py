"""The same people's change, in each of the units that readers know."""

from dataclasses import replace
from math import nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from kaiku_analysis.stats.answers import (
    Array,
    aligned,
    both_answered,
    largest,
    standard_deviation,
)
from kaiku_analysis.stats.difference import FEWEST_PAIRS, paired_difference
from kaiku_analysis.stats.effect import average_spread, standardised_difference
from kaiku_analysis.stats.estimate import Estimate

Effect = Literal["d_av", "d_av_lakens", "d_z", "d_rm", "d_glass"]


def paired_effect(
    before: ArrayLike,
    after: ArrayLike,
    effect: Effect = "d_av",
    *,
    corrected: bool = True,
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean change of those who answered both, in standard deviations.

    Cohen's d, or Hedges' g when corrected for few people. Of the same interval as
    `standardised_difference`, at n - 1 degrees of freedom. Unknown where
    `paired_difference` is, or without spread.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    effect
        Whose deviations (Lakens 2013): of both waves, by their root mean square (d_av;
        Cumming 2012) or by their mean (d_av_lakens); of the changes (d_z; in R
        `effectsize::cohens_d(after, before, paired = TRUE)`), or those as if the waves
        did not correlate (d_rm); or of the first wave (d_glass).
    corrected
        Whether to make it unbiased.
    level
        Confidence level of the interval.
    """
    x, y = _linked(before, after)
    difference = paired_difference(x, y, level=level)
    if not difference.is_known:
        return difference
    ours = standardised_difference(
        difference, _spread(x, y, effect), corrected=corrected
    )
    name = effect.replace("d", "g", 1) if corrected else effect
    return replace(ours, method=f"{name} of the {difference.method}")


def percent_of_range(difference: Estimate, lowest: float, highest: float) -> Estimate:
    """Give a difference in per cent of the way from the lowest answer to the highest.

    Raises
    ------
    ValueError
        When the highest answer does not lie above the lowest.
    """
    if not highest > lowest:
        raise ValueError(f"a scale cannot go from {lowest} to {highest}")
    unit = 100 / (highest - lowest)
    return replace(
        difference,
        value=difference.value * unit,
        low=difference.low * unit,
        high=difference.high * unit,
        se=difference.se * unit,
    )


def common_language(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate how likely a person is to rise, were changes normal.

    McGraw & Wong's (1992) common-language effect for pairs: the normal probability of
    d_z, and of its limits. The p-value is the paired t's, of "as likely to rise as to
    fall". `rising_probability` assumes nothing about the changes.
    """
    d = paired_effect(before, after, "d_z", corrected=False, level=level)
    value, low, high = (float(ndtr(number)) for number in (d.value, d.low, d.high))
    return replace(d, value=value, low=low, high=high, method="common language")


def _linked(before: ArrayLike, after: ArrayLike) -> tuple[Array, Array]:
    x, y = aligned(before, after)
    both = both_answered(x, y)
    return x[both], y[both]


def _spread(x: Array, y: Array, effect: Effect) -> float:
    """Return the unit that an effect is measured in; NaN where there is none."""
    if len(x) < FEWEST_PAIRS:
        return nan
    first, second = standard_deviation(x), standard_deviation(y)
    of_changes = standard_deviation(y - x, size=largest(x, y))
    if effect == "d_glass":
        return first
    if effect == "d_av":
        return average_spread(x, y)
    if effect == "d_av_lakens":
        return (first + second) / 2
    if effect == "d_rm" and first and second:
        apart = 1 - float(np.corrcoef(x, y)[0, 1])
        return of_changes / sqrt(2 * apart) if apart > 0 else nan
    return of_changes if effect == "d_z" else nan
