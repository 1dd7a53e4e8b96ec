"""Did answers tend to rise? Wilcoxon's signed ranks."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from kaiku_analysis.stats.answers import Array, aligned, both_answered, largest
from kaiku_analysis.stats.ranks import average_ranks

TIED = 1e-9
MOST_EXACT = 50


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's signed-rank test.

    Attributes
    ----------
    statistic
        Sum of the ranks of those who rose; R's V.
    total
        Sum of the ranks of all who moved.
    p
        Two-sided: "rising is as likely as falling by as much"; 1 when nobody moved.
    n
        How many people answered both waves.
    method
        Whether p is exact, and how those who did not move were counted.
    """

    statistic: float
    total: float
    p: float
    n: int
    method: str

    @property
    def rank_biserial(self) -> float:
        """Ranks of those who rose less those who fell, of all (Kerby 2014); or 0."""
        return (2 * self.statistic - self.total) / self.total if self.total else 0.0


def signed_rank_test(
    before: ArrayLike,
    after: ArrayLike,
    *,
    zeros: Literal["pratt", "drop"] = "pratt",
    exact: bool | None = None,
    corrected: bool = False,
    tied: float = TIED,
) -> SignedRank:
    """Test whether the answers of the same people rose or fell.

    Wilcoxon (1945), with Pratt's (1959) ranks where people did not move; in R
    `coin::wilcoxsign_test(after ~ before, zero.method = "Pratt")`, with `distribution =
    "exact"` for the exact p. Dropping zeros and corrected it is `wilcox.test(after,
    before, paired = TRUE, exact = FALSE)`.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    zeros
        Whether those who did not move get the lowest ranks, or none.
    exact
        Whether to count all ways in which the signs could fall. They are counted up to
        50 people who moved if None.
    corrected
        Whether an approximate p is corrected for continuity.
    tied
        Differences closer than this share of the largest answer are the same: means of
        items differ in their last digits. R takes 0, which breaks ties by rounding,
        unless told otherwise by `digits.rank`.
    """
    change = _changes(before, after, tied)
    ranks = _ranks(change, zeros)
    moved = int(np.count_nonzero(ranks))
    statistic, total = float(ranks[change > 0].sum()), float(ranks.sum())
    exact = moved <= MOST_EXACT if exact is None else exact
    if not moved:
        p = 1.0
    elif exact:
        p = _exact_p(statistic, ranks[ranks > 0])
    else:
        p = _normal_p(statistic, ranks, corrected=corrected)
    name = f"{'exact' if exact else 'normal'}, zeros by {zeros}"
    return SignedRank(statistic, total, p, len(change), name)


def _changes(before: ArrayLike, after: ArrayLike, tied: float) -> Array:
    """Return everyone's change, in whole steps of what counts as the same."""
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y = x[both], y[both]
    step = tied * largest(x, y) if len(x) else 0.0
    return np.rint((y - x) / step) if step > 0 else y - x


def _ranks(change: Array, zeros: str) -> Array:
    """Rank the sizes of the changes; those who did not move have none in the end."""
    ranks = np.zeros(len(change))
    ranked = np.ones(len(change), bool) if zeros == "pratt" else change != 0
    ranks[ranked] = average_ranks(np.abs(change[ranked]))
    return np.where(change == 0, 0.0, ranks)


def _normal_p(statistic: float, ranks: Array, *, corrected: bool) -> float:
    away = abs(statistic - ranks.sum() / 2)
    away = max(away - 0.5, 0.0) if corrected else away
    return 2 * float(ndtr(-away / sqrt(ranks @ ranks / 4)))


def _exact_p(statistic: float, ranks: Array) -> float:
    """Return the share of sign patterns whose sum lies as far from the middle.

    Streitberg & Röhmel (1986): one rank after the other, on doubled ranks, which are
    whole numbers even when tied.
    """
    doubled = np.rint(2 * ranks).astype(int)
    chance = np.zeros(doubled.sum() + 1)
    chance[0] = 1.0
    for rank in doubled:
        chance[rank:] = (chance[rank:] + chance[: len(chance) - rank]) / 2
        chance[:rank] /= 2
    away = np.abs(2 * np.arange(len(chance)) - doubled.sum())
    far = away >= abs(4 * statistic - doubled.sum()) - 0.5
    return min(float(chance[far].sum()), 1.0)
