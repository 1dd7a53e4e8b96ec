"""A linear mixed model of people within units, each with a level of their own."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import block_diag

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.clustered import sum_units
from kaiku_analysis.stats.factors import Factors
from kaiku_analysis.stats.grouped import count_groups
from kaiku_analysis.stats.least_squares import checked, least_squares, orthonormal
from kaiku_analysis.stats.mixed import Method, MixedModel, check_method, conclude
from kaiku_analysis.stats.search import most_likely


def fit_nested(
    response: ArrayLike,
    design: ArrayLike,
    person: ArrayLike,
    unit: ArrayLike,
    *,
    unit_design: ArrayLike | None = None,
    method: Method = "satterthwaite",
    reml: bool = True,
) -> MixedModel:
    """Fit `response = design @ coefficients + person + unit + noise`.

    Laird & Ware (1982); in R `lmerTest::lmer(response ~ 0 + design + (1 | person) + (1
    | unit))`, or with `(0 + unit_design | unit)`. By sums per unit, so that the search
    for the variances does not depend on the number of people. A variance that turns out
    zero leaves the model without it, which `model` then names.

    Unknown when the columns of the design depend on one another, nobody answered
    twice, there are not more units than effects a unit has, or answers do not vary
    within people.

    Parameters
    ----------
    response
        One number per answer.
    design
        One row per answer, one column per coefficient; an intercept is a column too.
    person, unit
        Who gave the answer, and where they belong.
    unit_design
        What units differ in beyond their level: one row per answer, the intercept
        included, such as `[1, wave]` for units that change by unlike amounts. Their
        level alone if None.
    method
        How the degrees of freedom are reckoned: "satterthwaite" or "kenward-roger".
    reml
        Whether the likelihood is restricted; Satterthwaite only if it is not.

    Raises
    ------
    ValueError
        When the lengths differ, something is missing, or a person is in two units.
    """
    check_method(method, reml=reml)
    y, x, (people, places) = checked(response, design, person, unit)
    z = _unit_columns(unit_design, len(y))
    groups, units = (count_groups(codes) for codes in (people, places))
    unknown = MixedModel.unknown(x.shape[1], n=len(y), groups=groups, units=units)
    start, even = least_squares(y, x), orthonormal(z)
    if start is None or even is None or groups == len(y) or units <= len(z):
        return unknown
    # Columns as large as one: variances are looked for relative to the noise's.
    even = even * np.sqrt(len(y))
    sums = sum_units(
        np.vstack([z, start.columns]), people, _unit_of(people, places), random=len(z)
    ).turned(block_diag(even, start.back, 1))
    best = most_likely(sums, people=True, reml=reml)
    if best is None:
        return unknown
    coefficients, certainty, log_likelihood = conclude(best, start, method, reml=reml)
    return MixedModel(
        coefficients,
        certainty,
        {
            "noise": best.factors.noise,
            "person": float(best.factors.variances[1]),
            **name_variances("unit", even @ best.factors.covariance @ even.T),
        },
        log_likelihood,
        len(y),
        groups,
        units,
        _describe(best.factors),
    )


def name_variances(name: str, covariance: Array) -> dict[str, float]:
    """Name a variance, or the lower triangle of several: `unit`, `unit[1,0]`, ..."""
    return {
        name if i == j == 0 else f"{name}[{i},{j}]": float(covariance[i, j])
        for i, j in zip(*np.tril_indices(len(covariance)), strict=True)
    }


def _unit_columns(unit_design: ArrayLike | None, answers: int) -> Array:
    """Return the columns in which units differ, one row each."""
    if unit_design is None:
        return np.ones((1, answers))
    z = np.asarray(unit_design, float)
    if z.ndim != 2 or len(z) != answers or np.isnan(z).any():
        raise ValueError(
            f"unit_design must hold a complete row for each of {answers} answers, but "
            f"has the shape {z.shape} and {int(np.isnan(z).sum())} are missing"
        )
    return np.ascontiguousarray(z.T)


def _unit_of(people: NDArray[np.intp], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the unit of every person."""
    unit_of = np.zeros(int(people.max()) + 1, np.intp)
    unit_of[people] = places
    moved = np.unique(people[unit_of[people] != places])
    if len(moved):
        raise ValueError(
            f"people must stay in one unit, but {len(moved)} are in several"
        )
    return unit_of


def _describe(factors: Factors) -> str:
    person = [] if factors.variances[1] else ["person"]
    lost = factors.random - np.linalg.matrix_rank(factors.covariance)
    unit = ["unit"] if lost else []
    zero = " and ".join(person + unit)
    if factors.random > 1:
        return "person + unit effects" + (f", {zero} at the boundary" if zero else "")
    return "person + unit" + (f", {zero} variance zero" if zero else "")
