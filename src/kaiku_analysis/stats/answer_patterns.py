"""Counts of people who answered alike: all that an ordinal model needs to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array

Codes = NDArray[np.integer]


@dataclass(frozen=True)
class Patterns:
    """The distinct sets of answers that people gave.

    Attributes
    ----------
    category
        Every answer of every pattern, counted from zero; one pattern after the other.
    design
        The row of the design that each of these answers has.
    starts
        Where in them each pattern begins.
    people
        How many people gave each pattern.
    """

    category: Codes
    design: Array
    starts: Codes
    people: Array

    @cached_property
    def owner(self) -> Codes:
        """Which pattern each answer belongs to."""
        sizes = np.diff(self.starts, append=len(self.category))
        return np.repeat(np.arange(len(self.starts)), sizes)

    def add_up(self, values: Array) -> Array:
        """Sum over the answers of each pattern."""
        return np.add.reduceat(values, self.starts, axis=0)


def find_patterns(category: Codes, design: Array, person: Codes) -> Patterns:
    """Count the people who gave the same answers, at the same rows of the design.

    Parameters
    ----------
    category
        Answers, counted from zero.
    design
        One row per answer.
    person
        Who gave it, counted from zero.
    """
    cell = label_rows([label_rows(design.T), category])
    shown = np.zeros(int(cell.max()) + 1, int)
    # Any answer of a kind stands for all of them.
    shown[cell] = np.arange(len(cell))
    patterns = list(_distinct_sets(cell, person))
    cells = np.concatenate([sets.ravel() for sets, _ in patterns])
    sizes = np.concatenate([np.full(len(s), s.shape[1]) for s, _ in patterns])
    return Patterns(
        category[shown[cells]],
        design[shown[cells]],
        np.cumsum(sizes) - sizes,
        np.concatenate([people for _, people in patterns]).astype(float),
    )


def label_rows(columns: Iterable[NDArray[np.generic]]) -> Codes:
    """Give each distinct row of a table a number, from zero, in their order.

    Column by column, which is many times faster than comparing whole rows.
    """
    labels: Codes = np.zeros((), int)
    for column in columns:
        values, codes = np.unique(column, return_inverse=True)
        labels = np.unique(labels * len(values) + codes, return_inverse=True)[1]
    return labels


def _distinct_sets(cell: Codes, person: Codes) -> Iterator[tuple[Codes, Codes]]:
    """Yield distinct sets of answers of each size, and how many people gave them."""
    cell = cell[np.lexsort((cell, person))]
    sizes = np.bincount(person)
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]):
        sets = cell[starts[sizes == size][:, None] + np.arange(size)]
        labels = label_rows(sets.T)
        distinct = np.empty((int(labels.max()) + 1, size), int)
        distinct[labels] = sets
        yield distinct, np.bincount(labels)
