"""Who belongs to which unit, and how the units' means changed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import Array, aligned, largest


@dataclass(frozen=True)
class UnitChanges:
    """How the mean of each unit moved.

    Attributes
    ----------
    unit
        Labels of the units that answered both waves, in order of appearance.
    change
        Mean of everyone after minus mean of everyone before, linked or not.
    people
        How many people answered in these units.
    size
        The largest answer, by which rounding is judged.
    """

    unit: tuple[object, ...]
    change: Array
    people: int
    size: float


def unit_codes(unit: ArrayLike) -> NDArray[np.intp]:
    """Return the number of each unit, from zero, in order of appearance.

    Raises
    ------
    ValueError
        When someone has no unit.
    """
    return number_units(unit)[0]


def unit_changes(before: ArrayLike, after: ArrayLike, unit: ArrayLike) -> UnitChanges:
    """Return how the mean of each unit moved, of the units that answered both waves."""
    x, y = aligned(before, after)
    labels = np.asarray(unit)
    if labels.shape != x.shape:
        raise ValueError(
            f"everyone must have a unit, but {x.size} people have {labels.size}"
        )
    anyone = ~np.isnan(x) | ~np.isnan(y)
    x, y = x[anyone], y[anyone]
    codes, names = number_units(labels[anyone])
    sums, counts = zip(
        *(unit_sums(wave, codes, len(names)) for wave in (x, y)), strict=True
    )
    both = (counts[0] > 0) & (counts[1] > 0)
    change = sums[1][both] / counts[1][both] - sums[0][both] / counts[0][both]
    kept = both[codes]
    given = np.concatenate([x[kept], y[kept], [0.0]])
    return UnitChanges(
        tuple(names[both]), change, int(kept.sum()), largest(given[~np.isnan(given)])
    )


def number_units(unit: ArrayLike) -> tuple[NDArray[np.intp], Array]:
    """Return the number of each person's unit, from zero, and the units' labels."""
    codes, names = pd.factorize(np.asarray(unit))
    if missing := int((codes < 0).sum()):
        raise ValueError(f"everyone must have a unit, but {missing} have none")
    return codes.astype(np.intp), np.asarray(names)


def unit_sums(wave: Array, codes: NDArray[np.intp], units: int) -> tuple[Array, Array]:
    """Return the sum of each unit's answers, and how many there were."""
    given = ~np.isnan(wave)
    sums = np.bincount(codes[given], weights=wave[given], minlength=units)
    counts: Array = np.bincount(codes[given], minlength=units).astype(float)
    return np.asarray(sums, float), counts
