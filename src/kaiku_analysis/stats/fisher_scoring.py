"""Fit factor models by maximum likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.factor_model import (
    Pattern,
    covariance_slopes,
    mean_slopes,
)
from kaiku_analysis.stats.sample_moments import SampleMoments

MOST_STEPS = 200
# In deviance per person: what one more step would gain.
ENOUGH = 1e-18
DAMPING = 1e-3


@dataclass(frozen=True)
class Solution:
    """Where the likelihood is highest.

    Attributes
    ----------
    values
        The parameters.
    covariance
        Of the parameters, from the expected information; empty where that is singular.
    deviance
        Minus twice the log-likelihood, less its constant.
    converged
        Whether the search ended at a maximum.
    """

    values: Array
    covariance: Array
    deviance: float
    converged: bool


def fit_moments(
    patterns: Sequence[Pattern], samples: Sequence[SampleMoments], start: Array
) -> Solution:
    """Find the parameters that make the groups' moments most likely.

    Fisher scoring, damped as by Marquardt (1963) where a full step overshoots; agrees
    with `lavaan::cfa(likelihood = "normal")` and its expected information.
    """
    values, deviance = start, _total_deviance(patterns, samples, start)
    people, damping, gain = sum(sample.n for sample in samples), 0.0, np.inf
    slope, information = score(patterns, samples, values)
    for _ in range(MOST_STEPS):
        step = damped_step(information, slope, damping)
        gain = float(slope @ step)
        if gain <= ENOUGH * people:
            break
        reached = _total_deviance(patterns, samples, values + step)
        # At the maximum a step gains less than the deviance's own rounding.
        if reached < deviance + ROUNDING * people:
            values, deviance, damping = values + step, reached, damping / 10
            slope, information = score(patterns, samples, values)
        elif gain <= np.sqrt(ENOUGH) * people and damping > 1:
            break
        else:
            damping = max(10 * damping, DAMPING)
    converged = gain <= np.sqrt(ENOUGH) * people
    return Solution(values, _inverse(information), deviance, converged)


def _total_deviance(
    patterns: Sequence[Pattern], samples: Sequence[SampleMoments], values: Array
) -> float:
    """Add up minus twice the log-likelihoods; infinite outside the model's range."""
    total = 0.0
    for pattern, sample in zip(patterns, samples, strict=True):
        filled = pattern.fill(values)
        try:
            root = np.linalg.cholesky(filled.covariance)
        except np.linalg.LinAlgError:
            return np.inf
        distance = sample.mean - filled.mean
        spread = sample.covariance + np.outer(distance, distance)
        whitened = solve_triangular(root, spread, lower=True)
        trace = np.trace(solve_triangular(root, whitened.T, lower=True))
        total += sample.n * (2 * np.log(np.diag(root)).sum() + trace)
    return float(total)


def score(
    patterns: Sequence[Pattern], samples: Sequence[SampleMoments], values: Array
) -> tuple[Array, Array]:
    """Return the log-likelihood's slope and its expected information.

    Browne & Arminger (1995), eq. 3.16-3.18.
    """
    count = len(values)
    slope, information = np.zeros(count), np.zeros((count, count))
    for pattern, sample in zip(patterns, samples, strict=True):
        filled = pattern.fill(values)
        of_mean = mean_slopes(pattern, filled, count)
        of_covariance = covariance_slopes(pattern, filled, count)
        whiten = np.linalg.inv(np.linalg.cholesky(filled.covariance))
        shift = whiten @ (sample.mean - filled.mean)
        surplus = whiten @ sample.covariance @ whiten.T - np.eye(len(shift))
        surplus += np.outer(shift, shift)
        of_mean = of_mean @ whiten.T
        of_covariance = (whiten @ of_covariance @ whiten.T).reshape(count, -1)
        slope += sample.n * (of_mean @ shift + of_covariance @ surplus.ravel() / 2)
        information += sample.n * (
            of_mean @ of_mean.T + of_covariance @ of_covariance.T / 2
        )
    return slope, information


def damped_step(information: Array, slope: Array, damping: float) -> Array:
    """Return the step towards the maximum, the shorter the more it is damped."""
    damped = information + damping * np.diag(np.diag(information))
    try:
        step: Array = np.linalg.solve(damped, slope)
    except np.linalg.LinAlgError:
        step = np.linalg.lstsq(damped, slope, rcond=None)[0]
    return step


def _inverse(information: Array) -> Array:
    """Return the inverse; empty where the data leave some parameter open."""
    size = np.sqrt(np.diag(information))
    if not (size > 0).all():
        return np.empty((0, 0))
    scaled = information / np.outer(size, size)
    if np.linalg.eigvalsh(scaled)[0] < 1e-10:
        return np.empty((0, 0))
    whole: Array = np.linalg.inv(scaled) / np.outer(size, size)
    return whole
