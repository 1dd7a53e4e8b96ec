"""How much of the answers units make, and how much their people agree."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

from kaiku_analysis.stats.answers import ROUNDING, Array, largest
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.units import number_units, unit_sums


@dataclass(frozen=True)
class Agreement:
    """How much the people of each unit agree.

    Attributes
    ----------
    unit
        Labels, in order of appearance.
    agreement
        Between 0 and 1; NaN where fewer than two people answered.
    people
        How many answered every item.
    """

    unit: tuple[object, ...]
    agreement: Array
    people: NDArray[np.intp]


def unit_share(answers: ArrayLike, unit: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Estimate ICC(1): the share of the answers' variance that units make.

    Bliese (2000) from the one-way analysis of variance; in R `multilevel::ICC1(aov(
    answers ~ unit))`. The interval is Shrout & Fleiss' (1979), exact for units of one
    size; unequal ones are taken at their mean size, as R does. Negative when units
    differ less than chance makes them. Unknown with one unit, when nobody differs
    within any, or when all units' means are one.
    """
    ratio, df, size, n = _variance_ratio(answers, unit)
    if not ratio > ROUNDING:
        return Estimate.unknown(n)
    value, low, high = (
        (f - 1) / (f + size - 1) for f in _with_limits(ratio, df, level)
    )
    return Estimate(value, low, high, n, level=level, method="ICC(1)")


def unit_reliability(
    answers: ArrayLike, unit: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate ICC(2): how reliably the units' means tell units apart.

    Bliese (2000); in R `multilevel::ICC2(aov(answers ~ unit))`. See `unit_share`.
    """
    ratio, df, _, n = _variance_ratio(answers, unit)
    if not ratio > ROUNDING:
        return Estimate.unknown(n)
    value, low, high = (1 - 1 / f for f in _with_limits(ratio, df, level))
    return Estimate(value, low, high, n, level=level, method="ICC(2)")


def within_agreement(items: ArrayLike, unit: ArrayLike, *, options: int) -> Agreement:
    """Return r_wg(j) of each unit: agreement against answering at random.

    James, Demaree & Wolf (1984), with the variance (options^2 - 1) / 12 of answers
    spread evenly; zero where people differ more than that. In R
    `multilevel::rwg.j(items, unit, ranvar)`, for one item `multilevel::rwg`.

    Parameters
    ----------
    items
        One row per person, one column per item; people with gaps are left out.
    options
        How many answers each item offers.
    """
    if options < 2:
        raise ValueError(f"an item must offer at least 2 answers, not {options}")
    table = np.asarray(items, float)
    table = table[:, None] if table.ndim == 1 else table
    complete = ~np.isnan(table).any(axis=1)
    table = table[complete]
    codes, names = number_units(np.asarray(unit)[complete])
    people = np.bincount(codes, minlength=len(names))
    mean_variance = np.full(len(names), nan)
    for code in np.flatnonzero(people > 1):
        mean_variance[code] = table[codes == code].var(axis=0, ddof=1).mean()
    random = (options**2 - 1) / 12
    noise = np.minimum(mean_variance / random, 1)
    count = table.shape[1]
    return Agreement(
        tuple(names), count * (1 - noise) / (count * (1 - noise) + noise), people
    )


def _variance_ratio(
    answers: ArrayLike, unit: ArrayLike
) -> tuple[float, tuple[int, int], float, int]:
    """Return F, its degrees of freedom, the mean size of a unit, and the answers."""
    values = np.asarray(answers, float)
    given = ~np.isnan(values)
    values = values[given]
    codes, names = number_units(np.asarray(unit)[given])
    n, units = len(values), len(names)
    df = units - 1, n - units
    if min(df) < 1:
        return nan, df, nan, n
    sums, sizes = unit_sums(values - values.mean(), codes, units)
    means = sums / sizes
    within = float(((values - values.mean() - means[codes]) ** 2).sum()) / df[1]
    if within <= (ROUNDING * largest(values)) ** 2:
        return nan, df, nan, n
    return float(sizes @ means**2) / df[0] / within, df, n / units, n


def _with_limits(
    ratio: float, df: tuple[int, int], level: float
) -> tuple[float, float, float]:
    """Return F, and what its interval leaves of it below and above."""
    upper = float(fdtri(*df, (1 + level) / 2))
    lower = float(fdtri(*df, (1 - level) / 2))
    return ratio, ratio / upper, ratio / lower
