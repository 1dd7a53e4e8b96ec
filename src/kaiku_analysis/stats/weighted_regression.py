"""A linear model in which some answers count for more than others."""

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, Array, largest
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.linearised import counted, scatter


def weighted_regression(
    response: ArrayLike,
    design: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    units: ArrayLike | None = None,
    level: float = 0.95,
) -> list[Estimate]:
    """Estimate each coefficient of `response = design @ coefficients + noise`.

    Weighted least squares with Binder's (1983) standard errors; in R `svyglm(response
    ~ 0 + design, svydesign(~1, weights = ~weights))`, and, but for a factor of
    `sqrt(n / (n - 1))`, `geepack::geeglm(id = person)`. Unknown when columns depend on
    one another, or nothing is left to tell how far off they are.

    Parameters
    ----------
    response
        NaN where a person gave none.
    design
        A row per person, a column per coefficient; an intercept is a column too.
    weights
        One for each person, on any scale; 0 leaves a person out. Equal if None.
    units
        Which unit each person is of, where people of one unit are alike.
    level
        Confidence level of the intervals.
    """
    y, x = np.asarray(response, float), np.asarray(design, float)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(
            f"response and design must pair up, but have the shapes {y.shape} and "
            f"{x.shape}"
        )
    weight, use = counted(y, weights)
    y, x, root = y[use], x[use], np.sqrt(weight[use])
    if missing := int((~np.isfinite(x)).sum()):
        raise ValueError(f"the design must be complete, but {missing} cells are not")
    n, columns = x.shape
    basis, triangle = np.linalg.qr(root[:, None] * x)
    if n <= columns or _is_dependent(root[:, None] * x, triangle):
        return [Estimate.unknown(n)] * columns
    back = np.linalg.inv(triangle)
    coefficients = back @ (basis.T @ (root * y))
    residual = y - x @ coefficients
    scores = (root * residual)[:, None] * basis @ back.T
    covariance, df = scatter(scores, units, use)
    if largest(residual) <= ROUNDING * largest(y):
        covariance = np.zeros_like(covariance)
    errors = np.sqrt(np.diag(covariance))
    return [
        Estimate.from_t(
            float(value),
            float(se),
            df + 1 - columns,
            n=n,
            level=level,
            method="weighted regression",
        )
        for value, se in zip(coefficients, errors, strict=True)
    ]


def _is_dependent(design: Array, triangle: Array) -> bool:
    """Whether some column is, but for rounding, a sum of those before it."""
    own = np.abs(np.diag(triangle))
    return bool((own <= ROUNDING * np.linalg.norm(design, axis=0)).any())
