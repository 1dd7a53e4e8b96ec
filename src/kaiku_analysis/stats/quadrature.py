"""The likelihood of ordinal answers when everyone has a level of their own.

Each person's level is unseen, so their likelihood is an integral over it. Adaptive
Gauss-Hermite quadrature (Liu & Pierce 1994; Pinheiro & Bates 1995) puts the points
around where that person's answers make the level most likely. One point would be
Laplace's approximation, which with two answers a person is far off.

Given the levels the model is an ordinary one, so that the derivatives of the likelihood
are means over the points: the score by Fisher's identity, the information by Louis's
(1982).
"""

from dataclasses import dataclass
from functools import cache, cached_property
from math import log, pi

import numpy as np

from kaiku_analysis.stats.answer_patterns import Codes, Patterns
from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.links import CHANCES, Chance, Link

MODE_STEPS = 100
MODE_PRECISION = 1e-9
# The trapezoidal rule gains digits exponentially on what is smooth and ends in nothing.
EVEN_POINTS = np.linspace(-9, 9, 501)
EVEN_WEIGHT = log(EVEN_POINTS[1] - EVEN_POINTS[0]) - log(2 * pi) / 2


@dataclass(frozen=True)
class Ascent:
    """The log-likelihood at some parameters.

    Attributes
    ----------
    parameters
        Thresholds, coefficients, and the standard deviation of people's levels.
    value
        The log-likelihood.
    slope, curvature
        Its first and second derivatives.
    """

    parameters: Array
    value: float
    slope: Array
    curvature: Array


@dataclass(frozen=True)
class Cumulative:
    """A cumulative-link model of answer patterns.

    Attributes
    ----------
    patterns
        Who answered what.
    thresholds
        How many there are: one less than there are categories.
    link
        The distribution that an answer follows at a given level.
    points
        How many points stand for a person's level; None for evenly spaced ones, which
        are slower, and exact where levels differ so much that the peaks are plateaus
        with steep sides.
    """

    patterns: Patterns
    thresholds: int
    link: Link
    points: int | None

    @cached_property
    def limits(self) -> tuple[Array, Array]:
        """Return the designs of the upper and the lower limit of every answer."""
        steps = np.eye(self.thresholds + 2)[:, 1:-1]
        upper = steps[self.patterns.category + 1]
        lower = steps[self.patterns.category]
        moved = -self.patterns.design
        return np.column_stack([upper, moved]), np.column_stack([lower, moved])

    @cached_property
    def ends(self) -> tuple[Array, Array]:
        """Return infinity where an answer has no threshold above, or none below."""
        category = self.patterns.category
        return (
            np.where(category == self.thresholds, np.inf, 0.0),
            np.where(category == 0, -np.inf, 0.0),
        )


def integrate(model: Cumulative, parameters: Array) -> Ascent:
    """Evaluate the log-likelihood and its derivatives.

    Parameters
    ----------
    model
        Whose likelihood.
    parameters
        Thresholds in ascending order, coefficients, standard deviation of the levels.
    """
    patterns, spread = model.patterns, float(parameters[-1])
    upper, lower = (
        design @ parameters[:-1] + end
        for design, end in zip(model.limits, model.ends, strict=True)
    )
    levels, weights = _levels(model, upper, lower, spread)
    shift = spread * levels[patterns.owner]
    at = CHANCES[model.link](upper[:, None] - shift, lower[:, None] - shift)
    joint = patterns.add_up(at.log) - levels**2 / 2 + weights
    highest = joint.max(axis=1, keepdims=True)
    posterior = np.exp(joint - highest)
    total = posterior.sum(axis=1, keepdims=True)
    slope, curvature = _derivatives(model, at, levels, posterior / total)
    value = float(patterns.people @ (highest + np.log(total))[:, 0])
    return Ascent(parameters, value, slope, curvature)


def _levels(
    model: Cumulative, upper: Array, lower: Array, spread: float
) -> tuple[Array, Array]:
    """Return points for every pattern's level, and the logs of their weights."""
    if model.points is None:
        people = len(model.patterns.people)
        return np.tile(EVEN_POINTS, (people, 1)), np.full((people, 1), EVEN_WEIGHT)
    points, log_weights = _gauss_hermite(model.points)
    mode, width = _modes(model, upper, lower, spread)
    return mode[:, None] + np.outer(width, points), np.log(width)[:, None] + log_weights


@cache
def _gauss_hermite(count: int) -> tuple[Array, Array]:
    points, weights = np.polynomial.hermite_e.hermegauss(count)
    return points, np.log(weights) + points**2 / 2 - log(2 * pi) / 2


def _modes(
    model: Cumulative, upper: Array, lower: Array, spread: float
) -> tuple[Array, Array]:
    """Find every pattern's most likely level, and the width of the peak there.

    Newton's method. The peak is log-concave; steps longer than one unit of the link
    could jump back and forth across it.
    """
    patterns, owner = model.patterns, model.patterns.owner
    mode = np.zeros(len(patterns.people))
    longest = 1 / max(spread, -spread, MODE_PRECISION)
    for _ in range(MODE_STEPS):
        shift = spread * mode[owner]
        at = CHANCES[model.link](upper - shift, lower - shift)
        slope = -spread * patterns.add_up(at.up + at.low) - mode
        bend = 1 - spread**2 * patterns.add_up(at.up_up + 2 * at.up_low + at.low_low)
        step = np.clip(slope / bend, -longest, longest)
        mode = mode + step
        if np.abs(step).max() < MODE_PRECISION:
            break
    return mode, 1 / np.sqrt(bend)


def _derivatives(
    model: Cumulative, at: Chance, levels: Array, posterior: Array
) -> tuple[Array, Array]:
    """Return the score and the second derivatives, summed over people."""
    patterns = model.patterns
    upper, lower = (_with_level(d, levels, patterns.owner) for d in model.limits)
    scores = patterns.add_up(at.up[..., None] * upper + at.low[..., None] * lower)
    mean = (posterior[:, None, :] @ scores)[:, 0]
    weight = posterior * patterns.people[:, None]
    spread = _product(scores, weight, scores)
    spread -= (patterns.people[:, None] * mean).T @ mean
    weight = weight[patterns.owner]
    cross = _product(upper, weight * at.up_low, lower)
    curvature = (
        _product(upper, weight * at.up_up, upper)
        + _product(lower, weight * at.low_low, lower)
        + cross
        + cross.T
    )
    return patterns.people @ mean, curvature + spread


def _with_level(design: Array, levels: Array, owner: Codes) -> Array:
    """Append the level, which the spread multiplies, at every point."""
    shape = (len(design), levels.shape[1], design.shape[1])
    repeated = np.broadcast_to(design[:, None, :], shape)
    return np.concatenate([repeated, -levels[owner][..., None]], axis=-1)


def _product(left: Array, weight: Array, right: Array) -> Array:
    columns = left.shape[-1]
    weighted = weight[..., None] * left
    return weighted.reshape(-1, columns).T @ right.reshape(-1, columns)
