"""Any weighted sum of a model's coefficients, with its own degrees of freedom."""

from math import sqrt
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate


class Fitted(Protocol):
    """A fitted model, of whatever kind."""

    @property
    def coefficients(self) -> Array:
        """One for each column of the design."""

    @property
    def covariance(self) -> Array:
        """Of the coefficients."""

    @property
    def groups(self) -> int:
        """How many people answered."""

    @property
    def is_known(self) -> bool:
        """Whether the answers could tell the coefficients."""

    @property
    def method(self) -> str:
        """What gave the numbers."""

    def weighted_df(self, weights: Array) -> float:
        """Return the degrees of freedom of a weighted sum of the coefficients."""


def contrast(fit: Fitted, weights: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Estimate a weighted sum of a model's coefficients.

    In R `lmerTest::contest1D(fit, weights, ddf = ...)` for a mixed model, whose method
    of reckoning degrees of freedom was chosen when it was fitted; `doBy::esticon(fit,
    weights)` for GEE, with the normal distribution.

    Parameters
    ----------
    fit
        The model.
    weights
        One per coefficient.
    level
        Confidence level of the interval.

    Raises
    ------
    ValueError
        When there are not as many weights as coefficients.
    """
    w = np.asarray(weights, float)
    if w.shape != fit.coefficients.shape:
        raise ValueError(
            f"weights and coefficients must pair up, but have the shapes "
            f"{w.shape} and {fit.coefficients.shape}"
        )
    variance = float(w @ fit.covariance @ w)
    # Kenward & Roger's may fall below zero, with hardly more units than variances.
    if not (fit.is_known and variance > 0):
        return Estimate.unknown(fit.groups)
    return Estimate.from_t(
        float(w @ fit.coefficients),
        sqrt(variance),
        fit.weighted_df(w),
        n=fit.groups,
        level=level,
        method=fit.method,
    )
