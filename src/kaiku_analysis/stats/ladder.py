"""What it costs to hold ever more of a scale equal across waves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.fit_indices import Fit
from kaiku_analysis.stats.sample_moments import (
    complete_rows,
    find_trouble,
    sample_moments,
)
from kaiku_analysis.stats.wave_fit import WaveFit, fit_step, gather_waves
from kaiku_analysis.stats.wave_model import EQUAL

FEWEST_ITEMS = 3


@dataclass(frozen=True)
class StepCost:
    """What a step of the ladder costs in fit, against the step before it.

    Attributes
    ----------
    chi_square, df, p
        Likelihood-ratio test.
    cfi, rmsea
        Later less before: a falling CFI, or a rising RMSEA, is worse.
    """

    chi_square: float
    df: int
    p: float
    cfi: float
    rmsea: float


@dataclass(frozen=True)
class Step:
    """One model of the ladder.

    Attributes
    ----------
    name
        "configural" (the same items), "metric" (equal loadings), "scalar" (equal
        intercepts too: means may be compared) or "strict" (equal residuals too).
    fit
        How well it fits.
    against
        What it costs; None for the first.
    trouble
        Why its numbers are not to be trusted; empty when they are.
    """

    name: str
    fit: Fit
    against: StepCost | None
    trouble: str


def fit_ladder(
    waves: Sequence[ArrayLike],
    *,
    linked: bool = True,
    factor_of: Sequence[int] | None = None,
    lag: int | None = None,
) -> tuple[Step, ...]:
    """Fit configural, metric, scalar and strict invariance over two waves or more.

    As `measure_invariance`, for any number of waves and of factors; empty when the
    answers allow no such model.

    Parameters
    ----------
    waves
        One row per person, one column per item.
    linked
        Whether a row is the same person in every wave.
    factor_of
        Of every item, which factor it measures, from zero; all the same if None.
    lag
        Residuals of an item correlate between waves at most so far apart; between all
        if None.
    """
    tables = align_waves(waves, linked=linked)
    if find_wave_trouble(tables, linked=linked):
        return ()
    factors = [0] * tables[0].shape[1] if factor_of is None else factor_of
    reach = len(tables) - 1 if lag is None else lag
    gathered = gather_waves(tables, factors, linked=linked, lag=reach)
    return climb({step: fit_step(gathered, step) for step in EQUAL})


def align_waves(waves: Sequence[ArrayLike], *, linked: bool) -> list[Array]:
    """Return the complete rows of every wave, or of all waves when they are linked.

    Raises
    ------
    ValueError
        When the waves do not hold the same items or, linked, as many people.
    """
    tables = [np.asarray(wave, float) for wave in waves]
    shapes = {table.shape if linked else table.shape[1:] for table in tables}
    if len(shapes) != 1 or tables[0].ndim != 2:
        seen = ", ".join(str(table.shape) for table in tables)
        raise ValueError(f"waves must hold the same items and people, but are {seen}")
    if not linked:
        return [complete_rows(table) for table in tables]
    return np.split(complete_rows(np.hstack(tables)), len(tables), axis=1)


def find_wave_trouble(tables: Sequence[Array], *, linked: bool) -> str:
    """Say why no ladder can be fitted; empty if it can."""
    items = tables[0].shape[1]
    if items < FEWEST_ITEMS:
        return f"{items} items are too few to tell a common factor"
    samples = map(sample_moments, [np.hstack(tables)] if linked else tables)
    return next(filter(None, map(find_trouble, samples)), "")


def climb(fits: Mapping[str, WaveFit]) -> tuple[Step, ...]:
    """Set every fit beside the one before it."""
    first = next(iter(fits))
    steps = [Step(first, fits[first].fit, None, fits[first].trouble)]
    for (_, lower), (name, upper) in pairwise(fits.items()):
        against = _compare_fits(lower.fit, upper.fit)
        steps.append(Step(name, upper.fit, against, upper.trouble))
    return tuple(steps)


def _compare_fits(lower: Fit, upper: Fit) -> StepCost:
    """Say what the upper step of the ladder costs."""
    rise, df = max(upper.chi_square - lower.chi_square, 0.0), upper.df - lower.df
    return StepCost(
        rise,
        df,
        float(chdtrc(df, rise)),
        upper.cfi - lower.cfi,
        upper.rmsea - lower.rmsea,
    )
