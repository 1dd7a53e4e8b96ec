"""How likely an answer is, when an unseen opinion is cut into categories.

An answer falls between two thresholds of which the opinion is subtracted: between
`lower` and `upper`, the lowest category from minus infinity, the highest to infinity.
Its chance is F(upper) - F(lower); F is the logistic or the normal distribution.
"""

from dataclasses import dataclass
from math import log, pi
from typing import Literal

import numpy as np
from scipy.special import expit, log_ndtr

from kaiku_analysis.stats.answers import Array

Link = Literal["logit", "probit"]


@dataclass(frozen=True)
class Chance:
    """The log of `F(upper) - F(lower)`, and its derivatives.

    Attributes
    ----------
    log
        The logarithm itself.
    up, low
        First derivatives by the upper and the lower limit.
    up_up, up_low, low_low
        Second derivatives.
    """

    log: Array
    up: Array
    low: Array
    up_up: Array
    up_low: Array
    low_low: Array


def logit_chance(upper: Array, lower: Array) -> Chance:
    """Evaluate under the logistic distribution.

    `F(a) - F(b) = F(a) F(-b) (1 - exp(b - a))` keeps every digit in either tail.
    """
    gap = upper - lower
    above, below = expit(-upper), expit(lower)
    with np.errstate(divide="ignore", over="ignore"):
        pull = 1 / np.expm1(gap)
        log_chance = (
            -np.logaddexp(0, -upper) - np.logaddexp(0, lower) + np.log(-np.expm1(-gap))
        )
    bend = pull * (1 + pull)
    return Chance(
        log=log_chance,
        up=above + pull,
        low=-below - pull,
        up_up=-above * (1 - above) - bend,
        up_low=bend,
        low_low=-below * (1 - below) - bend,
    )


def probit_chance(upper: Array, lower: Array) -> Chance:
    """Evaluate under the normal distribution, in the tail where it keeps its digits."""
    is_right = upper + lower > 0
    a = np.where(is_right, -lower, upper)
    b = np.where(is_right, -upper, lower)
    most = log_ndtr(a)
    with np.errstate(divide="ignore"):
        log_chance = most + np.log(-np.expm1(log_ndtr(b) - most))
    up = _density_over(upper, log_chance)
    low = _density_over(lower, log_chance)
    return Chance(
        log=log_chance,
        up=up,
        low=-low,
        up_up=-up * (_finite(upper) + up),
        up_low=up * low,
        low_low=low * (_finite(lower) - low),
    )


CHANCES = {"logit": logit_chance, "probit": probit_chance}


def _density_over(limit: Array, log_chance: Array) -> Array:
    """Return the normal density at the limit, divided by the chance."""
    density: Array = np.exp(-(limit**2) / 2 - log(2 * pi) / 2 - log_chance)
    return density


def _finite(limit: Array) -> Array:
    """Return zero for an infinite limit, whose density is zero anyhow."""
    return np.where(np.isinf(limit), 0.0, limit)
