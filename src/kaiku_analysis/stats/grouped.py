"""Everything a random-intercept model needs to know of the answers, in a few sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array


@dataclass(frozen=True)
class GroupedSums:
    """Cross-products of the columns `[X y]`, split by group.

    Attributes
    ----------
    within
        Cross-products of the deviations from each group's own mean.
    between
        For every group size, cross-products of the groups' sums, divided by the size.
    sizes, counts
        The distinct group sizes, and how many groups have each.
    """

    within: Array
    between: Array
    sizes: Array
    counts: Array

    @property
    def answers(self) -> int:
        """How many answers were summed."""
        return int(self.sizes @ self.counts)

    @property
    def residual_df(self) -> int:
        """Answers less coefficients."""
        return self.answers - (len(self.within) - 1)


def sum_groups(table: Array, codes: NDArray[np.intp]) -> GroupedSums:
    """Sum the columns of `[X y]` by group; codes count the groups from zero."""
    size = np.bincount(codes)
    sums = np.column_stack([np.bincount(codes, weights=column) for column in table.T])
    deviations = table - (sums / size[:, None])[codes]
    sizes, counts = np.unique(size, return_counts=True)
    between = [sums[size == m].T @ sums[size == m] / m for m in sizes]
    return GroupedSums(
        deviations.T @ deviations,
        np.array(between),
        sizes.astype(float),
        counts.astype(float),
    )
