"""Factor models: which entries are free, and the moments that they imply."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaiku_analysis.stats.answers import Array

Numbers = NDArray[np.intp]

# Entries that are no parameter: where a pattern is filled, zero and one stand last.
ZERO, ONE = -1, -2


@dataclass(frozen=True)
class Matrices:
    """A factor model in numbers: answers = intercepts + loadings @ factors + residuals.

    Attributes
    ----------
    loadings
        One row per item, one column per factor.
    factors, residuals
        Their covariances.
    intercepts, means
        Of the items, where a factor is zero; of the factors.
    """

    loadings: Array
    factors: Array
    residuals: Array
    intercepts: Array
    means: Array

    @property
    def mean(self) -> Array:
        """The means that the model implies for the items."""
        implied: Array = self.intercepts + self.loadings @ self.means
        return implied

    @property
    def covariance(self) -> Array:
        """The covariance that the model implies for the items."""
        implied: Array = self.loadings @ self.factors @ self.loadings.T + self.residuals
        return implied


@dataclass(frozen=True)
class Pattern:
    """The parameter number of every entry; entries of one number are equal.

    Attributes
    ----------
    loadings, factors, residuals, intercepts, means
        As in `Matrices`; `ZERO` and `ONE` are fixed. Covariances are symmetric.
    """

    loadings: Numbers
    factors: Numbers
    residuals: Numbers
    intercepts: Numbers
    means: Numbers

    def fill(self, values: Array) -> Matrices:
        """Put the parameters' values in their places."""
        known = np.append(values, [1.0, 0.0])
        return Matrices(
            known[self.loadings],
            known[self.factors],
            known[self.residuals],
            known[self.intercepts],
            known[self.means],
        )


def mean_slopes(pattern: Pattern, filled: Matrices, count: int) -> Array:
    """Return the implied means' derivatives, one row per parameter.

    Bollen (1989), Structural Equations with Latent Variables, ch. 4 and app. 4B.
    """
    slopes = np.zeros((count, len(pattern.intercepts)))
    items, factors = np.nonzero(pattern.loadings >= 0)
    of_loading = pattern.loadings[items, factors]
    np.add.at(slopes, (of_loading, items), filled.means[factors])
    (items,) = np.nonzero(pattern.intercepts >= 0)
    np.add.at(slopes, (pattern.intercepts[items], items), 1)
    (factors,) = np.nonzero(pattern.means >= 0)
    np.add.at(slopes, pattern.means[factors], filled.loadings.T[factors])
    return slopes


def covariance_slopes(pattern: Pattern, filled: Matrices, count: int) -> Array:
    """Return the implied covariance's derivatives, one matrix per parameter.

    Bollen (1989), as `mean_slopes`.
    """
    size = len(pattern.intercepts)
    slopes = np.zeros((count, size, size))
    items, factors = np.nonzero(pattern.loadings >= 0)
    of_loading = pattern.loadings[items, factors]
    with_others = (filled.factors @ filled.loadings.T)[factors]
    np.add.at(slopes, (of_loading, items), with_others)
    slopes += slopes.swapaxes(1, 2)
    one, other = np.nonzero(pattern.factors >= 0)
    sides = filled.loadings.T[one][:, :, None] * filled.loadings.T[other][:, None]
    np.add.at(slopes, pattern.factors[one, other], sides)
    one, other = np.nonzero(pattern.residuals >= 0)
    np.add.at(slopes, (pattern.residuals[one, other], one, other), 1)
    return slopes
