"""A linear mixed model in which every person has a level and a pace of their own."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import block_diag

from kaiku_analysis.stats.clustered import sum_people
from kaiku_analysis.stats.factors import Factors
from kaiku_analysis.stats.grouped import count_groups
from kaiku_analysis.stats.least_squares import checked, least_squares, orthonormal
from kaiku_analysis.stats.mixed import Method, MixedModel, check_method, conclude
from kaiku_analysis.stats.search import most_likely
from kaiku_analysis.stats.stand_ins import share_patterns


def fit_growth(
    response: ArrayLike,
    design: ArrayLike,
    person: ArrayLike,
    time: ArrayLike,
    *,
    method: Method = "satterthwaite",
    reml: bool = True,
) -> MixedModel:
    """Fit `response = design @ coefficients + level + slope * time + noise`.

    Laird & Ware (1982), with level and slope of every person, which may correlate; in R
    `lmerTest::lmer(response ~ 0 + design + (time | person))`. People measured at the
    same times share their sums. The variances are named `person` (of the levels at time
    zero), `slope`, `covariance` and `noise`.

    Unknown where lme4 refuses too, with no more than two answers a person on average,
    and when the columns of the design depend on one another, when everybody was
    measured once, or when people's answers lie on lines without noise.

    Parameters
    ----------
    response
        One number per answer.
    design
        One row per answer, one column per coefficient: usually an intercept, the time,
        and what may change either.
    person
        Who gave the answer.
    time
        When.
    method
        How the degrees of freedom are reckoned: "satterthwaite" or "kenward-roger".
    reml
        Whether the likelihood is restricted; Satterthwaite only if it is not.

    Raises
    ------
    ValueError
        When the lengths differ, or something is missing.
    """
    check_method(method, reml=reml)
    y, x, (people,) = checked(response, design, person)
    when = np.asarray(time, float)
    if when.shape != y.shape or np.isnan(when).any():
        raise ValueError(f"every one of {len(y)} answers must have a time")
    groups = count_groups(people)
    unknown = MixedModel.unknown(x.shape[1], n=len(y), groups=groups)
    z = np.vstack([np.ones(len(y)), when])
    start, even = least_squares(y, x), orthonormal(z)
    if start is None or even is None or len(y) <= 2 * groups:
        return unknown
    even = even * np.sqrt(len(y))
    sums = sum_people(np.vstack([z, start.columns]), people, random=2)
    sums = share_patterns(sums).turned(block_diag(even, start.back, 1))
    best = most_likely(sums, people=False, reml=reml)
    if best is None:
        return unknown
    level, covariance, _, slope = (even @ best.factors.covariance @ even.T).ravel()
    coefficients, certainty, log_likelihood = conclude(best, start, method, reml=reml)
    return MixedModel(
        coefficients,
        certainty,
        {
            "noise": best.factors.noise,
            "person": float(level),
            "slope": float(slope),
            "covariance": float(covariance),
        },
        log_likelihood,
        len(y),
        groups,
        model=_describe(best.factors),
    )


def _describe(factors: Factors) -> str:
    rank = int(np.linalg.matrix_rank(factors.covariance))
    told = "neither varies", "of one piece", ""
    return ", ".join(filter(None, ["person's level + slope", told[rank]]))
