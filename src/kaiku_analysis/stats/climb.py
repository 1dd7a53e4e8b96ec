"""The top of a smooth likelihood."""

from collections.abc import Callable

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.quadrature import Ascent

STEPS = 100
# Half the squared step in standard errors: what a step promises to gain.
NEAR = 1e-3
THERE = 1e-16
# On the scale of a link, parameters this far out stand for infinite ones.
FARTHEST = 100.0
FLATTEST = 1e-12


def climb(evaluate: Callable[[Array], Ascent | None], start: Array) -> Ascent | None:
    """Follow Newton's steps to the top, halving those that overshoot.

    Parameters
    ----------
    evaluate
        Gives the likelihood at some parameters; None where they have no meaning.
    start
        Parameters that have.

    Returns
    -------
    Ascent or None
        None where the likelihood keeps rising, or too slowly ends to.
    """
    at = evaluate(start)
    for _ in range(STEPS):
        if at is None or np.abs(at.parameters).max() > FARTHEST:
            return None
        step = _uphill(at)
        gain = float(step @ at.slope) / 2
        if gain < THERE:
            return at
        # Close to the top the value's last digits would only stand in the way.
        at = (
            evaluate(at.parameters + step)
            if gain < NEAR
            else _first_better(evaluate, at, step)
        )
    return None


def _uphill(at: Ascent) -> Array:
    """Return Newton's step, turned round where the likelihood is not yet concave."""
    values, vectors = np.linalg.eigh(-at.curvature)
    size = np.maximum(np.abs(values), FLATTEST * np.abs(values).max())
    step: Array = vectors @ ((vectors.T @ at.slope) / size)
    return step


def _first_better(
    evaluate: Callable[[Array], Ascent | None], at: Ascent, step: Array
) -> Ascent | None:
    for halvings in range(40):
        closer = evaluate(at.parameters + step / 2**halvings)
        if closer is not None and closer.value > at.value:
            return closer
    return None
