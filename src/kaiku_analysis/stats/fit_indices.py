"""How well a model of means and covariances fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import chdtrc

from kaiku_analysis.stats.sample_moments import SampleMoments


@dataclass(frozen=True)
class Fit:
    """How far the moments that a model implies are from those of the sample.

    Attributes
    ----------
    chi_square, df, p
        Likelihood-ratio test against any means and covariances; without degrees of
        freedom it fits by construction, and `p` is 1.
    cfi, tli
        Share of the misfit of "no two items are related" that is gone; TLI charges
        for parameters.
    rmsea
        Misfit per degree of freedom.
    """

    chi_square: float
    df: int
    p: float
    cfi: float
    tli: float
    rmsea: float


def judge_fit(
    deviance: float, parameters: int, samples: Sequence[SampleMoments]
) -> Fit:
    """Compare a model's deviance with the best and the simplest models' ones.

    Bentler (1990), Tucker & Lewis (1973), Steiger (1998) for several groups; as
    `lavaan::fitMeasures()`, whose simplest model has free means and variances.
    """
    items, groups = len(samples[0].mean), len(samples)
    people = sum(sample.n for sample in samples)
    best = sum(sample.n * (sample.log_determinant + items) for sample in samples)
    simplest = sum(
        sample.n * (np.log(np.diag(sample.covariance)).sum() + items)
        for sample in samples
    )
    df = groups * items * (items + 3) // 2 - parameters
    chi_square, baseline = max(float(deviance - best), 0.0), float(simplest - best)
    if df == 0:
        return Fit(chi_square, 0, 1.0, 1.0, 1.0, 0.0)
    surplus, at_most = chi_square - df, baseline - groups * items * (items - 1) / 2
    worst = max(surplus, at_most, 0.0)
    rate = baseline / (groups * items * (items - 1) / 2)
    return Fit(
        chi_square,
        df,
        float(chdtrc(df, chi_square)),
        1 - max(surplus, 0.0) / worst if worst else 1.0,
        (rate - chi_square / df) / (rate - 1),
        sqrt(max(surplus, 0.0) / (df * people) * groups),
    )
