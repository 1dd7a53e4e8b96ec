"""The likelihood of any mixed model that is linear in its variances."""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.products import CrossProducts


@dataclass(frozen=True)
class Likelihood:
    """A likelihood and its derivatives by the variances.

    Attributes
    ----------
    deviance
        Minus twice the log-likelihood.
    gradient, hessian
        Its derivatives.
    coefficients
        Generalised least squares.
    covariance, covariance_slopes
        Of the coefficients, and its derivatives.
    """

    deviance: float
    gradient: Array
    hessian: Array
    coefficients: Array
    covariance: Array
    covariance_slopes: Array


def evaluate_likelihood(
    products: CrossProducts, *, answers: int, reml: bool
) -> Likelihood:
    """Put together the likelihood with the coefficients at their best.

    Searle, Casella & McCulloch (1992, Variance Components, chapter 6.6): with P the
    projection that takes the design out, the derivatives of REML's deviance are `tr(P
    V_i) - y'P V_i P y` and `2 y'P V_i P V_j P y - tr(P V_i P V_j)`. Those of ML have
    the inverse of V in place of P within the traces.
    """
    columns = len(products.value) - 1
    information = products.value[:-1, :-1]
    covariance = np.linalg.inv(information)
    coefficients = covariance @ products.value[:-1, -1]
    contrast = np.append(-coefficients, 1.0)
    pull = products.first[:, :-1] @ contrast
    curved = contrast @ products.second @ contrast - pull @ covariance @ pull.T
    slopes = covariance @ products.first[:, :-1, :-1] @ covariance
    traces = products.first_trace, products.second_trace
    constant = answers * log(2 * pi)
    if reml:
        constant += np.linalg.slogdet(information)[1] - columns * log(2 * pi)
        traces = projected_traces(products, covariance)
    return Likelihood(
        deviance=products.log_determinant + products.residual + constant,
        gradient=traces[0] - contrast @ products.first @ contrast,
        hessian=2 * curved - traces[1],
        coefficients=coefficients,
        covariance=covariance,
        covariance_slopes=slopes,
    )


def projected_traces(products: CrossProducts, covariance: Array) -> tuple[Array, Array]:
    """Return the traces of `P V_i` and of `P V_i P V_j`."""
    turns = covariance @ products.first[:, :-1, :-1]
    first = products.first_trace - np.trace(turns, axis1=1, axis2=2)
    second = (
        products.second_trace
        - 2 * np.tensordot(products.second[..., :-1, :-1], covariance, 2)
        + np.tensordot(turns, turns, ([1, 2], [2, 1]))
    )
    return first, second
