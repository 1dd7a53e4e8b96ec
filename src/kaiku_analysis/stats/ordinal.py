"""How the answers to a single ordered question moved between two waves."""

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array, aligned, both_answered
from kaiku_analysis.stats.cumulative import CumulativeFit, fit_cumulative
from kaiku_analysis.stats.difference import FEWEST_PAIRS
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.links import Link


def ordinal_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    link: Link = "logit",
    points: int = 15,
) -> Estimate:
    """Estimate how much the odds of a higher answer grew, as a log odds ratio.

    The wave's coefficient in `fit_ordinal`, with Wald's interval; in R
    `summary(ordinal::clmm(answer ~ wave + (1 | person), nAGQ = points))`. It compares
    a person with themselves. Fewer than three linked people do not show how alike
    one person's answers are: then it compares strangers (see the estimate's `method`),
    which is nearer to zero.

    Unknown where the model is, as when everyone rose or nobody moved.

    Parameters
    ----------
    before, after
        One position per person, NaN where they did not answer.
    level
        Confidence level of the interval.
    link
        With "probit" the difference is in normal standard deviations instead.
    points
        How many points stand for a person's level, as in `fit_cumulative`.
    """
    x, y = aligned(before, after)
    n = int((~np.isnan(x) | ~np.isnan(y)).sum())
    linked = int(both_answered(x, y).sum()) >= FEWEST_PAIRS
    fit = _fit(x, y, is_linked=linked, link=link, points=points)
    if not fit.is_known:
        return Estimate.unknown(n)
    return Estimate.from_t(
        float(fit.coefficients[0]),
        float(fit.standard_errors[-1]),
        np.inf,
        n=n,
        level=level,
        method=f"cumulative {link} mixed model" if linked else f"cumulative {link}",
    )


def fit_ordinal(
    before: ArrayLike, after: ArrayLike, *, link: Link = "logit", points: int = 15
) -> CumulativeFit:
    """Fit the answers of two waves, in which each person has a level of their own.

    `fit_cumulative` of everyone who answered a wave; its one coefficient is the second
    wave's.
    """
    return _fit(*aligned(before, after), is_linked=True, link=link, points=points)


def _fit(
    x: Array, y: Array, *, is_linked: bool, link: Link, points: int
) -> CumulativeFit:
    first, second = np.flatnonzero(~np.isnan(x)), np.flatnonzero(~np.isnan(y))
    wave = np.repeat([0.0, 1.0], [len(first), len(second)])
    return fit_cumulative(
        np.concatenate([x[first], y[second]]),
        wave[:, None],
        np.concatenate([first, second]) if is_linked else None,
        link=link,
        points=points,
    )
