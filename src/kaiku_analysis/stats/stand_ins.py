"""People who answered alike, of whom a few can stand in for all."""

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.clustered import ClusteredSums, sum_products
from kaiku_analysis.stats.grouped import count_labels

# Of a whole number that arithmetic keeps exactly, in bits.
DIGITS = 53


def share_patterns(sums: ClusteredSums) -> ClusteredSums:
    """Let a few stand in for all people measured at the same times.

    Whatever the variances, people with the same Z'Z enter the likelihood through their
    `Z'[X y]`, squared and summed. As many stand-ins as that has numbers, along the
    axes of the sum, add up to the same.
    """
    random = sums.random
    by_person = sums.products[:, 0, :random]
    own = by_person[:, :, :random].reshape(len(by_person), -1)
    pattern, first = distinct_rows(own.T)
    rest = by_person[:, :, random:].reshape(len(by_person), -1)
    stand_ins, numbers = len(first) * rest.shape[1], rest.shape[1]
    if stand_ins >= len(rest):
        return sums
    squares = sum_products(rest.T, pattern, len(first), numbers)
    spread, axes = np.linalg.eigh(squares)
    rows = np.swapaxes(axes * np.sqrt(np.maximum(spread, 0))[:, None], 1, 2)
    products = np.zeros((stand_ins, 1, *sums.products.shape[2:]))
    products[:, 0, :random, :random] = np.repeat(
        by_person[first, :, :random], numbers, axis=0
    )
    crossed = rows.reshape(stand_ins, random, -1)
    products[:, 0, :random, random:] = crossed
    products[:, 0, random:, :random] = np.swapaxes(crossed, 1, 2)
    products[0, 0, random:, random:] = sums.products[0, 0, random:, random:]
    people = np.bincount(pattern, weights=sums.clusters)
    return ClusteredSums(
        products,
        sums.levels,
        sums.multiplicity,
        np.repeat(people / numbers, numbers),
        random,
    )


def share_groups(
    columns: Array, codes: NDArray[np.intp]
) -> tuple[Array, NDArray[np.intp], Array]:
    """Return one group of each kind, its code, and how many groups it stands for.

    Groups are of one kind when they hold the same rows. Each kind of row has a digit in
    the number of its group, which says how often it is there; where such a number would
    be too long to be exact, every group stands for itself.
    """
    row, _ = distinct_rows(columns)
    size = np.bincount(codes)
    base = float(size.max() + 1)
    if (row.max() + 1) * np.log2(base) > DIGITS:
        return columns, codes, (size > 0).astype(float)
    kind, first = distinct_rows(np.bincount(codes, base**row)[None])
    groups = np.bincount(kind).astype(float)
    kept = np.zeros(len(size), bool)
    kept[first] = size[first] > 0
    chosen = kept[codes]
    number = np.cumsum(kept) - 1
    return columns[:, chosen], number[codes[chosen]], groups[kind[kept]]


def distinct_rows(
    columns: NDArray[np.number],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return a number for each distinct row, and where it is found first."""
    code = np.zeros(columns.shape[1], np.intp)
    for column in columns:
        values = count_labels(column)
        code = count_labels(code * (values.max() + 1) + values)
    first = np.unique(code, return_index=True)[1]
    # Codes that skip a number would leave a pattern that nobody has.
    return np.searchsorted(code[first], code), first
