"""Arrays in, estimates out: every number of a report is computed here."""

from kaiku_analysis.stats.bootstrap import bootstrap_difference
from kaiku_analysis.stats.contrast import contrast
from kaiku_analysis.stats.cumulative import CumulativeFit, fit_cumulative
from kaiku_analysis.stats.difference import (
    independent_difference,
    overlapping_difference,
    paired_difference,
)
from kaiku_analysis.stats.dropout import (
    dropout_differences,
    retention,
    standardised_mean_difference,
)
from kaiku_analysis.stats.effect import average_spread, standardised_difference
from kaiku_analysis.stats.effects import (
    common_language,
    paired_effect,
    percent_of_range,
)
from kaiku_analysis.stats.equivalence import Equivalence, equivalence_test
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.factor import OneFactor, fit_one_factor
from kaiku_analysis.stats.finite import population_difference, population_mean
from kaiku_analysis.stats.gee import PopulationAverage, fit_gee
from kaiku_analysis.stats.growth import fit_growth
from kaiku_analysis.stats.imputation import impute
from kaiku_analysis.stats.invariance import Invariance, measure_invariance
from kaiku_analysis.stats.keyness import Keyness, log_odds
from kaiku_analysis.stats.ladder import Step, StepCost, fit_ladder
from kaiku_analysis.stats.logistic import Logistic, fit_logistic
from kaiku_analysis.stats.mixed import MixedModel
from kaiku_analysis.stats.multiplicity import adjust_p
from kaiku_analysis.stats.nested import fit_nested
from kaiku_analysis.stats.omega_bootstrap import bootstrap_omega
from kaiku_analysis.stats.ordinal import fit_ordinal, ordinal_difference
from kaiku_analysis.stats.panel import panel_difference
from kaiku_analysis.stats.pattern_mixture import DeltaSensitivity, delta_sensitivity
from kaiku_analysis.stats.permutation import (
    permuted_difference,
    sign_flip_difference,
    unit_difference,
)
from kaiku_analysis.stats.polychoric import Polychoric, polychoric_correlations
from kaiku_analysis.stats.pooling import Pooled, pool
from kaiku_analysis.stats.power import (
    PanelSize,
    needed_linked,
    needed_units,
    visible_change,
    visible_unit_change,
)
from kaiku_analysis.stats.power_simulation import simulate_power
from kaiku_analysis.stats.raking import Raked, rake
from kaiku_analysis.stats.random_intercept import fit_random_intercept
from kaiku_analysis.stats.rank import SignedRank, signed_rank_test
from kaiku_analysis.stats.reliability import (
    Reliability,
    cronbach_alpha,
    estimate_reliability,
)
from kaiku_analysis.stats.reliable_change import ReliableChange, reliable_change
from kaiku_analysis.stats.resampled import Moments, average_effect, mean_difference
from kaiku_analysis.stats.retest import retest_correlation
from kaiku_analysis.stats.sandwich import (
    ClusterRobust,
    cluster_robust,
    clustered_difference,
)
from kaiku_analysis.stats.shares import (
    McNemar,
    mcnemar_test,
    paired_share_difference,
    share_difference,
)
from kaiku_analysis.stats.shrinkage import rank_bands, shrink_units
from kaiku_analysis.stats.stratified import stratified_mean
from kaiku_analysis.stats.superiority import (
    Moves,
    cliff_delta,
    count_moves,
    independent_superiority,
    rising_probability,
)
from kaiku_analysis.stats.unit_agreement import (
    Agreement,
    unit_reliability,
    unit_share,
    within_agreement,
)
from kaiku_analysis.stats.units import UnitChanges, unit_changes
from kaiku_analysis.stats.weighted import weighted_difference, weighted_mean
from kaiku_analysis.stats.weighted_regression import weighted_regression
from kaiku_analysis.stats.weighting import (
    ResponseWeights,
    effective_n,
    response_weights,
)
from kaiku_analysis.stats.wild import wild_cluster, wild_difference

__all__ = [
    "Agreement",
    "ClusterRobust",
    "CumulativeFit",
    "DeltaSensitivity",
    "Equivalence",
    "Estimate",
    "Invariance",
    "Keyness",
    "Logistic",
    "McNemar",
    "MixedModel",
    "Moments",
    "Moves",
    "OneFactor",
    "PanelSize",
    "Polychoric",
    "Pooled",
    "PopulationAverage",
    "Raked",
    "Reliability",
    "ReliableChange",
    "ResponseWeights",
    "SignedRank",
    "Step",
    "StepCost",
    "UnitChanges",
    "adjust_p",
    "average_effect",
    "average_spread",
    "bootstrap_difference",
    "bootstrap_omega",
    "cliff_delta",
    "cluster_robust",
    "clustered_difference",
    "common_language",
    "contrast",
    "count_moves",
    "cronbach_alpha",
    "delta_sensitivity",
    "dropout_differences",
    "effective_n",
    "equivalence_test",
    "estimate_reliability",
    "fit_cumulative",
    "fit_gee",
    "fit_growth",
    "fit_ladder",
    "fit_logistic",
    "fit_nested",
    "fit_one_factor",
    "fit_ordinal",
    "fit_random_intercept",
    "impute",
    "independent_difference",
    "independent_superiority",
    "log_odds",
    "mcnemar_test",
    "mean_difference",
    "measure_invariance",
    "needed_linked",
    "needed_units",
    "ordinal_difference",
    "overlapping_difference",
    "paired_difference",
    "paired_effect",
    "paired_share_difference",
    "panel_difference",
    "percent_of_range",
    "permuted_difference",
    "polychoric_correlations",
    "pool",
    "population_difference",
    "population_mean",
    "rake",
    "rank_bands",
    "reliable_change",
    "response_weights",
    "retention",
    "retest_correlation",
    "rising_probability",
    "share_difference",
    "shrink_units",
    "sign_flip_difference",
    "signed_rank_test",
    "simulate_power",
    "standardised_difference",
    "standardised_mean_difference",
    "stratified_mean",
    "unit_changes",
    "unit_difference",
    "unit_reliability",
    "unit_share",
    "visible_change",
    "visible_unit_change",
    "weighted_difference",
    "weighted_mean",
    "weighted_regression",
    "wild_cluster",
    "wild_difference",
    "within_agreement",
]
