"""Ordinary least squares, where every mixed model starts from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array, largest
from kaiku_analysis.stats.grouped import count_labels

# Cross-products square what makes columns alike; below this share of its length that
# is a column's own, only the slower decomposition of the columns themselves is exact.
ALIKE = 1e-3


@dataclass(frozen=True)
class LeastSquares:
    """Least-squares coefficients, and columns that are easier to reckon with.

    Attributes
    ----------
    coefficients
        One for each column of the design.
    back
        Makes the design's columns orthonormal, and brings coefficients of those back.
    columns
        The design's, each in one piece of memory, then the answers less what the design
        says of them.
    """

    coefficients: Array
    back: Array
    columns: Array


def least_squares(response: Array, design: Array) -> LeastSquares | None:
    """Fit by least squares; None when that leaves nothing to reckon with.

    That is when there are no more answers than columns, when the columns depend on one
    another (but for rounding), and when they explain all answers.
    """
    if len(response) <= design.shape[1]:
        return None
    columns = np.empty((design.shape[1] + 1, len(response)))
    columns[:-1], columns[-1] = design.T, response
    back = orthonormal(columns[:-1])
    if back is None:
        return None
    coefficients = np.zeros(design.shape[1])
    # Twice, for the digits that large means cost the first time.
    for _ in range(2):
        correction = back @ (back.T @ (columns[:-1] @ columns[-1]))
        columns[-1] -= correction @ columns[:-1]
        coefficients += correction
    if largest(columns[-1]) <= ROUNDING * largest(response):
        return None
    return LeastSquares(coefficients, back, columns)


def orthonormal(columns: Array) -> Array | None:
    """Return what makes columns orthonormal; None if they depend on one another."""
    triangle = _triangle(columns)
    own = np.abs(np.diag(triangle))
    if (own <= ROUNDING * np.sqrt((triangle**2).sum(0))).any():
        return None
    back: Array = np.linalg.inv(triangle)
    return back


def checked(
    response: ArrayLike, design: ArrayLike, *labels: ArrayLike
) -> tuple[Array, Array, list[NDArray[np.intp]]]:
    """Return answers, design and the labels' codes, all of one length and complete.

    Raises
    ------
    ValueError
        When the lengths differ, or an answer, a design or a label is missing.
    """
    y, x = np.asarray(response, float), np.asarray(design, float)
    codes = [count_labels(label) for label in labels]
    if x.ndim != 2 or {y.shape, *(c.shape for c in codes)} != {x.shape[:1]}:
        raise ValueError(
            f"response, design and group must pair up, but have the shapes "
            f"{y.shape}, {x.shape} and {', '.join(str(c.shape) for c in codes)}"
        )
    missing = int(np.isnan(y).sum() + np.isnan(x).sum())
    missing += sum(int((c < 0).sum()) for c in codes)
    if missing:
        raise ValueError(f"answers must be complete, but {missing} are missing")
    if np.isinf(y).any() or np.isinf(x).any():
        raise ValueError("answers must be finite, but some are infinite")
    return y, x, codes


def _triangle(columns: Array) -> Array:
    """Return the triangle R of the QR decomposition of columns."""
    products = columns @ columns.T
    lengths = np.sqrt(np.diag(products))
    if (lengths > 0).all():
        try:
            triangle = np.linalg.cholesky(products / np.outer(lengths, lengths)).T
        except np.linalg.LinAlgError:
            pass
        else:
            if np.diag(triangle).min() > ALIKE:
                return triangle * lengths
    return np.asarray(np.linalg.qr(columns.T, mode="r"))
