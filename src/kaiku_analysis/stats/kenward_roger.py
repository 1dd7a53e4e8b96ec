"""Standard errors and degrees of freedom that own up to estimated variances."""

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.certainty import Certainty
from kaiku_analysis.stats.likelihood import Likelihood, projected_traces
from kaiku_analysis.stats.products import CrossProducts
from kaiku_analysis.stats.satterthwaite import inverse


def kenward_roger(products: CrossProducts, at: Likelihood) -> Certainty:
    """Return the coefficients' certainty as Kenward & Roger (1997) have it.

    As `pbkrtest::vcovAdj` and `pbkrtest::Lb_ddf` (Halekoh & Højsgaard 2014): with
    `P_i` the derivative of the information and `Q_ij` half of its second, the
    covariance F grows by `2 F {sum_ij W_ij (Q_ij - P_i F P_j)} F`, where W is the
    covariance of the variances by REML's expected information. A variance of zero takes
    part, as there.

    Parameters
    ----------
    products
        At REML's optimum, by variances in which the answers' variance is linear.
    at
        The likelihood made of them.
    """
    first, second = products.first[:, :-1, :-1], products.second[..., :-1, :-1]
    spread = 2 * inverse(projected_traces(products, at.covariance)[1])
    turned = np.einsum("iab,bc,jcd->ijad", first, at.covariance, first)
    doubt = np.tensordot(spread, second - turned, 2)
    covariance = at.covariance + 2 * at.covariance @ doubt @ at.covariance
    return Certainty(symmetric(covariance), at.covariance, at.covariance_slopes, spread)


def symmetric(matrix: Array) -> Array:
    """Even out what rounding does to the two halves."""
    return (matrix + matrix.T) / 2
