"""A linear mixed model in which every person, or unit, has a level of its own."""

from dataclasses import dataclass
from math import inf, log, nan, pi
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, Array, largest
from kaiku_analysis.stats.grouped import GroupedSums, sum_groups
from kaiku_analysis.stats.reml import most_likely_ratio, profile
from kaiku_analysis.stats.satterthwaite import satterthwaite_df


@dataclass(frozen=True)
class RandomIntercept:
    """A fitted random-intercept model.

    Attributes
    ----------
    coefficients
        One for each column of the design; NaN when the answers cannot tell.
    covariance
        Of the coefficients.
    df
        Satterthwaite's degrees of freedom of each coefficient.
    between, within
        Variance between groups, and of answers within a group.
    log_likelihood
        Restricted (REML), as lme4 counts it.
    n, groups
        How many answers there were, in how many groups.
    """

    coefficients: Array
    covariance: Array
    df: Array
    between: float
    within: float
    log_likelihood: float
    n: int
    groups: int

    @classmethod
    def unknown(cls, columns: int, *, n: int, groups: int) -> Self:
        """Stand in for a model that the answers cannot tell."""
        missing = np.full(columns, nan)
        return cls(
            missing, np.full((columns, columns), nan), missing, nan, nan, nan, n, groups
        )

    @property
    def is_known(self) -> bool:
        """Whether the answers could tell the coefficients and both variances."""
        return not np.isnan(self.within)

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients."""
        return np.sqrt(np.diag(self.covariance))


def fit_random_intercept(
    response: ArrayLike, design: ArrayLike, group: ArrayLike
) -> RandomIntercept:
    """Fit `response = design @ coefficients + intercept of the group + noise` by REML.

    Patterson & Thompson (1971), with the degrees of freedom of Satterthwaite (1946) as
    Kuznetsova, Brockhoff & Christensen (2017) compute them; in R
    `lmerTest::lmer(response ~ 0 + design + (1 | group))`. A variance between groups
    of zero leaves ordinary least squares with its residual degrees of freedom.

    Unknown when the columns of the design depend on one another, no group answered
    twice, or answers do not vary within groups: the two variances are then not told
    apart.

    Parameters
    ----------
    response
        One number per answer.
    design
        One row per answer, one column per coefficient; an intercept is a column too.
    group
        Who gave the answer: any labels, in any order.

    Raises
    ------
    ValueError
        When the lengths differ, or an answer, a design or a label is missing.
    """
    y, x, codes = _checked(response, design, group)
    columns, groups = x.shape[1], int(codes.max(initial=-1)) + 1
    unknown = RandomIntercept.unknown(columns, n=len(y), groups=groups)
    if len(y) <= columns or groups == len(y):
        return unknown
    basis, triangle = np.linalg.qr(x)
    start = basis.T @ y
    residual = y - basis @ start
    if _is_dependent(x, triangle) or largest(residual) <= ROUNDING * largest(y):
        return unknown
    # An orthonormal design and residuals instead of answers: large means or columns
    # of unlike size would otherwise eat the digits of every cross-product.
    sums = sum_groups(np.column_stack([basis, residual]), codes)
    ratio = most_likely_ratio(sums)
    if ratio == inf:
        return unknown
    return _solve(sums, ratio, start, triangle)


def _checked(
    response: ArrayLike, design: ArrayLike, group: ArrayLike
) -> tuple[Array, Array, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    y, x = np.asarray(response, float), np.asarray(design, float)
    codes, _ = pd.factorize(np.asarray(group))
    if x.ndim != 2 or not len(y) == len(x) == len(codes):
        raise ValueError(
            f"response, design and group must pair up, but have the shapes "
            f"{y.shape}, {x.shape} and {codes.shape}"
        )
    missing = int(np.isnan(y).sum() + np.isnan(x).sum() + (codes < 0).sum())
    if missing:
        raise ValueError(f"answers must be complete, but {missing} are missing")
    return y, x, codes


def _is_dependent(design: Array, triangle: Array) -> bool:
    """Whether some column is, but for rounding, a sum of those before it."""
    own = np.abs(np.diag(triangle))
    return bool((own <= ROUNDING * np.linalg.norm(design, axis=0)).any())


def _solve(
    sums: GroupedSums, ratio: float, start: Array, triangle: Array
) -> RandomIntercept:
    """Turn the optimum back to the columns of the design."""
    at = profile(sums, ratio)
    back = np.linalg.inv(triangle)
    within = float(at.residual) / sums.residual_df
    constant = sums.residual_df * (1 + log(2 * pi / sums.residual_df))
    determinant = 2 * np.log(np.abs(np.diag(triangle))).sum()
    return RandomIntercept(
        coefficients=back @ (start + at.coefficients),
        covariance=within * back @ at.inverse @ back.T,
        df=satterthwaite_df(at, back, sums.residual_df, is_boundary=ratio == 0),
        between=ratio * within,
        within=within,
        log_likelihood=-float(at.deviance + constant + determinant) / 2,
        n=sums.answers,
        groups=int(sums.counts.sum()),
    )
