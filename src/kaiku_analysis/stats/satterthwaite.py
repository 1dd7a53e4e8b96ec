"""How many answers' worth of certainty a standard error of a mixed model has."""

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.certainty import Certainty
from kaiku_analysis.stats.likelihood import Likelihood


def satterthwaite(at: Likelihood, jacobian: Array, hessian: Array) -> Certainty:
    """Return the coefficients' certainty as Satterthwaite (1946) has it.

    As in lmerTest (Kuznetsova, Brockhoff & Christensen 2017): the covariance of the
    variances is twice the inverse Hessian of the deviance at the optimum, derivatives
    here being exact. A variance of zero is no longer estimated and takes no part;
    lmerTest comes to the same, as nothing depends on a root of zero at first order.

    Parameters
    ----------
    at
        The likelihood at its optimum.
    jacobian
        The variances' derivatives by the parameters, one column each.
    hessian
        Of the deviance, by the parameters.
    """
    free = np.flatnonzero(jacobian.any(axis=0))
    hessian = hessian[np.ix_(free, free)]
    slopes = np.tensordot(jacobian[:, free].T, at.covariance_slopes, 1)
    return Certainty(at.covariance, at.covariance, slopes, 2 * inverse(hessian))


def inverse(matrix: Array) -> Array:
    """Invert a positive matrix whose rows may be of unlike size."""
    size = np.sqrt(np.abs(np.diag(matrix)))
    scale = np.outer(size, size)
    inverted: Array = np.linalg.pinv(matrix / scale, hermitian=True) / scale
    return inverted
