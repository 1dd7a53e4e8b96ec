"""Averages over a population whose members answered more than once."""

from dataclasses import dataclass
from math import inf, nan
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimating import Answers, Means, Odds, solve_equations
from kaiku_analysis.stats.grouped import count_groups, sum_groups
from kaiku_analysis.stats.least_squares import checked, least_squares
from kaiku_analysis.stats.stand_ins import share_groups

Family = Literal["gaussian", "binary"]
Correlation = Literal["exchangeable", "independence"]


@dataclass(frozen=True)
class PopulationAverage:
    """Coefficients of generalised estimating equations.

    Attributes
    ----------
    coefficients
        One for each column of the design; log-odds if the answers are yes or no.
    covariance
        Of the coefficients, whatever the correlation really is ("robust").
    model_covariance
        Of the coefficients, were the assumed correlation right.
    correlation
        Between two answers of one group.
    scale
        The variance of the answers, in units of the family's.
    n, groups
        How many answers there were, in how many groups.
    """

    coefficients: Array
    covariance: Array
    model_covariance: Array
    correlation: float
    scale: float
    n: int
    groups: int

    @classmethod
    def unknown(cls, columns: int, *, n: int, groups: int) -> Self:
        """Stand in for a model that the answers cannot tell."""
        square = np.full((columns, columns), nan)
        return cls(np.full(columns, nan), square, square, nan, nan, n, groups)

    @property
    def is_known(self) -> bool:
        """Whether the answers could tell the coefficients."""
        return not np.isnan(self.scale)

    @property
    def method(self) -> str:
        """What gave the numbers."""
        return "GEE"

    @property
    def standard_errors(self) -> Array:
        """Robust ones of the coefficients."""
        return np.sqrt(np.diag(self.covariance))

    def weighted_df(self, weights: Array) -> float:
        """Return endless ones: robust standard errors are for many groups."""
        return inf


def fit_gee(
    response: ArrayLike,
    design: ArrayLike,
    group: ArrayLike,
    *,
    family: Family = "gaussian",
    correlation: Correlation = "exchangeable",
) -> PopulationAverage:
    """Fit the mean of the answers, or the log-odds of a yes.

    Liang & Zeger (1986) with their robust covariance; in R `geepack::geeglm(response ~
    0 + design, id = group, family = ..., corstr = ...)`, whose scale and correlation
    are plain means of squared residuals and of their products. With few groups (below
    about 40) the robust standard errors are too small: take a mixed model then.

    AR(1) is not offered. Programs disagree about its correlation (.46 in geepack, .38
    in statsmodels for one published example, coefficients up to 11 % apart), and two
    or three waves cannot tell it from an exchangeable one.

    Unknown when the columns of the design depend on one another or explain all
    answers, when there is one group, and when the correlation found cannot be one.

    Parameters
    ----------
    response
        One number per answer; 0 or 1 if binary.
    design
        One row per answer, one column per coefficient; an intercept is a column too.
    group
        Who gave the answer: any labels, in any order.
    family
        "gaussian" for means, "binary" for log-odds.
    correlation
        "exchangeable" if any two answers of a group correlate alike, or "independence".

    Raises
    ------
    ValueError
        When the lengths differ, something is missing, or a binary answer is neither 0
        nor 1.
    """
    _check_choice("family", family, get_args(Family))
    _check_choice("correlation", correlation, get_args(Correlation))
    y, x, (codes,) = checked(response, design, group)
    if family == "binary" and not np.isin(y, (0, 1)).all():
        raise ValueError("binary answers must be 0 or 1")
    n, groups = len(y), count_groups(codes)
    unknown = PopulationAverage.unknown(x.shape[1], n=n, groups=groups)
    start = least_squares(y, x)
    if start is None or groups < 2:
        return unknown
    back, known = start.back * np.sqrt(n), start.coefficients
    if family == "gaussian":
        sums = sum_groups(start.columns, codes)
        answers: Answers = Means(start.columns, codes, back, sums)
    else:
        answers = Odds(*share_groups(np.vstack([x.T, y]), codes), back)
        known = np.zeros_like(known)
    solved = solve_equations(answers, correlated=correlation == "exchangeable")
    if solved is None:
        return unknown
    return PopulationAverage(
        coefficients=known + back @ solved.coefficients,
        covariance=back @ solved.robust @ back.T,
        model_covariance=back @ solved.covariance @ back.T,
        correlation=solved.correlation,
        scale=solved.scale,
        n=n,
        groups=groups,
    )


def _check_choice(name: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise ValueError(f"{name} must be {' or '.join(choices)}, not {given}")
