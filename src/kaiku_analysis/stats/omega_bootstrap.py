"""How sure we are of omega, by drawing the people again and again."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.factor import fit_one_factor, total_omega
from kaiku_analysis.stats.one_factor import fit_factors
from kaiku_analysis.stats.sample_moments import complete_rows, sample_moments

# The share of draws that must have a solution.
FEWEST_DRAWS = 0.95
# Drawing how often a row comes up takes about as long as drawing so many people.
PEOPLE_PER_ROW = 30
BATCH = 100


def bootstrap_omega(
    answers: ArrayLike, *, seed: int, draws: int = 1000, level: float = 0.95
) -> Estimate:
    """Estimate omega total, with a percentile interval from resampling people.

    Kelley & Pornprasertmanit (2016, doi:10.1037/a0040086) advise it; as
    `boot::boot.ci(type = "perc")`. Only how often each distinct row is drawn matters,
    so draws are multinomial. Unknown as well when one draw in twenty has no solution.

    Parameters
    ----------
    answers
        As for `fit_one_factor`.
    seed
        Of the draws.
    draws
        How often to resample.
    level
        Confidence level of the interval.
    """
    table = complete_rows(answers)
    whole = fit_one_factor(table, level=level)
    if not whole.omega.is_known:
        return Estimate.unknown(whole.n)
    drawn = resample_covariances(table, draws, seed=seed)
    start = fit_factors(sample_moments(table).covariance[None])
    found = fit_factors(drawn, start)
    omegas = total_omega(found)[found.converged]
    if len(omegas) < FEWEST_DRAWS * draws:
        return Estimate.unknown(whole.n)
    low, high = np.quantile(
        omegas, [(1 - level) / 2, (1 + level) / 2], method="weibull"
    )
    return Estimate(
        whole.omega.value,
        float(low),
        float(high),
        whole.n,
        se=float(omegas.std(ddof=1)),
        level=level,
        method=f"omega total, percentile bootstrap of {len(omegas)} draws",
    )


def resample_covariances(table: Array, draws: int, *, seed: int) -> Array:
    """Draw as many people with replacement; return the covariance of every draw.

    Sums are divided by the number of people, as in `sample_moments`.
    """
    rows, counts = np.unique(table - table.mean(axis=0), axis=0, return_counts=True)
    one, other = np.triu_indices(table.shape[1])
    products = np.hstack([rows, rows[:, one] * rows[:, other]])
    drawn = [drawn @ products for drawn in _draw_counts(counts, draws, seed=seed)]
    means, squares = np.split(np.vstack(drawn) / len(table), [table.shape[1]], axis=1)
    covariances = np.empty((draws, table.shape[1], table.shape[1]))
    covariances[:, one, other] = covariances[:, other, one] = (
        squares - means[:, one] * means[:, other]
    )
    return covariances


def _draw_counts(
    counts: NDArray[np.intp], draws: int, *, seed: int
) -> Iterator[NDArray[np.intp]]:
    """Yield how often each distinct row comes up, one line per draw, in batches."""
    random, people = np.random.default_rng(seed), int(counts.sum())
    row_of = np.repeat(np.arange(len(counts)), counts)
    for done in range(0, draws, BATCH):
        size = min(BATCH, draws - done)
        if PEOPLE_PER_ROW * len(counts) < people:
            yield random.multinomial(people, counts / people, size=size)
        else:
            picks = row_of[random.integers(people, size=(size, people))]
            lines = [np.bincount(pick, minlength=len(counts)) for pick in picks]
            yield np.array(lines)
