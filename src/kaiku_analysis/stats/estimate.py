"""The result of every statistic: a number, and how sure we are of it."""

from dataclasses import dataclass
from math import isnan, nan
from typing import Self

from scipy.special import stdtr, stdtrit


@dataclass(frozen=True)
class Estimate:
    """A number, and how sure we are of it.

    Attributes
    ----------
    value
        The point estimate; NaN when there were too few answers.
    low, high
        Bounds of the confidence interval.
    n
        How many people the number rests on.
    p
        Two-sided p-value of "it is zero", where there is one.
    se
        Standard error, where the interval rests on one.
    df
        Degrees of freedom of that standard error.
    level
        Confidence level of the interval.
    method
        What gave the number, such as "paired t".
    """

    value: float
    low: float
    high: float
    n: int
    p: float = nan
    se: float = nan
    df: float = nan
    level: float = 0.95
    method: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {self.level}")

    @classmethod
    def unknown(cls, n: int) -> Self:
        """Stand in for a number that so few answers cannot give."""
        return cls(nan, nan, nan, n)

    @classmethod
    def from_t(
        cls, value: float, se: float, df: float, *, n: int, level: float, method: str
    ) -> Self:
        """Give a number the interval and the p-value of Student's t.

        Unknown when the standard error is zero: answers that do not vary say
        nothing about how far off their mean may be (R's `t.test` stops there).
        """
        if not (se > 0 and df > 0):
            return cls.unknown(n)
        margin = float(stdtrit(df, (1 + level) / 2)) * se
        p = 2 * float(stdtr(df, -abs(value / se)))
        return cls(value, value - margin, value + margin, n, p, se, df, level, method)

    @property
    def is_known(self) -> bool:
        """Whether there were enough answers to say anything."""
        return not isnan(self.value)

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        if not self.is_known:
            return f"– (n={self.n})"
        return f"{self.value:+.2f} [{self.low:+.2f}, {self.high:+.2f}], n={self.n}"
