"""How many people changed by more than the scale's own error?"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from kaiku_analysis.stats.answers import (
    Array,
    aligned,
    both_answered,
    largest,
    standard_deviation,
)
from kaiku_analysis.stats.difference import FEWEST_PAIRS
from kaiku_analysis.stats.rank import TIED


@dataclass(frozen=True)
class ReliableChange:
    """Counts of reliable change; never who it was.

    Attributes
    ----------
    improved, unchanged, declined
        How many people changed by more than error explains, or did not.
    threshold
        The change that must be exceeded; NaN when it cannot be told, and then nobody
        is counted.
    by_error
        The share that error alone would take across it, each way.
    """

    improved: int
    unchanged: int
    declined: int
    threshold: float
    by_error: float

    @property
    def is_known(self) -> bool:
        """Whether there was a threshold to count by."""
        return not np.isnan(self.threshold)

    @property
    def n(self) -> int:
        """How many people were counted."""
        return self.improved + self.unchanged + self.declined

    @property
    def expected(self) -> float:
        """How many people error alone would take across the threshold, each way."""
        return self.n * self.by_error


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    reliability: float,
    spread: float | None = None,
    level: float = 0.95,
    higher_is_better: bool = True,
) -> ReliableChange:
    """Count the people whose change exceeds what unreliability alone makes likely.

    Jacobson & Truax (1991): the threshold is `z * sqrt(2) * spread * sqrt(1 -
    reliability)`; R's clinicalsignificance, method "JT", counts the same without its
    cutoff. The counts follow from the mean change and are no evidence of their own:
    set them beside `expected` and the same counts of a comparison group. Unknown below
    three pairs, without a spread, or when the reliability is unknown.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    reliability
        Of the scale, in (0, 1).
    spread
        Standard deviation of people in the first wave, as of a norm; that of those
        who answered both waves if None.
    level
        How much of the error the threshold leaves below itself.
    higher_is_better
        Whether a rise is an improvement.

    Raises
    ------
    ValueError
        When the reliability or the level does not lie between 0 and 1.
    """
    if reliability <= 0 or reliability >= 1:
        raise ValueError(f"reliability must lie between 0 and 1, not {reliability}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    by_error = (1 - level) / 2
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y = x[both], y[both]
    if len(x) < FEWEST_PAIRS:
        return ReliableChange(0, 0, 0, np.nan, by_error)
    spread = standard_deviation(x) if spread is None else spread
    error = spread * sqrt(2 * (1 - reliability))
    if not error > 0:
        return ReliableChange(0, 0, 0, np.nan, by_error)
    threshold = float(ndtri((1 + level) / 2)) * error
    gain = y - x if higher_is_better else x - y
    return _count(gain, threshold, by_error, nothing=TIED * largest(x, y))


def _count(
    gain: Array, threshold: float, by_error: float, *, nothing: float
) -> ReliableChange:
    """Count by the threshold, on which a last digit's rounding does not decide."""
    improved = int((gain > threshold + nothing).sum())
    declined = int((gain < -threshold - nothing).sum())
    return ReliableChange(
        improved, len(gain) - improved - declined, declined, threshold, by_error
    )
