"""Fit one step of the ladder of invariance to the waves' answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.factor_model import Pattern
from kaiku_analysis.stats.factor_start import start_values
from kaiku_analysis.stats.fisher_scoring import Solution, fit_moments
from kaiku_analysis.stats.fit_indices import Fit, judge_fit
from kaiku_analysis.stats.sample_moments import SampleMoments, sample_moments
from kaiku_analysis.stats.wave_model import (
    Label,
    Numbering,
    group_patterns,
    linked_pattern,
)


@dataclass(frozen=True)
class Waves:
    """What is fitted to: the same items in two waves or more.

    Attributes
    ----------
    samples
        One for all waves when they are linked, else one per wave.
    count
        How many waves.
    factor_of
        Of every item, which factor it measures, from zero.
    linked
        Whether the waves are the same people.
    lag
        Residuals of an item correlate between linked waves at most so far apart.
    """

    samples: tuple[SampleMoments, ...]
    count: int
    factor_of: tuple[int, ...]
    linked: bool
    lag: int

    @property
    def n(self) -> int:
        """How many people answered, counting linked ones once."""
        return sum(sample.n for sample in self.samples)

    def patterns(self, numbering: Numbering) -> list[Pattern]:
        """Return the patterns of a step, one per sample."""
        if self.linked:
            return [linked_pattern(numbering, self.count, self.factor_of, self.lag)]
        return group_patterns(numbering, self.count, self.factor_of)


@dataclass(frozen=True)
class WaveFit:
    """A step of the ladder, fitted.

    Attributes
    ----------
    solution, labels
        The parameters, and which number each of them has.
    fit
        How well they fit.
    trouble
        Why the numbers are not to be trusted; empty when they are.
    """

    solution: Solution
    labels: Mapping[Label, int]
    fit: Fit
    trouble: str

    def estimate(self, label: Label, *, n: int, level: float = 0.95) -> Estimate:
        """Return a parameter with Wald's interval; unknown without standard error."""
        number = self.labels[label]
        if not (self.solution.converged and self.solution.covariance.size):
            return Estimate.unknown(n)
        return Estimate.from_t(
            float(self.solution.values[number]),
            float(np.sqrt(self.solution.covariance[number, number])),
            inf,
            n=n,
            level=level,
            method="latent mean, maximum likelihood",
        )


def gather_waves(
    tables: Sequence[Array], factor_of: Sequence[int], *, linked: bool, lag: int
) -> Waves:
    """Sum up complete tables of answers, one per wave."""
    joined = [np.hstack(tables)] if linked else tables
    samples = tuple(sample_moments(table) for table in joined)
    return Waves(samples, len(tables), tuple(factor_of), linked, lag)


def fit_step(waves: Waves, step: str, *, freed: Collection[int] = ()) -> WaveFit:
    """Fit a step of the ladder, less the equality of the items that are freed."""
    numbering = Numbering(step, freed)
    patterns = waves.patterns(numbering)
    count = len(numbering.labels)
    start = start_values(patterns, waves.samples, count)
    solution = fit_moments(patterns, waves.samples, start)
    return WaveFit(
        solution,
        numbering.labels,
        judge_fit(solution.deviance, count, waves.samples),
        _find_misfit(patterns, solution),
    )


def _find_misfit(patterns: Sequence[Pattern], solution: Solution) -> str:
    """Say what is wrong with a solution; empty when nothing is."""
    if not solution.converged:
        return "the search did not end"
    if not solution.covariance.size:
        return "the answers leave some parameter open"
    filled = [pattern.fill(solution.values) for pattern in patterns]
    if any((np.diag(matrices.residuals) <= 0).any() for matrices in filled):
        return "a residual variance is negative"
    if any(np.linalg.eigvalsh(matrices.factors)[0] <= 0 for matrices in filled):
        return "the factors' covariance is impossible"
    if any(np.linalg.eigvalsh(matrices.residuals)[0] <= 0 for matrices in filled):
        return "the residuals' covariance is impossible"
    return ""
