"""Everything least squares and its sandwiches need to know, in sums per cluster."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array
from kaiku_analysis.stats.units import unit_codes


@dataclass(frozen=True)
class ClusterSums:
    """Sums of every cluster's rows, in an orthonormal basis of the design.

    With `design = Q @ triangle`.

    Attributes
    ----------
    gram
        Q'Q of every cluster's rows.
    scores
        Q'residuals of every cluster's rows.
    coefficients
        Of the basis: Q'response.
    triangle
        Turns the design's coefficients into the basis'.
    n
        How many answers were summed.
    """

    gram: Array
    scores: Array
    coefficients: Array
    triangle: Array
    n: int

    @property
    def is_dependent(self) -> bool:
        """Whether some column is, but for rounding, a sum of those before it."""
        if self.triangle.shape[0] < self.triangle.shape[1]:
            return True
        size = np.linalg.norm(self.triangle, axis=0)
        return bool((np.abs(np.diag(self.triangle)) <= ROUNDING * size).any())


def sum_clusters(
    response: ArrayLike, design: ArrayLike, cluster: ArrayLike
) -> ClusterSums:
    """Sum the answers by cluster.

    Raises
    ------
    ValueError
        When the lengths differ, or an answer, a design or a cluster is missing.
    """
    y, x = np.asarray(response, float), np.asarray(design, float)
    codes = unit_codes(cluster)
    if x.ndim != 2 or not len(y) == len(x) == len(codes):
        raise ValueError(
            f"response, design and cluster must pair up, but have the shapes "
            f"{y.shape}, {x.shape} and {codes.shape}"
        )
    if missing := int(np.isnan(y).sum() + np.isnan(x).sum()):
        raise ValueError(f"answers must be complete, but {missing} are missing")
    basis, triangle = np.linalg.qr(x)
    coefficients = basis.T @ y
    residual = y - basis @ coefficients
    columns, clusters = basis.shape[1], int(codes.max(initial=-1)) + 1
    products = np.zeros((clusters, columns, columns + 1))
    for i, one in enumerate(basis.T):
        for j, other in enumerate((*basis.T, residual)):
            products[:, i, j] = np.bincount(codes, weights=one * other)
    gram, scores = products[..., :-1], products[..., -1]
    return ClusterSums(gram, scores, coefficients, triangle, len(y))


def stack_waves(
    x: Array, y: Array, unit: ArrayLike
) -> tuple[Array, Array, NDArray[np.intp]]:
    """Return both waves' answers in one column, their design, and their units."""
    labels = np.asarray(unit)
    if labels.shape != x.shape:
        raise ValueError(
            f"everyone must have a unit, but {x.size} people have {labels.size}"
        )
    anyone = ~np.isnan(x) | ~np.isnan(y)
    x, y, codes = x[anyone], y[anyone], unit_codes(labels[anyone])
    first, second = ~np.isnan(x), ~np.isnan(y)
    wave = np.repeat([0.0, 1.0], [first.sum(), second.sum()])
    return (
        np.concatenate([x[first], y[second]]),
        np.column_stack([np.ones_like(wave), wave]),
        np.concatenate([codes[first], codes[second]]),
    )
