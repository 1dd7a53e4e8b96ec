"""Where a likelihood of several variances is highest."""

from dataclasses import dataclass, replace
from itertools import product
from math import log

import numpy as np

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.clustered import ClusteredSums
from kaiku_analysis.stats.factors import Factors
from kaiku_analysis.stats.likelihood import Likelihood, evaluate_likelihood
from kaiku_analysis.stats.products import CrossProducts, residual_squares
from kaiku_analysis.stats.woodbury import cross_products, weigh

# Roots of variances, relative to the noise's, to start the search from.
STARTS = 0.1, 0.5, 2.0
MOST_STEPS = 200
# What a step may still promise when the search ends, and when its promise is below
# what rounding does to the deviance, so that only the promise can be relied on.
PROMISE, ROUNDED = 1e-18, 1e-7
# Roots beyond this say that people's answers do not vary within them.
ENDLESS = 1e4


@dataclass(frozen=True)
class Optimum:
    """The likelihood of a mixed model at some variances.

    Attributes
    ----------
    factors
        The variances.
    products, likelihood
        What the answers look like with these.
    """

    factors: Factors
    products: CrossProducts
    likelihood: Likelihood

    @property
    def gradient(self) -> Array:
        """Of the deviance, by the logarithm of the noise's variance and the roots."""
        return self.likelihood.gradient @ self.factors.jacobian

    @property
    def hessian(self) -> Array:
        """Of the deviance, likewise."""
        jacobian = self.factors.jacobian
        straight = jacobian.T @ self.likelihood.hessian @ jacobian
        return straight + self.factors.bend(self.likelihood.gradient)


def most_likely(
    sums: ClusteredSums, *, people: bool, reml: bool = True
) -> Optimum | None:
    """Find the variances that the answers make most likely; None if they are endless.

    Newton's steps from the best of a few starts, over the roots: a variance of zero is
    then a point like any other, which the steps may cross. Directions in which the
    deviance curves downwards are walked in too (Dauphin et al. 2014).
    """
    starts = _starts(sums.random, people)
    best = min(starts, key=lambda start: _deviance(sums, start, reml=reml))
    at = _evaluate(sums, best, reml=reml)
    for _ in range(MOST_STEPS):
        step, promise = _step(at)
        if promise < PROMISE:
            break
        closer = _walk(sums, at, step, promise, reml=reml)
        if closer is None:
            break
        at = closer
        if _is_noiseless(sums, at.factors):
            return None
    return _evaluate(sums, at.factors.settle(), reml=reml)


def _starts(random: int, people: bool) -> list[Factors]:
    rows, columns = np.tril_indices(random)
    own = np.append(np.ones(int(people), bool), rows == columns)
    starts = []
    for roots in product(STARTS, repeat=int(own.sum())):
        start = np.zeros(len(own))
        start[own] = roots
        starts.append(Factors(1.0, start, random))
    return starts


def _deviance(sums: ClusteredSums, factors: Factors, *, reml: bool) -> float:
    """Return the deviance with the noise's variance at its best, but for a constant."""
    value, log_determinant = weigh(sums, factors.relative)
    information = float(np.linalg.slogdet(value[:-1, :-1])[1])
    noise = max(residual_squares(value), _faintest(sums))
    deviance = _noise_df(sums, reml=reml) * log(noise) + log_determinant
    return deviance + information * reml


def _is_noiseless(sums: ClusteredSums, factors: Factors) -> bool:
    endless = np.abs(factors.roots).max() > ENDLESS
    return bool(endless or factors.noise < _faintest(sums))


def _faintest(sums: ClusteredSums) -> float:
    """Return the least noise that is more than rounding."""
    return float(ROUNDING * sums.products[0, :, -1, -1].sum() / sums.answers)


def _noise_df(sums: ClusteredSums, *, reml: bool) -> int:
    """Return what the residual sum of squares is divided by."""
    columns = sums.products.shape[2] - sums.random - 1
    return sums.answers - int(columns) * reml


def _evaluate(sums: ClusteredSums, factors: Factors, *, reml: bool) -> Optimum:
    """Evaluate with the noise's variance at its best."""
    products = cross_products(sums, factors.relative)
    # Without any noise rounding may leave less than none.
    noise = max(products.residual / _noise_df(sums, reml=reml), _faintest(sums) / 2)
    products = products.scaled(noise, answers=sums.answers)
    at = evaluate_likelihood(products, answers=sums.answers, reml=reml)
    return Optimum(replace(factors, noise=noise), products, at)


def _step(at: Optimum) -> tuple[Array, float]:
    """Return Newton's step of the roots, and what it promises of the deviance."""
    values, axes = np.linalg.eigh(at.hessian)
    steepness = axes.T @ at.gradient
    size = np.maximum(np.abs(values), 1e-12 * np.abs(values).max())
    return -(axes @ (steepness / size))[1:], float(steepness**2 @ (1 / size) / 2)


def _walk(
    sums: ClusteredSums, at: Optimum, step: Array, promise: float, *, reml: bool
) -> Optimum | None:
    """Go as far along the step as the deviance falls."""
    for share in 0.5 ** np.arange(30):
        roots = at.factors.roots + share * step
        closer = _evaluate(sums, replace(at.factors, roots=roots), reml=reml)
        fall = at.likelihood.deviance - closer.likelihood.deviance
        if fall > 0 or promise < ROUNDED:
            return closer
    return None
