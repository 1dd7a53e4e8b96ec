"""How much each answer should count so that answers stand for everyone asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.logistic import fit_logistic

# Below this, a fitted probability is zero but for the rounds it was fitted in.
NEVER = 1e-9


@dataclass(frozen=True)
class ResponseWeights:
    """What each answer counts, and what the weighting cost.

    Attributes
    ----------
    weights
        One for each person: averages 1 over those who answered, 0 for the others.
    probabilities
        Of answering, as fitted.
    effective_n
        How many equally weighted answers are as certain (Kish 1965).
    trimmed
        How many weights were drawn in to a quantile.
    unreachable
        How many who did not answer have a fitted probability of zero: nobody like
        them answered, and no weight can make up for that.
    """

    weights: Array
    probabilities: Array
    effective_n: float
    trimmed: int
    unreachable: int


def response_weights(
    answered: ArrayLike,
    design: ArrayLike,
    *,
    trim: tuple[float, float] = (0.0, 1.0),
) -> ResponseWeights:
    """Weight those who answered by one over their probability of answering.

    Robins, Rotnitzky & Zhao (1995), the probability by logistic regression; in R
    `1 / fitted(glm(answered ~ 0 + design, binomial))`. Stabilised: divided by their
    mean, so that they average 1 and a mean weighted by them rests on no more people
    than answered. Right when, among people alike in the design, who answered has
    nothing to do with what they would have said.

    Parameters
    ----------
    answered
        Who answered, one mark for each person asked.
    design
        What is known of everyone asked; an intercept is a column too.
    trim
        Quantiles beyond which weights are drawn in (Cole & Hernán 2008 compare 1 % to
        10 %): a little bias for fewer people who count for many. Say so in a report.

    Raises
    ------
    ValueError
        When the quantiles are out of order or something is missing.
    """
    if not 0 <= trim[0] < trim[1] <= 1:
        raise ValueError(f"trim must be two quantiles in order, not {trim}")
    stayed = np.asarray(answered, float)
    probabilities = fit_logistic(stayed, design).probabilities
    here = stayed == 1
    raw = 1 / probabilities[here]
    within = _drawn_in(raw, trim)
    weights = np.zeros(len(stayed))
    weights[here] = within / within.mean() if len(within) else within
    return ResponseWeights(
        weights,
        probabilities,
        effective_n(weights),
        trimmed=int((within != raw).sum()),
        unreachable=int((probabilities[~here] < NEVER).sum()),
    )


def effective_n(weights: ArrayLike) -> float:
    """Return how many equally weighted answers are as certain as these.

    Kish (1965): `sum(w)^2 / sum(w^2)`; 0 when nobody counts.
    """
    counted = np.asarray(weights, float)
    squares = float((counted**2).sum())
    return float(counted.sum()) ** 2 / squares if squares else 0.0


def _drawn_in(weights: Array, trim: tuple[float, float]) -> NDArray[np.floating]:
    if trim == (0, 1) or not len(weights):
        return weights
    low, high = np.quantile(weights, trim)
    return np.clip(weights, low, high)
