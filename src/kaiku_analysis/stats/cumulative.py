"""A model of ordered answers in which every person may have a level of their own."""

from dataclasses import dataclass
from math import nan
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answer_patterns import Codes, find_patterns
from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.levels import with_levels, without_levels
from kaiku_analysis.stats.links import Link
from kaiku_analysis.stats.quadrature import Ascent, Cumulative

# Fewer are far off with two answers a person; the weights of more underflow.
FEWEST_POINTS, MOST_POINTS = 5, 100
# Beyond so many distinct answers, evenly spaced points would take minutes.
MANY_ANSWERS = 5000
# A standard error this large, on the scale of a link, is that of an infinite estimate.
BOUNDLESS = 1e3
# Below this, a standard deviation of levels is zero but for where the search stopped.
NO_SPREAD = 1e-4


@dataclass(frozen=True)
class CumulativeFit:
    """A fitted cumulative-link model.

    Attributes
    ----------
    categories
        The answers that anyone gave, in ascending order.
    thresholds
        Between each of them and the next; NaN when the answers cannot tell.
    coefficients
        One for each column of the design; positive where it goes with higher answers.
    covariance
        Of the thresholds and then the coefficients.
    person_sd
        Standard deviation of people's levels.
    log_likelihood
        As `ordinal::clmm` counts it.
    n, people
        How many answers there were, from how many people.
    """

    categories: Array
    thresholds: Array
    coefficients: Array
    covariance: Array
    person_sd: float
    log_likelihood: float
    n: int
    people: int

    @classmethod
    def unknown(cls, categories: Array, columns: int, *, n: int, people: int) -> Self:
        """Stand in for a model that the answers cannot tell."""
        thresholds = max(len(categories) - 1, 0)
        size = thresholds + columns
        return cls(
            categories,
            np.full(thresholds, nan),
            np.full(columns, nan),
            np.full((size, size), nan),
            nan,
            nan,
            n,
            people,
        )

    @property
    def is_known(self) -> bool:
        """Whether the answers could tell the coefficients."""
        return not np.isnan(self.log_likelihood)

    @property
    def standard_errors(self) -> Array:
        """Of the thresholds and then the coefficients."""
        return np.sqrt(np.diag(self.covariance))


def fit_cumulative(
    answers: ArrayLike,
    design: ArrayLike,
    person: ArrayLike | None = None,
    *,
    link: Link = "logit",
    points: int = 15,
) -> CumulativeFit:
    """Fit `F^-1(P(answer <= k)) = threshold_k - design @ coefficients - own level`.

    McCullagh (1980), with normal levels integrated out by adaptive quadrature; in R
    `ordinal::clmm(answer ~ design + (1 | person), link = link, nAGQ = points)`, or
    `ordinal::clm` without persons. Standard errors rest on the observed information.
    Levels that do not differ leave the model without them.

    Unknown when all answers are the same, the columns of the design depend on one
    another or add up to a constant, nobody answered twice, a coefficient would be
    infinite (as where everyone of one kind answers higher than all others), or the
    levels would (as where everyone always answers the same).

    Parameters
    ----------
    answers
        One ordered answer each, as numbers.
    design
        One row per answer, one column per coefficient; no intercept.
    person
        Who gave the answer, any labels, in any order; None for strangers.
    link
        Whether coefficients are log odds ratios or in units of a normal spread.
    points
        How many points stand for a person's level on the way to the most likely
        model; the last steps take three times as many.

    Raises
    ------
    ValueError
        When the lengths differ, something is missing, or there are too few or too many
        points.
    """
    if not FEWEST_POINTS <= points <= MOST_POINTS:
        raise ValueError(
            f"points must lie between {FEWEST_POINTS} and {MOST_POINTS}, not {points}"
        )
    y, x, codes = _checked(answers, design, person)
    categories, category = np.unique(y, return_inverse=True)
    people, columns = len(np.unique(codes)), x.shape[1]
    unknown = CumulativeFit.unknown(categories, columns, n=len(y), people=people)
    is_alone = people == len(y)
    if len(categories) < 2 or (is_alone and person is not None):
        return unknown
    scale = np.abs(x).max(axis=0, initial=0)
    patterns = find_patterns(category, x / np.where(scale > 0, scale, 1), codes)
    if _is_dependent(patterns.design):
        return unknown
    model = Cumulative(patterns, len(categories) - 1, link, points)
    top = without_levels(model)
    if top is not None and not is_alone:
        top = with_levels(model, top)
    return unknown if top is None else _result(unknown, top, scale)


def _checked(
    answers: ArrayLike, design: ArrayLike, person: ArrayLike | None
) -> tuple[Array, Array, Codes]:
    y, x = np.asarray(answers, float), np.asarray(design, float)
    strangers = np.arange(len(y))
    codes = strangers if person is None else pd.factorize(np.asarray(person))[0]
    if x.ndim != 2 or not len(y) == len(x) == len(codes):
        raise ValueError(
            f"answers, design and person must pair up, but have the shapes "
            f"{y.shape}, {x.shape} and {codes.shape}"
        )
    missing = int((~np.isfinite(y)).sum() + (~np.isfinite(x)).sum() + (codes < 0).sum())
    if missing:
        raise ValueError(f"answers must be complete, but {missing} are missing")
    return y, x, codes


def _is_dependent(design: Array) -> bool:
    with_constant = np.column_stack([np.ones(len(design)), design])
    return bool(np.linalg.matrix_rank(with_constant) < with_constant.shape[1])


def _result(unknown: CumulativeFit, top: Ascent, scale: Array) -> CumulativeFit:
    """Turn the top back to the units of the design."""
    cuts = len(unknown.thresholds)
    units = np.append(np.ones(cuts), 1 / scale)
    size = len(units)
    covariance = np.linalg.inv(-top.curvature)[:size, :size]
    return CumulativeFit(
        unknown.categories,
        top.parameters[:cuts],
        top.parameters[cuts:size] * units[cuts:],
        covariance * np.outer(units, units),
        # Levels are symmetric about zero: the search may end on either side.
        float(np.abs(top.parameters[size:]).sum()),
        top.value,
        unknown.n,
        unknown.people,
    )
