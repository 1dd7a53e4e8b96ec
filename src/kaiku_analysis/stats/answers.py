"""Answers as arrays of floats, NaN where a person gave none."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]

# Means and sums of equal answers may differ in the last digits; a spread below this
# share of the answers' size is such rounding, not a difference between people.
ROUNDING = 1e-12


def answered(answers: ArrayLike) -> Array:
    """Return the answers that were given."""
    values: Array = np.asarray(answers, float)
    return values[~np.isnan(values)]


def aligned(before: ArrayLike, after: ArrayLike) -> tuple[Array, Array]:
    """Return both waves as arrays in which one person holds one position.

    Raises
    ------
    ValueError
        When the waves are not of one length.
    """
    x, y = np.asarray(before, float), np.asarray(after, float)
    if x.shape != y.shape:
        raise ValueError(
            f"before and after must pair up, but hold {x.size} and {y.size} answers"
        )
    return x, y


def both_answered(x: Array, y: Array) -> NDArray[np.bool_]:
    """Return who answered in both waves, as a mask."""
    return ~np.isnan(x) & ~np.isnan(y)


def standard_deviation(values: Array, *, size: float | None = None) -> float:
    """Return the standard deviation; zero where only rounding tells values apart.

    Parameters
    ----------
    values
        At least two numbers.
    size
        How large the numbers are that rounding acted on; the largest value if None.
    """
    size = largest(values) if size is None else size
    deviation = float(values.std(ddof=1))
    return deviation if deviation > ROUNDING * size else 0.0


def largest(*arrays: Array) -> float:
    """Return the largest absolute value of all."""
    return max(float(np.abs(array).max()) for array in arrays)
