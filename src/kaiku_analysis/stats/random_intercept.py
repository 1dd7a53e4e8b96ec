"""A linear mixed model in which every person, or unit, has a level of its own."""

from math import inf

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import block_diag

from kaiku_analysis.stats.clustered import without_clusters
from kaiku_analysis.stats.factors import Factors
from kaiku_analysis.stats.grouped import GroupedSums, count_groups, sum_groups
from kaiku_analysis.stats.least_squares import checked, least_squares
from kaiku_analysis.stats.likelihood import evaluate_likelihood
from kaiku_analysis.stats.mixed import Method, MixedModel, check_method, conclude
from kaiku_analysis.stats.reml import most_likely_ratio, profile, scale_df
from kaiku_analysis.stats.search import Optimum
from kaiku_analysis.stats.woodbury import cross_products


def fit_random_intercept(
    response: ArrayLike,
    design: ArrayLike,
    group: ArrayLike,
    *,
    method: Method = "satterthwaite",
    reml: bool = True,
) -> MixedModel:
    """Fit `response = design @ coefficients + intercept of the group + noise`.

    Patterson & Thompson (1971), with the degrees of freedom of Satterthwaite (1946) as
    Kuznetsova, Brockhoff & Christensen (2017) compute them, or with the standard errors
    and degrees of freedom of Kenward & Roger (1997); in R `lmerTest::lmer(response ~ 0
    + design + (1 | group))` with `summary(fit, ddf = ...)`. A variance between groups
    of zero leaves ordinary least squares; Satterthwaite's degrees of freedom are then
    the residual ones.

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
    method
        How the degrees of freedom are reckoned: "satterthwaite" or "kenward-roger".
    reml
        Whether the likelihood is restricted; Satterthwaite only if it is not.

    Raises
    ------
    ValueError
        When the lengths differ, or an answer, a design or a label is missing.
    """
    check_method(method, reml=reml)
    y, x, (codes,) = checked(response, design, group)
    start = least_squares(y, x)
    if start is None:
        return MixedModel.unknown(x.shape[1], n=len(y), groups=count_groups(codes))
    # Residuals instead of answers: large means would otherwise eat the digits of every
    # cross-product. Columns of unlike size are evened out when the sums are small.
    sums = sum_groups(start.columns, codes).turned(block_diag(start.back, 1))
    groups = int(sums.counts.sum())
    ratio = most_likely_ratio(sums, reml=reml) if groups < len(y) else inf
    if ratio == inf:
        return MixedModel.unknown(x.shape[1], n=len(y), groups=groups)
    at = _optimum(sums, ratio, reml=reml)
    variances = dict(zip(["noise", "person"], at.factors.variances, strict=True))
    coefficients, certainty, log_likelihood = conclude(at, start, method, reml=reml)
    return MixedModel(
        coefficients, certainty, variances, log_likelihood, len(y), groups
    )


def _optimum(sums: GroupedSums, ratio: float, *, reml: bool) -> Optimum:
    residual = float(profile(sums, ratio, reml=reml).residual)
    factors = Factors(
        residual / scale_df(sums, reml=reml), np.array([np.sqrt(ratio)]), 0
    )
    products = cross_products(without_clusters(sums), factors.variances)
    at = evaluate_likelihood(products, answers=sums.answers, reml=reml)
    return Optimum(factors, products, at)
