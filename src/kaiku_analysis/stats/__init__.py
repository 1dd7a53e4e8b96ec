"""Arrays in, estimates out: every number of a report is computed here."""

from kaiku_analysis.stats.difference import (
    independent_difference,
    overlapping_difference,
    paired_difference,
)
from kaiku_analysis.stats.effect import average_spread, standardised_difference
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.keyness import Keyness, log_odds
from kaiku_analysis.stats.mixed import RandomIntercept, fit_random_intercept
from kaiku_analysis.stats.multiplicity import adjust_p
from kaiku_analysis.stats.panel import panel_difference
from kaiku_analysis.stats.reliability import cronbach_alpha

__all__ = [
    "Estimate",
    "Keyness",
    "RandomIntercept",
    "adjust_p",
    "average_spread",
    "cronbach_alpha",
    "fit_random_intercept",
    "independent_difference",
    "log_odds",
    "overlapping_difference",
    "paired_difference",
    "panel_difference",
    "standardised_difference",
]
