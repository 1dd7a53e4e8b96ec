"""Every way, or a sample of the ways, in which the luck of units could have gone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.cluster_sums import ClusterSums

Weights = Literal["rademacher", "webb"]
POINTS: dict[Weights, Array] = {
    "rademacher": np.array([-1.0, 1.0]),
    "webb": np.sqrt([0.5, 1, 1.5, 0.5, 1, 1.5]) * [-1, -1, -1, 1, 1, 1],
}
# Under so many units two points give too few distinct outcomes (Webb 2014).
FEWEST_FOR_RADEMACHER = 12
MOST_ENUMERATED = 2**18
# Statistics as close as this are equal: the observed one comes back by another route.
TIE = 1e-9


@dataclass(frozen=True)
class NullStatistics:
    """The bootstrap's t under every hypothesis, as polynomials of its distance.

    With `d` the hypothesis' distance below the estimate, in the orthonormal basis of
    `ClusterSums`, t is `(start + slope d) / sqrt(squares . (1, 2d, d^2))`.

    Attributes
    ----------
    start, slope
        One number per draw.
    squares
        Three numbers per draw.
    se
        Of the estimate itself (CR0).
    """

    start: Array
    slope: Array
    squares: Array
    se: float

    def p(self, distance: float) -> float:
        """Return the share of draws at least as far out as the estimate."""
        numerators = self.start + self.slope * distance
        squares = self.squares @ np.array([1, 2 * distance, distance**2])
        bar = (distance / self.se) ** 2 * (1 - TIE)
        return float((numerators**2 >= bar * squares).mean())


def outcomes(kind: Weights, units: int, draws: int, seed: int) -> Array:
    """Return every outcome, or the observed one and a sample of the others."""
    points = POINTS[kind]
    # An outcome and its mirror are equally far out: one half stands for both.
    fixed, free = points[len(points) // 2 :], units - 1
    total = len(fixed) * len(points) ** free
    if 2 * total > MOST_ENUMERATED:
        rng = np.random.default_rng(seed)
        drawn = rng.choice(points, (draws, units))
        return np.concatenate([np.ones((1, units)), drawn])
    every = np.empty((units, total))
    every[0] = np.repeat(fixed, total // len(fixed))
    for place in range(1, units):
        block = np.repeat(points, len(points) ** (free - place))
        every[place] = np.tile(block, total // len(block))
    swapped: Array = every.T
    return swapped


def null_statistics(sums: ClusterSums, outcomes: Array) -> NullStatistics:
    """Put a weight on each cluster's residuals, for the last column of the design.

    Parameters
    ----------
    outcomes
        One row per draw, one weight per cluster.
    """
    across = sums.gram[:, -1, :]
    residuals = sums.scores, across
    own = [residual[:, -1] for residual in residuals]
    fitted = [outcomes @ residual for residual in residuals]
    pulled = [outcomes @ (one[:, None] * across) for one in own]

    def product(a: int, b: int) -> Array:
        """Sum over clusters the products of the scores' two parts."""
        crossed = (fitted[a] * pulled[b]).sum(1) + (fitted[b] * pulled[a]).sum(1)
        refitted = (fitted[a] @ (across.T @ across) * fitted[b]).sum(1)
        squared: Array = outcomes**2 @ (own[a] * own[b]) - crossed + refitted
        return squared

    return NullStatistics(
        fitted[0][:, -1],
        fitted[1][:, -1],
        np.column_stack([product(0, 0), product(0, 1), product(1, 1)]),
        float(np.linalg.norm(own[0])),
    )
