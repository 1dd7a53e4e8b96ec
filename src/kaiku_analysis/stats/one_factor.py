"""One common factor, fitted by maximum likelihood to many covariances at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array

MOST_STEPS = 100
# In deviance per person: what one more step would gain.
ENOUGH = 1e-18
SHORTEST = 1e-6
# Keeps the information invertible where items have nothing in common.
RIDGE = 1e-12


@dataclass(frozen=True)
class Loadings:
    """One-factor solutions, the first axis counting the covariances.

    Attributes
    ----------
    loadings, residuals
        The factor's weight in each item, and the item's own variance.
    information
        Expected, of both per person, loadings first.
    misfit
        Chi-square per person.
    converged
        Whether the search ended at a maximum.
    """

    loadings: Array
    residuals: Array
    information: Array
    misfit: Array
    converged: NDArray[np.bool_]


def fit_factors(covariances: Array, start: Loadings | None = None) -> Loadings:
    """Fit a factor of variance one to each covariance, by Fisher scoring.

    Jöreskog (1967), as `lavaan::cfa(std.lv = TRUE)`. Residual variances are not held
    above zero, so that a Heywood case shows.

    Parameters
    ----------
    covariances
        Along the first axis; positive definite.
    start
        One solution to begin all searches at; each its own principal component if None.
    """
    values = _guess_factors(covariances) if start is None else _join(start)
    values = np.broadcast_to(values, (len(covariances), values.shape[1])).copy()
    length, misfit = np.ones(len(covariances)), _factor_misfit(covariances, values)
    for _ in range(MOST_STEPS):
        slope, information = factor_score(covariances, values)
        step = np.linalg.solve(information, slope[..., None])[..., 0]
        gain = (slope * step).sum(axis=-1)
        if ((gain <= ENOUGH) | (length < SHORTEST)).all():
            break
        aim = values + length[:, None] * step
        reached = _factor_misfit(covariances, aim)
        better = reached < misfit + ROUNDING
        values[better], misfit[better] = aim[better], reached[better]
        length = np.where(better, np.minimum(2 * length, 1), length / 2)
    loadings, residuals = np.split(values, 2, axis=-1)
    return Loadings(loadings, residuals, information, misfit, gain <= np.sqrt(ENOUGH))


def _join(solution: Loadings) -> Array:
    """Return loadings and residual variances side by side."""
    return np.concatenate([solution.loadings, solution.residuals], axis=-1)


def _guess_factors(covariances: Array) -> Array:
    """Return loadings along the first principal component, and half the variances."""
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    spread = np.sqrt(variances)
    correlations = covariances / (spread[:, :, None] * spread[:, None])
    sizes, directions = np.linalg.eigh(correlations)
    first = directions[..., -1]
    upright = np.where(first.sum(axis=-1, keepdims=True) < 0, -first, first)
    loadings = 0.8 * spread * upright * np.sqrt(sizes[..., -1:])
    return np.concatenate([loadings, variances / 2], axis=-1)


def _factor_misfit(covariances: Array, values: Array) -> Array:
    """Return chi-square per person; infinite where the model implies no covariance."""
    implied = _implied_covariance(values)
    sign, size = np.linalg.slogdet(implied)
    # Adding a factor to the residuals lifts one variance above zero at most.
    negative = (values[:, values.shape[1] // 2 :] < 0).sum(axis=-1)
    possible = (sign > 0) & (negative <= 1)
    implied[~possible] = np.eye(implied.shape[-1])
    ratio = np.linalg.solve(implied, covariances)
    trace = np.trace(ratio, axis1=1, axis2=2) - implied.shape[-1]
    misfit: Array = size + trace - np.linalg.slogdet(covariances)[1]
    return np.where(possible, misfit, np.inf)


def factor_score(covariances: Array, values: Array) -> tuple[Array, Array]:
    """Return the log-likelihood's slope and expected information, per person.

    Lawley & Maxwell (1971), Factor Analysis as a Statistical Method, ch. 7.
    """
    inverse = np.linalg.inv(_implied_covariance(values))
    loadings = values[:, : values.shape[1] // 2]
    surplus = inverse @ covariances @ inverse - inverse
    weighted = (inverse @ loadings[..., None])[..., 0]
    common = (weighted * loadings).sum(axis=-1)[:, None, None]
    of_loadings = inverse * common + weighted[:, :, None] * weighted[:, None]
    mixed = inverse * weighted[:, None]
    slope = np.concatenate(
        [
            (surplus @ loadings[..., None])[..., 0],
            np.diagonal(surplus, axis1=1, axis2=2) / 2,
        ],
        axis=-1,
    )
    information = np.block(
        [[of_loadings, mixed], [np.swapaxes(mixed, 1, 2), inverse**2 / 2]]
    )
    diagonal = np.arange(information.shape[-1])
    information[:, diagonal, diagonal] *= 1 + RIDGE
    return slope, information


def _implied_covariance(values: Array) -> Array:
    """Return the covariance that loadings and residual variances imply."""
    loadings, residuals = np.split(values, 2, axis=-1)
    implied: Array = loadings[:, :, None] * loadings[:, None]
    diagonal = np.arange(loadings.shape[-1])
    implied[:, diagonal, diagonal] += residuals
    return implied
