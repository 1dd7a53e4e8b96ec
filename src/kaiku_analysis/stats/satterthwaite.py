"""How many answers' worth of certainty a standard error of a mixed model has."""

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.reml import Profile


def satterthwaite_df(
    at: Profile, back: Array, residual_df: int, *, is_boundary: bool
) -> Array:
    """Return the degrees of freedom of every coefficient's variance v.

    Satterthwaite (1946) as in lmerTest: `2 v^2 / (g' A g)`, with A twice the inverse
    Hessian of the deviance in (log s2, theta) and g the gradient of v. Eliminating
    log s2 leaves `1 / (1 / residual df + slope^2 / curvature)`: the slope of log v
    along the profile, and the profile's curvature.

    Parameters
    ----------
    at
        The likelihood at its optimum.
    back
        Turns its coefficients into those asked about.
    residual_df
        Answers less coefficients.
    is_boundary
        Whether the optimum is a ratio of zero. That ratio is no longer estimated, and
        its term is left out; lmerTest comes to the same, as v is flat in sqrt(theta).
    """
    if is_boundary:
        return np.full(len(back), float(residual_df))
    variance = np.diag(back @ at.inverse @ back.T)
    variance_slope = np.diag(back @ at.inverse_slope @ back.T)
    slope = variance_slope / variance + at.residual_slope / at.residual
    return 1 / (1 / residual_df + slope**2 / at.curvature)
