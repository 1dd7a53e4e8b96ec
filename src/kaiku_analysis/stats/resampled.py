"""Both waves' moments in many samples, from sums over those who may be drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.rearrangement import rounded
from kaiku_analysis.stats.units import unit_codes


@dataclass(frozen=True)
class Moments:
    """Both waves' means and standard deviations, in each of many samples."""

    mean_before: Array
    mean_after: Array
    spread_before: Array
    spread_after: Array


Statistic = Callable[[Moments], Array]


def mean_difference(moments: Moments) -> Array:
    """Return the mean after minus the mean before."""
    return moments.mean_after - moments.mean_before


def average_effect(moments: Moments) -> Array:
    """Return d_av: the difference in units of `average_spread`."""
    variance = (moments.spread_before**2 + moments.spread_after**2) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return mean_difference(moments) / np.sqrt(variance)


def count_pairs(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the sums of each distinct pair of answers, and how often it occurs."""
    codes, levels = zip(*map(_levels, (x, y)), strict=True)
    pair = codes[0] * len(levels[1]) + codes[1]
    pairs, counts = np.unique(pair, return_counts=True)
    first, second = (
        levels[0][pairs // len(levels[1])],
        levels[1][pairs % len(levels[1])],
    )
    return _sums(first, second), counts.astype(float)


def sum_units(x: Array, y: Array, unit: ArrayLike) -> tuple[Array, Array]:
    """Return the sums of each unit, and that it occurs once."""
    codes = unit_codes(unit)
    rows = [np.bincount(codes, weights=column) for column in _sums(x, y).T]
    return np.column_stack(rows), np.ones(len(rows[0]))


def _levels(wave: Array) -> tuple[NDArray[np.intp], Array]:
    """Give distinct answers numbers, but for rounding; having none is one of them."""
    levels, codes = np.unique(rounded(wave), return_inverse=True)
    return codes, levels


def _sums(x: Array, y: Array) -> Array:
    """Return how often, how much and how much squared each adds to either wave."""
    waves = [(~np.isnan(wave), np.nan_to_num(wave)) for wave in (x, y)]
    return np.column_stack(
        [column for given, wave in waves for column in (given, wave, wave**2)]
    )


def moments_of(sums: Array, centre: float) -> Moments:
    """Return the moments of answers summed less `centre`."""
    means, spreads = [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for wave in (sums[..., :3], sums[..., 3:]):
            n, total, squares = np.moveaxis(wave, -1, 0)
            variance = (squares - total**2 / n) / (n - 1)
            # What is left where everyone answers alike is rounding.
            varies = variance * (n - 1) > ROUNDING * squares
            means.append(centre + total / n)
            spreads.append(np.sqrt(np.where(varies, variance, 0)))
    return Moments(*means, *spreads)
