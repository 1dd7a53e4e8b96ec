"""Is a difference too small to matter, or large enough to?"""

from dataclasses import dataclass
from math import nan
from typing import Literal

from scipy.special import stdtr, stdtrit

from kaiku_analysis.stats.estimate import Estimate


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests of a difference against a margin.

    Attributes
    ----------
    margin
        The smallest difference that matters, either way.
    p_low, p_high
        Of "it lies at or below minus the margin", and of "at or above the margin"; NaN
        when the difference is unknown.
    low, high
        Bounds of the interval that lies within the margin where the tests agree that
        the difference does: the 90 % one for tests at 5 %.
    alpha
        Chance of either test to be wrong.
    """

    margin: float
    p_low: float
    p_high: float
    low: float
    high: float
    alpha: float

    @property
    def p(self) -> float:
        """Of "the difference matters": the larger of the two."""
        return max(self.p_low, self.p_high)

    @property
    def verdict(self) -> Literal["negligible", "noticeable", "undecided"]:
        """Whether the interval lies within the margin, beyond it, or neither."""
        if -self.margin < self.low and self.high < self.margin:
            return "negligible"
        if self.low > self.margin or self.high < -self.margin:
            return "noticeable"
        return "undecided"


def equivalence_test(
    difference: Estimate, margin: float, *, alpha: float = 0.05
) -> Equivalence:
    """Test whether a difference lies within a margin either side of zero.

    Schuirmann's (1987) two one-sided tests, of any estimate with a standard error and
    degrees of freedom; in R `t.test(after, before, paired = TRUE, mu = -margin,
    alternative = "greater")`, and `mu = margin` with "less".

    Parameters
    ----------
    difference
        An estimate whose interval is Student's t.
    margin
        The smallest difference that matters, chosen before the answers were seen.
    alpha
        Chance of either test to be wrong.

    Raises
    ------
    ValueError
        When the margin is not a positive number, or alpha does not lie in (0, 0.5).
    """
    if not margin > 0:
        raise ValueError(f"margin must be positive, not {margin}")
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha must lie between 0 and 0.5, not {alpha}")
    se, df = difference.se, difference.df
    if not (difference.is_known and se > 0 and df > 0):
        return Equivalence(margin, nan, nan, nan, nan, alpha)
    reach = float(stdtrit(df, 1 - alpha)) * se
    return Equivalence(
        margin,
        float(stdtr(df, -(difference.value + margin) / se)),
        float(stdtr(df, (difference.value - margin) / se)),
        difference.value - reach,
        difference.value + reach,
        alpha,
    )
