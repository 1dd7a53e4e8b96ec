"""The bivariate normal distribution, for many points and correlations at once."""

import numpy as np
from scipy.special import ndtr, owens_t

from kaiku_analysis.stats.answers import Array

# Owen's formula divides by the bounds.
NEXT_TO_ZERO = 1e-300


def binormal_probability(x: Array, y: Array, correlation: Array) -> Array:
    """Return how likely both of two correlated standard normals are below `x` and `y`.

    Owen (1956), eq. 2.1 with T from `scipy.special.owens_t`; to about 1e-15, for
    correlations inside (-1, 1) and finite bounds. In R `pbivnorm::pbivnorm()`.
    """
    x, y = np.where(x == 0, NEXT_TO_ZERO, x), np.where(y == 0, NEXT_TO_ZERO, y)
    root = np.sqrt((1 - correlation) * (1 + correlation))
    below: Array = (
        (ndtr(x) + ndtr(y)) / 2
        - owens_t(x, (y - correlation * x) / (x * root))
        - owens_t(y, (x - correlation * y) / (y * root))
        - ((x < 0) != (y < 0)) / 2
    )
    return below


def binormal_density(x: Array, y: Array, correlation: Array) -> Array:
    """Return the density; also the slope of the probability by the correlation.

    Plackett (1954).
    """
    free = (1 - correlation) * (1 + correlation)
    distance = (x * x - 2 * correlation * x * y + y * y) / free
    density: Array = np.exp(-distance / 2) / (2 * np.pi * np.sqrt(free))
    return density
