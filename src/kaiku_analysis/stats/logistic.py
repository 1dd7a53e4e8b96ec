"""How likely each person was to answer, given what is known of everyone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate

MOST_ROUNDS = 100
# A round that moves the deviance by a smaller share has nothing left to find.
STILL = 1e-13
# Where a coefficient has no bounds, each round moves log odds by one, for ever.
SETTLED = 1e-3
# A direction of which answers say less than this is one they say nothing of.
UNTOLD = 1e-14
# A direction of the design this much weaker than the strongest is rounding.
DEPENDENT = 1e-10


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression.

    Attributes
    ----------
    coefficients, covariance
        In log odds; NaN when columns depend on one another, or when some column tells
        certainly who answered, so that its coefficient has no bounds.
    probabilities
        One for each person; known even where coefficients are not.
    n
        How many people.
    """

    coefficients: Array
    covariance: Array
    probabilities: Array
    n: int

    def estimate(self, column: int, *, level: float = 0.95) -> Estimate:
        """Give the log odds of one column their interval (Wald's, as R's summary)."""
        return Estimate.from_t(
            float(self.coefficients[column]),
            float(np.sqrt(self.covariance[column, column])),
            np.inf,
            n=self.n,
            level=level,
            method="logistic regression",
        )


def fit_logistic(outcome: ArrayLike, design: ArrayLike) -> Logistic:
    """Fit `logit P(outcome) = design @ coefficients` by maximum likelihood.

    Iteratively reweighted least squares (McCullagh & Nelder 1989, section 2.5); in R
    `glm(outcome ~ 0 + design, binomial)`. Written out because importing statsmodels,
    whose GLM gives the same, takes a second.

    Parameters
    ----------
    outcome
        0 or 1 for each person.
    design
        A row per person, a column per coefficient; an intercept is a column too.

    Raises
    ------
    ValueError
        When the lengths differ, something is missing, or an outcome is not 0 or 1.
    """
    y, x = _checked(outcome, design)
    scale = np.where((norm := np.linalg.norm(x, axis=0)) > 0, norm, 1)
    left, strength, right = np.linalg.svd(x / scale, full_matrices=False)
    strong = strength > DEPENDENT * max(strength.max(initial=0), 1e-300)
    predictor, settled = _most_likely(y, left[:, strong])
    probabilities = expit(predictor)
    information = left.T @ ((probabilities * expit(-predictor))[:, None] * left)
    telling = np.linalg.eigvalsh(information).min(initial=1) > UNTOLD
    if not (len(y) and strong.all() and settled and telling):
        return _without_coefficients(probabilities, x.shape[1])
    back = (right.T / strength) / scale[:, None]
    return Logistic(
        coefficients=back @ (left.T @ predictor),
        covariance=back @ np.linalg.inv(information) @ back.T,
        probabilities=probabilities,
        n=len(y),
    )


def _checked(outcome: ArrayLike, design: ArrayLike) -> tuple[Array, Array]:
    y, x = np.asarray(outcome, float), np.asarray(design, float)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(
            f"outcome and design must pair up, but have the shapes {y.shape} and "
            f"{x.shape}"
        )
    if missing := int((~np.isfinite(x)).sum()):
        raise ValueError(f"the design must be complete, but {missing} cells are not")
    if not np.isin(y, (0, 1)).all():
        odd = y[~np.isin(y, (0, 1))][0]
        raise ValueError(f"outcomes must be 0 or 1, not {odd:g}")
    return y, x


def _without_coefficients(probabilities: Array, columns: int) -> Logistic:
    return Logistic(
        np.full(columns, np.nan),
        np.full((columns, columns), np.nan),
        probabilities,
        len(probabilities),
    )


def _most_likely(y: Array, basis: Array) -> tuple[Array, bool]:
    """Return the linear predictor, and whether it came to rest."""
    side = np.where(y == 1, 1.0, -1.0)
    predictor: Array = np.zeros(len(y))
    before = _deviance(side * predictor)
    for _ in range(MOST_ROUNDS):
        root = np.sqrt(expit(predictor) * expit(-predictor))
        # Over the root, so that no digits of a probability near one are lost.
        surprise = side * np.exp(-side * predictor / 2)
        step = basis @ np.linalg.lstsq(root[:, None] * basis, surprise, rcond=None)[0]
        while (deviance := _deviance(side * (predictor + step))) > before + STILL:
            step = step / 2
        predictor = predictor + step
        if before - deviance < STILL * (deviance + 0.1):
            return predictor, bool(np.abs(step).max(initial=0) < SETTLED)
        before = deviance
    return predictor, False


def _deviance(margin: Array) -> float:
    return 2 * float(np.logaddexp(0, -margin).sum())
