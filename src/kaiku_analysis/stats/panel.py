"""The difference between two waves that only some people answered both of."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array, aligned, both_answered
from kaiku_analysis.stats.contrast import contrast
from kaiku_analysis.stats.difference import FEWEST_PAIRS, independent_difference
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.mixed import Method, MixedModel, check_method
from kaiku_analysis.stats.random_intercept import fit_random_intercept


def panel_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    method: Method = "satterthwaite",
) -> Estimate:
    """Estimate how the wave moved the answers, from everyone who gave any.

    A mixed model in which each person has a level of their own, fitted by REML with
    Satterthwaite's degrees of freedom; in R `lmerTest::lmer(answer ~ wave + (1 |
    person))`. Right when who answered depends on answers given, not on those withheld
    (MAR). With everyone linked it is the paired t, unless their two answers resemble
    each other less than strangers' do.

    Welch's t instead (see the estimate's `method`) when fewer than three people are
    linked, or all of them changed alike: nothing then tells what a person's two answers
    share. It takes them for strangers', which only widens the interval as long as
    people resemble themselves.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    level
        Confidence level of the interval.
    method
        How the degrees of freedom are reckoned: "satterthwaite" or "kenward-roger".
    """
    check_method(method, reml=True)
    x, y = aligned(before, after)
    n = int((~np.isnan(x) | ~np.isnan(y)).sum())
    linked = int(both_answered(x, y).sum())
    fit = _fit(x, y, method) if linked >= FEWEST_PAIRS else None
    if fit is None or not fit.is_known:
        return replace(independent_difference(x, y, level=level), n=n)
    return contrast(fit, [0, 1], level=level)


def _fit(x: Array, y: Array, method: Method) -> MixedModel:
    first, second = np.flatnonzero(~np.isnan(x)), np.flatnonzero(~np.isnan(y))
    person = np.concatenate([first, second])
    wave = np.repeat([0.0, 1.0], [len(first), len(second)])
    design = np.column_stack([np.ones_like(wave), wave])
    answers = np.concatenate([x[first], y[second]])
    return fit_random_intercept(answers, design, person, method=method)
