"""The most likely cumulative-link model, of people who do or do not differ."""

from dataclasses import replace
from math import sqrt

import numpy as np
from scipy.special import logit, ndtri

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.climb import climb
from kaiku_analysis.stats.quadrature import Ascent, Cumulative, integrate

# A standard error this large, on the scale of a link, is that of an infinite estimate.
BOUNDLESS = 1e3
# Below this, a standard deviation of levels is zero but for where the search stopped.
NO_SPREAD = 1e-4
# Fifteen points alone put a spread of 2 between yes and no off by 2e-4 of itself.
FINER = 3
# Beyond so many distinct answers, evenly spaced points would take minutes.
MANY_ANSWERS = 5000


def without_levels(model: Cumulative) -> Ascent | None:
    """Climb the likelihood of people who do not differ but for the design."""
    patterns = model.patterns
    counts = np.bincount(patterns.category, patterns.people[patterns.owner])
    shares = np.cumsum(counts)[:-1] / counts.sum()
    thresholds = logit(shares) if model.link == "logit" else ndtri(shares)
    strangers = Cumulative(patterns, model.thresholds, model.link, points=1)

    def evaluate(parameters: Array) -> Ascent | None:
        at = _evaluate(strangers, np.append(parameters, 0.0))
        return at and Ascent(
            parameters, at.value, at.slope[:-1], at.curvature[:-1, :-1]
        )

    start = np.append(thresholds, np.zeros(patterns.design.shape[1]))
    return _if_bounded(climb(evaluate, start))


def with_levels(model: Cumulative, plain: Ascent) -> Ascent | None:
    """Climb on from there; stay if levels that differ make nothing more likely.

    On evenly spaced points where the few adaptive ones lose the way.
    """
    start = np.append(plain.parameters * sqrt(1 + 1 / 3), 1.0)
    top = _climb_closely(model, start)
    if top is None and len(model.patterns.category) <= MANY_ANSWERS:
        top = _climb_closely(replace(model, points=None), start)
    if top is None:
        boundary = integrate(model, np.append(plain.parameters, 0.0))
        return plain if boundary.curvature[-1, -1] <= 0 else None
    is_boundary = abs(top.parameters[-1]) < NO_SPREAD or top.value <= plain.value
    return plain if is_boundary else _if_bounded(top)


def _climb_closely(model: Cumulative, start: Array) -> Ascent | None:
    """Climb, and take the last steps on finer points."""
    top = climb(lambda parameters: _evaluate(model, parameters), start)
    if top is None or model.points is None:
        return top
    fine = replace(model, points=FINER * model.points)
    return climb(lambda parameters: _evaluate(fine, parameters), top.parameters)


def _evaluate(model: Cumulative, parameters: Array) -> Ascent | None:
    """Integrate, where every threshold lies above the one before."""
    if (np.diff(parameters[: model.thresholds]) <= 0).any():
        return None
    return integrate(model, parameters)


def _if_bounded(top: Ascent | None) -> Ascent | None:
    """Return a top at which every parameter has a standard error to speak of."""
    if top is None or np.linalg.eigvalsh(-top.curvature)[0] <= BOUNDLESS**-2:
        return None
    return top
