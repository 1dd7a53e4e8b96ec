"""Differences by swapping the waves: exact, whatever the answers' distribution.

If the programme moved everyone by `shift`, the answers after less that shift might as
well have been given before. A shift stays in the interval unless so large a difference
is rare among the swaps. For each swap the shifts at which it is no smaller than the
observed one lie between two numbers around the estimate (Hartigan 1969, for subsets of
one sample), so that the interval is two order statistics, and needs no search.
"""

from dataclasses import replace
from math import comb, floor, inf

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import (
    Array,
    aligned,
    answered,
    both_answered,
    largest,
    standard_deviation,
)
from kaiku_analysis.stats.difference import FEWEST_A_WAVE, FEWEST_PAIRS
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.rearrangement import (
    Swaps,
    drawn_flips,
    drawn_shuffles,
    every_flip,
    every_shuffle,
)
from kaiku_analysis.stats.sandwich import FEWEST_CLUSTERS, too_few_units
from kaiku_analysis.stats.units import unit_changes

MOST_ENUMERATED = 2**16
MOST_UNITS_ENUMERATED = 18
# Differences this close, in parts of the largest answer, are ties.
TIE = 1e-10


def sign_flip_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """Estimate the mean of `after - before` of the people who answered both.

    Fisher (1935): under no change everyone's sign might be the other. All signs up to
    16 people, else `draws` of them; p counts ties and the observed signs, (k + 1) /
    (draws + 1). In R `coin::symmetry_test`. Assumes that people are independent of one
    another: see `unit_difference`. Unknown below three pairs, and where too few pairs
    can bound the change (five at 95 %).
    """
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y = x[both], y[both]
    if len(x) < FEWEST_PAIRS or not standard_deviation(y - x, size=largest(x, y)):
        return Estimate.unknown(len(x))
    return permuted_difference(x, y, level=level, draws=draws, seed=seed)


def permuted_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """Estimate `after - before` of everyone, linked or not, by swapping waves.

    Swaps the two answers of linked people, and deals the answers of the others to the
    two waves. The difference is the linked people's mean change and the others'
    difference of means, weighed by their precision were two answers of one person
    correlated by one half: no weights taken from the answers, so that the test is
    exact, and no comparison of linked people with others, who may be unlike them.
    Others who all answered the same wave tell nothing.

    All the ways up to 2^16 of them, else a sample, counted as in
    `sign_flip_difference`. With all linked it is that test, with none the two-sample
    permutation test, in R `coin::oneway_test`; of units' changes, some with a
    programme and some without, the test by randomisation.
    """
    x, y = aligned(before, after)
    both = both_answered(x, y)
    changes, first, second = y[both] - x[both], answered(x[~both]), answered(y[~both])
    if not (len(first) and len(second)):
        first = second = np.array([])
    n = len(changes) + len(first) + len(second)
    if len(changes) + min(len(first), len(second)) < FEWEST_A_WAVE:
        return Estimate.unknown(n)
    weight = _linked_weight(len(changes), len(first), len(second))
    value = weight * _mean(changes) + (1 - weight) * (_mean(second) - _mean(first))
    return _inverted(
        value,
        _swaps(changes, first, second, weight, draws, seed),
        size=largest(answered(x), answered(y)),
        blank=Estimate(0, 0, 0, n, level=level, method="permutation"),
    )


def unit_difference(
    before: ArrayLike,
    after: ArrayLike,
    unit: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """Estimate the mean of the units' changes, each unit counting alike.

    It answers: by how much would a further unit that took part change? The sign-flip
    test of `unit_changes`, with all 2^units signs up to 18 units. Exact when units are
    independent and their changes symmetric, whatever their sizes; like
    `clustered_difference` it takes who answered for chance. Unknown where so few
    units cannot bound the change: below six at 95 %.
    """
    found = unit_changes(before, after, unit)
    units, n = len(found.change), found.people
    if units < FEWEST_CLUSTERS:
        return too_few_units(units, n=n)
    if not standard_deviation(found.change, size=found.size):
        return Estimate.unknown(n)
    swaps = (
        every_flip(found.change)
        if units <= MOST_UNITS_ENUMERATED
        else drawn_flips(found.change, draws, np.random.default_rng(seed))
    )
    estimate = _inverted(
        float(found.change.mean()),
        swaps.scaled(2 / units),
        size=found.size,
        blank=Estimate(0, 0, 0, n, level=level, method="sign-flip by unit"),
    )
    return estimate if estimate.is_known else too_few_units(units, n=n)


def _linked_weight(linked: int, before: int, after: int) -> float:
    """Return what the linked people weigh, from how many there are of each kind."""
    if not linked or not before:
        return float(linked > 0)
    apart = 1 / before + 1 / after
    return apart / (1 / linked + apart)


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else 0.0


def _swaps(
    changes: Array,
    before: Array,
    after: Array,
    weight: float,
    draws: int,
    seed: int,
) -> Swaps:
    flip = 2 * weight / max(len(changes), 1)
    shuffle = (1 - weight) * (1 / max(len(before), 1) + 1 / max(len(after), 1))
    ways = 2 ** len(changes) * comb(len(before) + len(after), len(after))
    if ways <= MOST_ENUMERATED:
        flips = every_flip(changes).scaled(flip)
        return flips.combined(every_shuffle(before, after).scaled(shuffle))
    rng = np.random.default_rng(seed)
    flips = drawn_flips(changes, draws, rng).scaled(flip)
    return flips + drawn_shuffles(before, after, draws, rng).scaled(shuffle)


def _inverted(value: float, swaps: Swaps, *, size: float, blank: Estimate) -> Estimate:
    """Give the difference the p and the interval that the swaps leave it."""
    low, high = _plausible_shifts(value, swaps)
    p = float(((low <= TIE * size) & (high >= -TIE * size)).mean())
    rank = floor((1 - blank.level) * len(low) + TIE)
    ends = [np.partition(low, rank)[rank], -np.partition(-high, rank)[rank]]
    if np.isinf(ends).any() or ends[1] - ends[0] <= TIE * size:
        return Estimate.unknown(blank.n)
    below, above = (0.0 if abs(end) <= TIE * size else float(end) for end in ends)
    return replace(blank, value=value, low=below, high=above, p=p)


def _plausible_shifts(value: float, swaps: Swaps) -> tuple[Array, Array]:
    """Return between which shifts each swap makes no smaller a difference.

    A swap makes the difference `value - sums` and undoes `counts` of the shift, both
    scaled: the roots of `|value - sums - (1 - counts) shift| = |value - shift|`.
    """
    kept = 2 - swaps.counts
    # Nothing moved, or everything: as far from zero as observed at any shift.
    mirrored = (swaps.counts <= TIE) | (kept <= TIE)
    moved_mean = swaps.sums / np.where(mirrored, 1, swaps.counts)
    kept_mean = (2 * value - swaps.sums) / np.where(mirrored, 1, kept)
    low = np.where(mirrored, -inf, np.minimum(moved_mean, kept_mean))
    high = np.where(mirrored, inf, np.maximum(moved_mean, kept_mean))
    return low, high
