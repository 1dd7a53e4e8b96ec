"""How much of a scale's sum is one thing: a one-factor model, and omega from it."""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.fit_indices import Fit, judge_fit
from kaiku_analysis.stats.one_factor import Loadings, fit_factors
from kaiku_analysis.stats.sample_moments import (
    SampleMoments,
    complete_rows,
    find_trouble,
    sample_moments,
)

FEWEST_ITEMS = 3


@dataclass(frozen=True)
class OneFactor:
    """A scale's items as one common factor and residuals of their own.

    Attributes
    ----------
    n
        How many people answered every item.
    loadings, residuals
        The weight of the factor, whose variance is one, in each item; the item's
        residual variance. In the items' points; empty when nothing could be fitted.
    fit
        How well one factor explains the items; None when nothing could be fitted.
    omega
        Omega total: the share of the sum's variance that is the factor's.
    trouble
        Why there is no model, or why it is not to be trusted; empty when all is well.
    """

    n: int
    loadings: Array
    residuals: Array
    fit: Fit | None
    omega: Estimate
    trouble: str


def fit_one_factor(answers: ArrayLike, *, level: float = 0.95) -> OneFactor:
    """Fit one factor by maximum likelihood, with omega total and its delta interval.

    Jöreskog (1967); McDonald (1999); in R `lavaan::cfa(std.lv = TRUE)`, omega as a
    defined parameter `(l1 + ...)^2 / ((l1 + ...)^2 + e1 + ...)`. Items are taken as
    numbers. With three items the model fits by construction.

    Parameters
    ----------
    answers
        One row per person, one column per item; people with gaps are left out.
    level
        Confidence level of omega's interval.
    """
    table = complete_rows(answers)
    sample = sample_moments(table)
    if trouble := _find_factor_trouble(sample):
        empty, unknown = np.empty(0), Estimate.unknown(sample.n)
        return OneFactor(sample.n, empty, empty, None, unknown, trouble)
    found = fit_factors(sample.covariance[None])
    items = len(sample.mean)
    deviance = float(found.misfit[0]) + sample.log_determinant + items
    return OneFactor(
        sample.n,
        found.loadings[0],
        found.residuals[0],
        judge_fit(sample.n * deviance, 3 * items, [sample]),
        _delta_omega(found, sample.n, level=level),
        _find_misfit(found),
    )


def _find_factor_trouble(sample: SampleMoments) -> str:
    """Say why one factor cannot be fitted; empty if it can."""
    if len(sample.mean) < FEWEST_ITEMS:
        return f"{len(sample.mean)} items are too few to tell a common factor"
    return find_trouble(sample)


def _find_misfit(found: Loadings) -> str:
    """Say what is wrong with a solution; empty when nothing is."""
    if not found.converged[0]:
        return "the search did not end"
    negative = [str(i + 1) for i in np.flatnonzero(found.residuals[0] <= 0)]
    if negative:
        return f"the residual variance is negative: item {', '.join(negative)}"
    return ""


def total_omega(found: Loadings) -> Array:
    """Return omega total of every solution."""
    common = found.loadings.sum(axis=-1) ** 2
    share: Array = common / (common + found.residuals.sum(axis=-1))
    return share


def _delta_omega(found: Loadings, n: int, *, level: float) -> Estimate:
    """Return omega with an interval by the delta method; unknown if none converged.

    Raykov (2002, doi:10.1207/S15327906MBR3701_04).
    """
    if not found.converged[0]:
        return Estimate.unknown(n)
    omega = float(total_omega(found)[0])
    total = found.loadings[0].sum() ** 2 + found.residuals[0].sum()
    of_loading = 2 * found.loadings[0].sum() * (1 - omega) / total
    slope = np.repeat([of_loading, -omega / total], len(found.loadings[0]))
    variance = slope @ np.linalg.solve(n * found.information[0], slope)
    return Estimate.from_t(
        omega, float(np.sqrt(variance)), inf, n=n, level=level, method="omega total"
    )
