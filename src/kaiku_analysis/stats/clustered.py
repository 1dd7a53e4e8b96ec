"""Everything a model with random effects of units needs to know, in sums per unit.

The answers of a cluster (a unit, or a person measured often) have the variance

    V = D + Z S Z',    D = s I + b (what the answers of one person share)

D treats what lies within people alike, and every person's mean by how many answers it
is of. So sums per cluster and *level* (0 within people, m for the means of people with
m answers) tell all that any function of D does to the columns `[Z X y]`.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.grouped import (
    GroupedSums,
    deviations,
    sum_columns,
)


@dataclass(frozen=True)
class ClusteredSums:
    """Cross-products of the columns `[Z X y]`, split by cluster and level.

    Attributes
    ----------
    products
        By cluster, level and two columns. Those of `[X y]` with themselves are needed
        only in sum, and stand with the first cluster.
    levels
        How many answers of one person each level's numbers are means of.
    multiplicity
        How many dimensions of the answers lie at each level.
    clusters
        How many clusters each one stands for.
    random
        The number of columns in Z.
    """

    products: Array
    levels: Array
    multiplicity: Array
    clusters: Array
    random: int

    @property
    def answers(self) -> int:
        """How many answers were summed."""
        return round(float(self.multiplicity.sum()))

    def turned(self, turn: Array) -> "ClusteredSums":
        """Return the sums of `[Z X y] @ turn`."""
        return replace(self, products=turn.T @ self.products @ turn)


def without_clusters(sums: GroupedSums) -> ClusteredSums:
    """Return sums of people who belong to no unit."""
    inside = sums.answers - sums.counts.sum()
    return ClusteredSums(
        products=np.concatenate([sums.within[None], sums.between])[None],
        levels=np.concatenate([[0.0], sums.sizes]),
        multiplicity=np.concatenate([[inside], sums.counts]),
        clusters=np.zeros(1),
        random=0,
    )


def sum_units(
    columns: Array,
    person: NDArray[np.intp],
    unit_of: NDArray[np.intp],
    *,
    random: int,
) -> ClusteredSums:
    """Sum the columns `[Z X y]` of people within units.

    Parameters
    ----------
    columns
        Z first.
    person
        Who gave each answer.
    unit_of
        The unit of every person.
    random
        The number of columns in Z.
    """
    size = np.bincount(person)
    totals = sum_columns(columns, person)
    counts = np.bincount(size)
    sizes = np.flatnonzero(counts[1:]) + 1
    units = int(unit_of.max()) + 1
    within = sum(
        sum_products(block, unit_of[person[rows]], units, random)
        for rows, block in deviations(columns, person, totals)
    )
    between = [
        sum_products(
            totals[:, size == m] / np.sqrt(m), unit_of[size == m], units, random
        )
        for m in sizes
    ]
    return ClusteredSums(
        products=np.stack([np.asarray(within), *between], axis=1),
        levels=np.concatenate([[0.0], sizes]),
        multiplicity=np.concatenate([[len(person) - counts[1:].sum()], counts[sizes]]),
        clusters=np.ones(units),
        random=random,
    )


def sum_people(
    columns: Array, person: NDArray[np.intp], *, random: int
) -> ClusteredSums:
    """Sum the columns `[Z X y]` of people who are clusters themselves."""
    people = int(person.max()) + 1
    products = sum_products(columns, person, people, random)
    return ClusteredSums(
        products=products[:, None],
        levels=np.zeros(1),
        multiplicity=np.array([len(person)]),
        clusters=np.ones(people),
        random=random,
    )


def sum_products(
    columns: Array, cluster: NDArray[np.intp], clusters: int, random: int
) -> Array:
    """Multiply the random columns with all, by cluster, and the others in sum."""
    width = len(columns)
    products = np.zeros((clusters, width, width))
    products[0, random:, random:] = columns[random:] @ columns[random:].T
    for i in range(random):
        for j in range(i, width):
            by_cluster = np.bincount(cluster, columns[i] * columns[j], clusters)
            products[:, i, j] = products[:, j, i] = by_cluster
    return products
