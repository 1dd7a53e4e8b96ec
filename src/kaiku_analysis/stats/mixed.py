"""A linear mixed model: what it says, and how sure it is of any part of it."""

from dataclasses import dataclass
from math import nan
from typing import Literal, Self, get_args

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.certainty import Certainty
from kaiku_analysis.stats.kenward_roger import kenward_roger
from kaiku_analysis.stats.least_squares import LeastSquares
from kaiku_analysis.stats.satterthwaite import satterthwaite
from kaiku_analysis.stats.search import Optimum

Method = Literal["satterthwaite", "kenward-roger"]


@dataclass(frozen=True)
class MixedModel:
    """A fitted mixed model.

    Attributes
    ----------
    coefficients
        One for each column of the design; NaN when the answers cannot tell.
    certainty
        Of the coefficients.
    variances
        By name: `person` (or whatever groups the answers), `noise` (what differs
        within a person), and what else varies in the model.
    log_likelihood
        As lme4 counts it: restricted, if fitted by REML.
    n, groups
        How many answers there were, from how many people.
    units
        Of how many units the people were; 0 in a model without.
    model
        What was fitted, such as "person + unit", and which variance turned out zero.
    """

    coefficients: Array
    certainty: Certainty
    variances: dict[str, float]
    log_likelihood: float
    n: int
    groups: int
    units: int = 0
    model: str = "person"

    @classmethod
    def unknown(cls, columns: int, *, n: int, groups: int, units: int = 0) -> Self:
        """Stand in for a model that the answers cannot tell."""
        square = np.full((columns, columns), nan)
        certainty = Certainty(square, square, square[None], np.full((1, 1), nan))
        missing = np.full(columns, nan)
        return cls(missing, certainty, {}, nan, n, groups, units, "unknown")

    @property
    def is_known(self) -> bool:
        """Whether the answers could tell the coefficients and all variances."""
        return bool(self.variances)

    @property
    def between(self) -> float:
        """The variance between people, or whatever groups the answers."""
        return self.variances.get("person", nan)

    @property
    def within(self) -> float:
        """The variance of answers within a person."""
        return self.variances.get("noise", nan)

    @property
    def covariance(self) -> Array:
        """Of the coefficients."""
        return self.certainty.covariance

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients; NaN where a corrected variance falls below zero."""
        variances = np.diag(self.covariance)
        return np.sqrt(np.where(variances > 0, variances, nan))

    @property
    def method(self) -> str:
        """What gave the numbers."""
        return "mixed model"

    @property
    def df(self) -> Array:
        """Degrees of freedom of each coefficient."""
        return np.array([self.weighted_df(row) for row in np.eye(len(self.covariance))])

    def weighted_df(self, weights: Array) -> float:
        """Return the degrees of freedom of a weighted sum of the coefficients."""
        return self.certainty.df(weights)


def check_method(method: str, *, reml: bool) -> None:
    """Say so when there is no such method of reckoning degrees of freedom."""
    if method not in get_args(Method):
        names = " or ".join(get_args(Method))
        raise ValueError(f"method must be {names}, not {method}")
    if method == "kenward-roger" and not reml:
        raise ValueError("kenward-roger is about REML, not maximum likelihood")


def conclude(
    optimum: Optimum, start: LeastSquares, method: Method, *, reml: bool
) -> tuple[Array, Certainty, float]:
    """Return coefficients, certainty and log-likelihood in the design's own columns."""
    at, back = optimum.likelihood, start.back
    certainty = (
        kenward_roger(optimum.products, at)
        if method == "kenward-roger"
        else satterthwaite(at, optimum.factors.jacobian, optimum.hessian)
    )
    # Orthonormal columns take a determinant out of REML's information.
    own = -2 * float(np.linalg.slogdet(back)[1]) if reml else 0.0
    coefficients = start.coefficients + back @ at.coefficients
    return coefficients, certainty.turned(back), -(at.deviance + own) / 2
