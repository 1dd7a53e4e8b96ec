"""Every way, or a sample of the ways, in which waves could have been swapped.

A swap is told by two numbers: how many people were moved from after to before, and by
how much less that makes the sum of the answers after.
"""

from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb, floor, log10, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from kaiku_analysis.stats.answers import Array

DIGITS = 11
# How many random numbers are held at a time.
BLOCK = 4_000_000
# Beyond so many standard deviations a coin does not fall.
FARTHEST = 9


@dataclass(frozen=True)
class Swaps:
    """Ways to swap the waves; the first leaves them as they were.

    Attributes
    ----------
    sums
        By how much each lowers the sum of the answers after.
    counts
        How many answers it takes from after to before.
    """

    sums: Array
    counts: Array

    def scaled(self, factor: float) -> "Swaps":
        """Return what the swaps do to a difference in which each answer weighs so."""
        return Swaps(factor * self.sums, factor * self.counts)

    def __add__(self, other: "Swaps") -> "Swaps":
        return Swaps(self.sums + other.sums, self.counts + other.counts)

    def combined(self, other: "Swaps") -> "Swaps":
        """Return each of these swaps with each of the others."""
        sums = np.add.outer(self.sums, other.sums)
        return Swaps(sums.ravel(), np.add.outer(self.counts, other.counts).ravel())


def every_flip(changes: Array) -> Swaps:
    """Swap the two answers of every subset of people."""
    sums, counts = np.zeros(1), np.zeros(1)
    for change in changes:
        sums = np.concatenate([sums, sums + change])
        counts = np.concatenate([counts, counts + 1])
    return Swaps(sums, counts)


def drawn_flips(changes: Array, draws: int, rng: np.random.Generator) -> Swaps:
    """Swap the two answers of a random half of the people, many times over.

    How many of the people with one change are swapped is binomial: what this costs
    depends on how many changes there are, not on how many people.
    """
    sums, counts = np.zeros(draws + 1), np.zeros(draws + 1)
    for value, people in zip(*count_distinct(changes), strict=True):
        flipped = _draw_halves(int(people), draws, rng)
        sums[1:] += value * flipped
        counts[1:] += flipped
    return Swaps(sums, counts)


def every_shuffle(before: Array, after: Array) -> Swaps:
    """Deal the answers of strangers to the two waves in every way."""
    pooled = np.concatenate([after, before])
    size = len(after)
    dealt = np.array(list(combinations(range(len(pooled)), size)), np.intp)
    dealt = dealt.reshape(comb(len(pooled), size), size)
    return Swaps(
        after.sum() - pooled[dealt].sum(1), (dealt >= size).sum(1).astype(float)
    )


def drawn_shuffles(
    before: Array, after: Array, draws: int, rng: np.random.Generator
) -> Swaps:
    """Deal the answers of strangers to the two waves at random, many times over."""
    first, second = count_distinct(before), count_distinct(after)
    values = np.concatenate([second[0], first[0]])
    people = np.concatenate([second[1], first[1]])
    sums, counts = [np.zeros(1)], [np.zeros(1)]
    step = max(1, BLOCK // max(1, len(values)))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        dealt = rng.multivariate_hypergeometric(
            people, len(after), size=size, method="marginals"
        )
        sums.append(after.sum() - dealt @ values)
        counts.append(dealt[:, len(second[0]) :].sum(1).astype(float))
    return Swaps(np.concatenate(sums), np.concatenate(counts))


def count_distinct(values: Array) -> tuple[Array, NDArray[np.intp]]:
    """Return the distinct values, but for rounding, and how often each occurs."""
    distinct, counts = np.unique(rounded(values), return_counts=True)
    return distinct, counts


def rounded(values: Array) -> Array:
    """Return values that are equal where only rounding told them apart."""
    size = float(np.nanmax(np.abs(values), initial=0))
    return np.round(values, DIGITS - floor(log10(size)) if size else 0)


def _draw_halves(people: int, draws: int, rng: np.random.Generator) -> Array:
    """Return how many of these people a fair coin picks, in each draw.

    How often each number comes up is multinomial; shuffled, that is as good as drawing
    the numbers one by one, and several times faster.
    """
    reach = FARTHEST * sqrt(people) / 2 + 1
    numbers = np.arange(
        max(0, floor(people / 2 - reach)), min(people, ceil(people / 2 + reach)) + 1.0
    )
    log_chances = -gammaln(numbers + 1) - gammaln(people - numbers + 1)
    chances = np.exp(log_chances - log_chances.max())
    drawn = np.repeat(numbers, rng.multinomial(draws, chances / chances.sum()))
    rng.shuffle(drawn)
    return drawn
