"""Everything a random-intercept model needs to know of the answers, in a few sums."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import Array

# Answers are gone through in blocks that stay in the processor's cache.
BLOCK = 1 << 15


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

    def turned(self, turn: Array) -> "GroupedSums":
        """Return the sums of `[X y] @ turn`."""
        within, between = (turn.T @ m @ turn for m in (self.within, self.between))
        return replace(self, within=within, between=between)


def sum_groups(columns: Array, codes: NDArray[np.intp]) -> GroupedSums:
    """Sum the columns `[X y]`, a row each, by group; codes count groups from zero."""
    size = np.bincount(codes)
    totals = sum_columns(columns, codes)
    counts = np.bincount(size)
    sizes = np.flatnonzero(counts[1:]) + 1
    between = [_products(totals[:, size == m]) / m for m in sizes]
    within = sum(_products(block) for _, block in deviations(columns, codes, totals))
    return GroupedSums(
        np.asarray(within),
        np.array(between),
        sizes.astype(float),
        counts[sizes].astype(float),
    )


def sum_columns(columns: Array, codes: NDArray[np.intp]) -> Array:
    """Return the sum of every column in every group, one row per column."""
    return np.array([np.bincount(codes, weights=column) for column in columns])


def deviations(
    columns: Array, codes: NDArray[np.intp], totals: Array
) -> Iterator[tuple[slice, Array]]:
    """Yield the columns less their group's mean, in blocks of answers."""
    # Numbers that no group has are groups of size zero, which nobody looks up.
    means = np.ascontiguousarray(totals.T) / np.maximum(np.bincount(codes), 1)[:, None]
    for start in range(0, len(codes), BLOCK):
        rows = slice(start, start + BLOCK)
        mean = means.take(codes[rows], axis=0)
        yield rows, columns[:, rows] - mean.T


def count_labels(labels: ArrayLike) -> NDArray[np.intp]:
    """Return a number from zero for each label, -1 where one is missing.

    Whole numbers that are few enough to count by are taken as they are.
    """
    values = np.asarray(labels)
    is_whole = values.ndim == 1 and values.size and values.dtype.kind in "iu"
    if is_whole and values.min() >= 0 and values.max() < 2 * len(values):
        return values.astype(np.intp, copy=False)
    codes: NDArray[np.intp] = pd.factorize(values)[0]
    return codes


def count_groups(codes: NDArray[np.intp]) -> int:
    """Return how many groups there are; some codes may be nobody's."""
    return int(np.count_nonzero(np.bincount(codes)))


def _products(columns: Array) -> Array:
    return columns @ columns.T
