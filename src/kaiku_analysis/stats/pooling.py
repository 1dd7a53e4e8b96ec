"""One estimate from many: what imputed data sets say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import fmean, variance

from kaiku_analysis.stats.estimate import Estimate


@dataclass(frozen=True)
class Pooled:
    """What imputed data sets say together, and how much of it was imputed.

    Attributes
    ----------
    estimate
        The pooled estimate.
    within, between
        Mean variance in a data set, and variance from one data set to the next.
    imputations
        How many data sets.
    """

    estimate: Estimate
    within: float
    between: float
    imputations: int

    @property
    def relative_increase(self) -> float:
        """How much the missing answers add to the variance: `riv` in mice."""
        return (1 + 1 / self.imputations) * self.between / self.within

    @property
    def missing_share(self) -> float:
        """How much of the variance is due to the missing answers: `lambda` in mice."""
        return self.relative_increase / (1 + self.relative_increase)

    @property
    def missing_information(self) -> float:
        """The share of information that is missing, as `fmi` in mice."""
        riv = self.relative_increase
        return (riv + 2 / (self.estimate.df + 3)) / (riv + 1)


def pool(estimates: Sequence[Estimate]) -> Pooled:
    """Pool the same estimate of every imputed data set.

    Rubin's (1987) rules with the degrees of freedom of Barnard & Rubin (1999); in R
    `summary(mice::pool(fits), conf.int = TRUE)`. Each estimate brings its standard
    error and the degrees of freedom it would have if nothing were missing. Unknown as
    soon as one of them is: dropping that one would pick data sets by what they say.

    Raises
    ------
    ValueError
        With fewer than two data sets, which cannot show how much imputing adds.
    """
    m = len(estimates)
    if m < 2:
        raise ValueError(f"pooling takes two imputed data sets or more, not {m}")
    n = min(estimate.n for estimate in estimates)
    if not all(estimate.se > 0 for estimate in estimates):
        return Pooled(Estimate.unknown(n), nan, nan, m)
    within = fmean(estimate.se**2 for estimate in estimates)
    between = variance([estimate.value for estimate in estimates])
    total = within + (1 + 1 / m) * between
    df = _barnard_rubin(1 - within / total, fmean(e.df for e in estimates), m)
    value = fmean(estimate.value for estimate in estimates)
    pooled = Estimate.from_t(
        value,
        sqrt(total),
        df,
        n=n,
        level=estimates[0].level,
        method=f"{estimates[0].method}, {m} imputations",
    )
    return Pooled(pooled, within, between, m)


def _barnard_rubin(missing_share: float, complete: float, m: int) -> float:
    """Return the degrees of freedom, from those of complete data."""
    observed = complete * (1 - missing_share)
    if complete < float("inf"):
        observed *= (complete + 1) / (complete + 3)
    certain = missing_share**2 / (m - 1) + 1 / observed
    return 1 / certain if certain else float("inf")
