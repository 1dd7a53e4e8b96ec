"""Variances that cannot turn negative: squares, and Cholesky's triangles."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from kaiku_analysis.stats.answers import Array

# A share of the noise's standard deviation this small is taken for none.
NONE = 1e-5


@dataclass(frozen=True)
class Factors:
    """The noise's variance, and roots of the other variances relative to it.

    As in lme4: one root for what people share, then the lower triangle of the Cholesky
    factor of the random effects' covariance, row by row.

    Attributes
    ----------
    noise
        Its variance.
    roots
        Those of the other variances.
    random
        The number of random effects a cluster has.
    """

    noise: float
    roots: Array
    random: int

    @property
    def people(self) -> int:
        """How many roots belong to people within clusters: one or none."""
        return len(self.roots) - self.random * (self.random + 1) // 2

    @property
    def variances(self) -> Array:
        """The noise's, then all others, linear in the answers' covariance."""
        return self.noise * self.relative

    @property
    def relative(self) -> Array:
        """The variances when the noise's is one."""
        return np.append(1.0, self.roots @ self._forms @ self.roots)

    @property
    def covariance(self) -> Array:
        """The covariance of a cluster's random effects."""
        filled = np.zeros((self.random, self.random))
        rows, columns = np.tril_indices(self.random)
        own = self.variances[1 + self.people :]
        filled[rows, columns] = filled[columns, rows] = own
        return filled

    @property
    def jacobian(self) -> Array:
        """The variances' derivatives by the logarithm of the noise's, and by the roots.

        One column each.
        """
        by_root = 2 * self.noise * (self._forms @ self.roots)
        by_root = np.vstack([np.zeros(len(self.roots)), by_root])
        return np.column_stack([self.variances, by_root])

    @property
    def _forms(self) -> Array:
        return _quadratic_forms(self.random, self.people)

    def bend(self, gradient: Array) -> Array:
        """Weigh the variances' second derivatives by a gradient, and sum them."""
        size = len(self.roots) + 1
        bent = np.zeros((size, size))
        bent[:, 0] = bent[0] = gradient @ self.jacobian
        bent[1:, 1:] = 2 * self.noise * np.tensordot(gradient[1:], self._forms, 1)
        return bent

    def settle(self) -> "Factors":
        """Say none where a root is next to none."""
        triangle = np.zeros((self.random, self.random))
        rows = np.tril_indices(self.random)
        triangle[rows] = self.roots[self.people :]
        for column in range(self.random):
            if abs(triangle[column, column]) < NONE:
                triangle[column, column] = 0
                # Without an effect of its own, the column only turns the later ones.
                rest = triangle[column + 1 :, column:]
                triangle[column + 1 :, column:] = _without_first(rest)
        people = self.roots[: self.people]
        people = np.where(np.abs(people) < NONE, 0, np.abs(people))
        return Factors(self.noise, np.append(people, triangle[rows]), self.random)


@cache
def _quadratic_forms(random: int, people: int) -> Array:
    """Return the quadratic forms of the roots that are the relative variances."""
    triangle = [(i, j) for i in range(random) for j in range(i + 1)]
    place = {pair: people + number for number, pair in enumerate(triangle)}
    size = people + len(triangle)
    forms = np.zeros((size, size, size))
    forms[range(people), range(people), range(people)] = 1
    for form, (i, j) in zip(forms[people:], triangle, strict=True):
        for column in range(j + 1):
            form[place[i, column], place[j, column]] += 0.5
            form[place[j, column], place[i, column]] += 0.5
    return forms


def _without_first(rows: Array) -> Array:
    """Turn the columns so that the first is empty and the rest a triangle."""
    turned = np.zeros_like(rows)
    if rows.size:
        turned[:, 1:] = np.asarray(np.linalg.qr(rows.T, mode="r")).T[
            :, : rows.shape[1] - 1
        ]
        turned *= np.append(1.0, np.where(np.diag(turned[:, 1:]) < 0, -1, 1))
    return turned
