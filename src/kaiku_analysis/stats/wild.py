"""The wild cluster bootstrap: what if each unit's luck had gone another way?"""

from dataclasses import replace
from math import inf, isinf

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import ROUNDING, aligned
from kaiku_analysis.stats.cluster_sums import ClusterSums, stack_waves, sum_clusters
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.sandwich import (
    FEWEST_CLUSTERS,
    comparable_units,
    too_few_units,
)
from kaiku_analysis.stats.wild_outcomes import (
    FEWEST_FOR_RADEMACHER,
    NullStatistics,
    Weights,
    null_statistics,
    outcomes,
)

DOUBLINGS, HALVINGS = 30, 45


def wild_difference(
    before: ArrayLike,
    after: ArrayLike,
    unit: ArrayLike,
    *,
    level: float = 0.95,
    weights: Weights | None = None,
    draws: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """Estimate `mean(after) - mean(before)` of everyone, with units as the chance.

    The question of `clustered_difference`, answered by `wild_cluster` instead of a t.
    Unknown below three units, and where so few units cannot bound the change.
    """
    x, y = aligned(before, after)
    people = int((~np.isnan(x) | ~np.isnan(y)).sum())
    answer, design, codes = stack_waves(x, y, unit)
    units = comparable_units(design, codes)
    if units < FEWEST_CLUSTERS:
        return too_few_units(units, n=people)
    found = wild_cluster(
        answer,
        design,
        codes,
        column=1,
        level=level,
        weights=weights,
        draws=draws,
        seed=seed,
    )
    return replace(found, n=people)


def wild_cluster(
    response: ArrayLike,
    design: ArrayLike,
    cluster: ArrayLike,
    *,
    column: int,
    level: float = 0.95,
    weights: Weights | None = None,
    draws: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """Estimate one coefficient of least squares by the restricted wild bootstrap.

    Cameron, Gelbach & Miller (2008): residuals under the hypothesis, multiplied by one
    weight per cluster, t statistics with CR0 (any constant factor cancels). All
    outcomes are enumerated up to 2^18 of them, else drawn, the observed one counted
    in: (k + 1) / (draws + 1). A tie counts as being as far out, so that p is never 0:
    with Rademacher weights `fwildclusterboot::boottest` and Python's `wildboottest`,
    which leave out ties, give two outcomes of 2^G less. The interval holds the
    hypotheses that are not rejected.

    Parameters
    ----------
    column
        Which column of the design is asked about.
    weights
        Webb's (2014) six points under twelve clusters, else Rademacher's two, if None.
    draws, seed
        Used where there are too many outcomes to enumerate.
    """
    order = np.roll(np.arange(np.shape(design)[1]), -1 - column)
    sums = sum_clusters(response, np.asarray(design, float)[:, order], cluster)
    units = len(sums.gram)
    if units < FEWEST_CLUSTERS:
        return too_few_units(units, n=sums.n)
    if sums.is_dependent:
        return Estimate.unknown(sums.n)
    kind = weights or ("webb" if units < FEWEST_FOR_RADEMACHER else "rademacher")
    null = null_statistics(sums, outcomes(kind, units, draws, seed))
    return _estimate(sums, null, level=level, method=f"wild bootstrap, {kind} weights")


def _estimate(
    sums: ClusterSums, null: NullStatistics, *, level: float, method: str
) -> Estimate:
    own, at = float(sums.triangle[-1, -1]), float(sums.coefficients[-1])
    if null.se <= ROUNDING * np.linalg.norm(sums.coefficients):
        return Estimate.unknown(sums.n)
    ends = [_end(null, way, alpha=1 - level) for way in (-1, 1)]
    if any(map(isinf, ends)):
        return replace(Estimate.unknown(sums.n), method=f"{method}: no bounds")
    low, high = sorted((at - distance) / own for distance in ends)
    return Estimate(
        at / own,
        low,
        high,
        sums.n,
        null.p(at),
        null.se / abs(own),
        level=level,
        method=method,
    )


def _end(null: NullStatistics, way: int, *, alpha: float) -> float:
    """Find how far from the estimate hypotheses begin to be rejected."""
    outside = way * null.se
    for _ in range(DOUBLINGS):
        if null.p(outside) <= alpha:
            break
        outside *= 2
    else:
        return way * inf
    inside = 0.0
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (
            (inside, middle) if null.p(middle) <= alpha else (middle, outside)
        )
    return inside
