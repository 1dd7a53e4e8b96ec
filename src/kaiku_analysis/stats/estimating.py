"""Estimating equations whose answers correlate alike within groups, or not at all.

Divided by their standard deviations, the residuals of a group of m have the inverse
correlation `1 / (1 - a)` for what lies within the group, and `1 / (1 + (m - 1) a)` for
its mean. So, as for a random intercept, sums per group size are all a step needs.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.special import expit

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.grouped import GroupedSums, sum_groups

MOST_STEPS = 100
# The change of coefficients, in standard errors, at which to stop.
CLOSE = 1e-10
# Log-odds beyond this say that the design tells all yeses from all noes.
SEPARATED = 30.0


class Answers(Protocol):
    """Answers of a family, and a design; coefficients are of orthonormal columns."""

    @property
    def codes(self) -> NDArray[np.intp]:
        """Which group each answer belongs to."""

    @property
    def back(self) -> Array:
        """Makes the design's columns orthonormal."""

    @property
    def root(self) -> Array:
        """Of how many groups each one stands for."""

    def standardised(self, coefficients: Array) -> tuple[Array, Array]:
        """Return the design's slopes and the residuals, in standard deviations."""

    def sums(self, coefficients: Array) -> GroupedSums:
        """Return the sums of those by group, in orthonormal columns."""


@dataclass(frozen=True)
class Means:
    """Answers whose mean the design adds up to; columns of design, then residuals."""

    columns: Array
    codes: NDArray[np.intp]
    back: Array
    base: GroupedSums

    @property
    def root(self) -> Array:
        """One, for all."""
        return np.ones(1)

    def standardised(self, coefficients: Array) -> tuple[Array, Array]:
        """Return the design and the residuals."""
        explained = (self.back @ coefficients) @ self.columns[:-1]
        return self.columns[:-1], self.columns[-1] - explained

    def sums(self, coefficients: Array) -> GroupedSums:
        """Return their sums, for which no answer is looked at again."""
        turn = block_diag(self.back, 1)
        turn[:-1, -1] = -self.back @ coefficients
        return self.base.turned(turn)


@dataclass(frozen=True)
class Odds:
    """Answers of yes and no, from groups of which each stands for all alike."""

    columns: Array
    codes: NDArray[np.intp]
    groups: Array
    back: Array

    @property
    def root(self) -> Array:
        """Of how many groups each one stands for: products then count all of them."""
        return np.sqrt(self.groups)

    def standardised(self, coefficients: Array) -> tuple[Array, Array]:
        """Return the design and the residuals, in standard deviations."""
        log_odds = (self.back @ coefficients) @ self.columns[:-1]
        chance = expit(np.clip(log_odds, -SEPARATED, SEPARATED))
        deviation = np.sqrt(chance * (1 - chance))
        residual = (self.columns[-1] - chance) / deviation
        return self.columns[:-1] * deviation, residual

    def sums(self, coefficients: Array) -> GroupedSums:
        """Return their sums."""
        standard = np.vstack(self.standardised(coefficients)) * self.root[self.codes]
        sums = sum_groups(standard, self.codes).turned(block_diag(self.back, 1))
        sizes = np.bincount(self.codes)
        counts = np.bincount(sizes, self.groups)[sums.sizes.astype(int)]
        return replace(sums, counts=counts)


@dataclass(frozen=True)
class Solution:
    """Where the estimating equations are zero.

    Attributes
    ----------
    coefficients
        Of the orthonormal columns.
    covariance, robust
        Theirs if the correlation is right, and whatever it is.
    correlation, scale
        As the residuals have them.
    """

    coefficients: Array
    covariance: Array
    robust: Array
    correlation: float
    scale: float


def solve_equations(answers: Answers, *, correlated: bool) -> Solution | None:
    """Solve by Fisher's scoring, from no effect; None where that leads nowhere."""
    coefficients, alpha = np.zeros(len(answers.back)), 0.0
    for step in range(MOST_STEPS):
        sums = answers.sums(coefficients)
        scale = float(_total(sums, 0.0)[-1, -1]) / sums.answers
        if not scale > 0:
            return None
        # Before the first step the residuals still hold what the design explains.
        alpha = _correlation(sums, scale) if correlated and step else 0.0
        if min(1 - alpha, 1 + (sums.sizes[-1] - 1) * alpha) <= ROUNDING:
            return None
        total = _total(sums, alpha)
        change = np.linalg.solve(total[:-1, :-1], total[:-1, -1])
        coefficients = coefficients + change
        # The step counts whole: rounding lets nothing closer show.
        if step and change @ total[:-1, :-1] @ change <= CLOSE**2 * scale:
            return _conclude(answers, coefficients, alpha, scale)
        if not np.abs(coefficients).max() < SEPARATED * sums.answers:
            return None
    return None


def _correlation(sums: GroupedSums, scale: float) -> float:
    """Return the mean product of two residuals of one group."""
    pairs = sums.counts @ (sums.sizes * (sums.sizes - 1))
    if not pairs:
        return 0.0
    squares = scale * sums.answers
    together = sums.sizes @ sums.between[:, -1, -1]
    return float((together - squares) / pairs / scale)


def _total(sums: GroupedSums, alpha: float) -> Array:
    """Sum the cross-products through the inverse correlation."""
    between = np.tensordot(1 / (1 + (sums.sizes - 1) * alpha), sums.between, 1)
    total: Array = sums.within / (1 - alpha) + between
    return total


def _conclude(
    answers: Answers, coefficients: Array, alpha: float, scale: float
) -> Solution:
    """Return the covariances at the solution."""
    design, residual = answers.standardised(coefficients)
    inverse = np.linalg.inv(_total(answers.sums(coefficients), alpha)[:-1, :-1])
    codes, size = answers.codes, np.bincount(answers.codes)
    means = np.bincount(codes, residual) / np.maximum(size, 1)
    means *= 1 / (1 + (size - 1) * alpha) - 1 / (1 - alpha)
    pull = residual / (1 - alpha) + means[codes]
    scores = np.array([np.bincount(codes, column * pull) for column in design])
    scores = answers.back.T @ (scores * answers.root)
    robust = inverse @ (scores @ scores.T) @ inverse
    return Solution(coefficients, scale * inverse, robust, alpha, scale)
