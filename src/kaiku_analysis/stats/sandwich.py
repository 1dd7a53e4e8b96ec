"""Least squares when people of one unit share what happened to them."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array, aligned
from kaiku_analysis.stats.cluster_sums import stack_waves, sum_clusters
from kaiku_analysis.stats.estimate import Estimate

FEWEST_CLUSTERS = 3


@dataclass(frozen=True)
class ClusterRobust:
    """A least squares fit whose uncertainty respects clusters.

    Attributes
    ----------
    coefficients
        One for each column of the design; NaN when the answers cannot tell.
    covariance
        Of the coefficients: CR2.
    df
        Satterthwaite's degrees of freedom of each coefficient.
    n, clusters
        How many answers there were, in how many clusters.
    """

    coefficients: Array
    covariance: Array
    df: Array
    n: int
    clusters: int

    @classmethod
    def unknown(cls, columns: int, *, n: int, clusters: int) -> Self:
        """Stand in for a fit that the answers cannot tell."""
        missing = np.full(columns, np.nan)
        return cls(missing, np.full((columns, columns), np.nan), missing, n, clusters)

    @property
    def is_known(self) -> bool:
        """Whether there were clusters enough, and columns that can be told apart."""
        return not np.isnan(self.coefficients).any()

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients."""
        return np.sqrt(np.diag(self.covariance))


def clustered_difference(
    before: ArrayLike, after: ArrayLike, unit: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate `mean(after) - mean(before)` of everyone, with units as the chance.

    It answers: by how much would the mean of people like ours change in other units
    that took part? Least squares of the answers on the wave, with `cluster_robust`'s
    CR2 covariance and degrees of freedom, which hold from few units on. Unknown below
    three units, or where one alone answered a wave: nothing then tells a unit's luck
    from the programme.

    A difference of means: right when who answered is chance. Where it depends on
    answers given, `panel_difference` stays right about these people, and this does not.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    unit
        The unit of each person: any labels.
    level
        Confidence level of the interval.
    """
    x, y = aligned(before, after)
    n = int((~np.isnan(x) | ~np.isnan(y)).sum())
    answer, design, codes = stack_waves(x, y, unit)
    units = comparable_units(design, codes)
    if units < FEWEST_CLUSTERS:
        return too_few_units(units, n=n)
    fit = cluster_robust(answer, design, codes)
    if not fit.is_known:
        return Estimate.unknown(n)
    return Estimate.from_t(
        float(fit.coefficients[1]),
        float(fit.standard_errors[1]),
        float(fit.df[1]),
        n=n,
        level=level,
        method="CR2 by unit",
    )


def cluster_robust(
    response: ArrayLike, design: ArrayLike, cluster: ArrayLike
) -> ClusterRobust:
    """Fit `response = design @ coefficients + noise`, noise shared within clusters.

    Bell & McCaffrey (2002, Survey Methodology 28(2)) with an identity working
    covariance; in R `clubSandwich::coef_test(lm(...), cluster, vcov = "CR2", test =
    "Satterthwaite")`. With a group, a wave and their product as columns the product's
    coefficient is the difference in differences.

    Their adjustment (I - H_gg)^(-1/2) has the rows of a cluster as its size; carried
    into the basis it is (I - Q_g'Q_g)^(-1/2), as small as the design, so that sums by
    cluster suffice. Unknown below three clusters and when columns depend on one
    another.

    Raises
    ------
    ValueError
        When the lengths differ, or an answer, a design or a cluster is missing.
    """
    sums = sum_clusters(response, design, cluster)
    columns, clusters = sums.triangle.shape[1], len(sums.gram)
    if clusters < FEWEST_CLUSTERS or sums.is_dependent:
        return ClusterRobust.unknown(columns, n=sums.n, clusters=clusters)
    back = np.linalg.inv(sums.triangle)
    adjustment = _inverse_root(np.eye(columns) - sums.gram)
    adjusted = np.einsum("gij,gj->gi", adjustment, sums.scores)
    # What is left of residuals that cancel out within clusters is rounding.
    adjusted[np.abs(adjusted) <= ROUNDING * np.linalg.norm(sums.coefficients)] = 0
    influence = adjusted @ back.T
    return ClusterRobust(
        coefficients=back @ sums.coefficients,
        covariance=influence.T @ influence,
        df=np.array([_bell_mccaffrey_df(sums.gram, adjustment, row) for row in back]),
        n=sums.n,
        clusters=clusters,
    )


def comparable_units(design: Array, codes: NDArray[np.intp]) -> int:
    """Return how many units there are; one, if one alone answered a wave."""
    waves = (len(np.unique(codes[design[:, 1] == wave])) for wave in (0, 1))
    return 1 if min(waves) == 1 else len(np.unique(codes))


def too_few_units(units: int, *, n: int) -> Estimate:
    """Say that nothing can be inferred between so few units."""
    return replace(Estimate.unknown(n), method=f"no inference between {units} units")


def _inverse_root(matrices: Array) -> Array:
    """Return the inverse square roots; zero in the directions that have none.

    A cluster that alone tells a coefficient has such a direction, and no residual in
    it.
    """
    values, vectors = np.linalg.eigh(matrices)
    roots = np.zeros_like(values)
    np.power(values, -0.5, where=values > ROUNDING, out=roots)
    turned: Array = vectors * roots[:, None, :] @ np.swapaxes(vectors, -1, -2)
    return turned


def _bell_mccaffrey_df(gram: Array, adjustment: Array, contrast: Array) -> float:
    """Return `trace(P'P)^2 / sum((P'P)^2)` of the variance's quadratic form P.

    (P'P)_gh is `[g = h] own_g - shared_g'shared_h`.
    """
    weighted = adjustment @ contrast
    shared = np.einsum("gij,gj->gi", gram, weighted)
    own = np.einsum("gi,gi->g", weighted, shared)
    lost = (shared**2).sum(axis=1)
    trace = (own - lost).sum()
    # A coefficient that one cluster alone tells leaves no residual to judge it by.
    if trace <= ROUNDING * own.sum():
        return 0.0
    squares = (own**2 - 2 * own * lost).sum() + ((shared.T @ shared) ** 2).sum()
    return float(trace**2 / squares)
