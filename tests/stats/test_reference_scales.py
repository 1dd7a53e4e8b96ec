"""Parity with R's psych and lavaan, where the shared reference is at hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    cronbach_alpha,
    estimate_reliability,
    fit_ladder,
    fit_one_factor,
    measure_invariance,
    polychoric_correlations,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)
SCALES = ["agree", "consc", "extra", "neuro", "open"]
# psych's search for a correlation ends this early; lavaan's does not.
PSYCH = 3e-5


def read_numbers(name):
    return json.loads((REFERENCE / f"{name}.json").read_text())


def read_data(name):
    return pd.read_csv(REFERENCE / "data" / f"{name}.csv")


def close(ours, expected, rel=1e-6):
    assert ours == pytest.approx(expected, rel=rel)


def scale_items(scale):
    """Return R's numbers for a scale of bfi, and its items, all pointing one way."""
    expected = read_numbers("01_scales_reliability")[scale]
    reversed_items = np.isin(expected["items"], expected["reversed"])
    items = read_data("bfi")[expected["items"]].to_numpy(float)
    return expected, np.where(reversed_items, 7 - items, items)


@pytest.mark.parametrize("scale", SCALES)
def test_alpha_with_everyone(scale):
    # psych::alpha(items)
    expected, items = scale_items(scale)
    ours = estimate_reliability(items, pairwise=True)
    close(ours.alpha.value, expected["alpha_pairwise"], 1e-10)
    close(ours.standardised, expected["alpha_std_pairwise"], 1e-10)


@pytest.mark.parametrize("scale", SCALES)
def test_items_of_complete_answers(scale):
    # psych::alpha(items, use = "complete.obs"): total, alpha.drop, item.stats$r.drop
    expected, items = scale_items(scale)
    ours = estimate_reliability(items)
    assert ours.alpha == cronbach_alpha(items)
    assert ours.alpha.n == expected["n_complete"]
    close(ours.alpha.value, expected["alpha_listwise"], 1e-10)
    close(ours.standardised, expected["alpha_std_listwise"], 1e-10)
    close(ours.mean_correlation, expected["mean_interitem_r"], 1e-10)
    close(ours.if_dropped, expected["alpha_drop"], 1e-10)
    close(ours.item_rest, expected["r_drop"], 1e-10)


@pytest.mark.parametrize("scale", SCALES)
def test_polychoric_correlations_of_psych(scale):
    # psych::polychoric(items, correct = 0); psych::alpha(rho)
    expected, items = scale_items(scale)
    ours = polychoric_correlations(items)
    assert ours.correlations == pytest.approx(
        np.array(expected["polychoric_rho"]), abs=PSYCH
    )
    thresholds = expected["polychoric_tau"]
    assert np.array(ours.thresholds) == pytest.approx(np.array(thresholds), abs=1e-12)
    close(ours.alpha, expected["ordinal_alpha"], PSYCH)


def test_polychoric_correlations_of_25_items():
    # psych::polychoric(bfi[1:25], correct = 0)
    expected = read_numbers("01_scales_reliability")["polychoric25"]
    ours = polychoric_correlations(read_data("bfi")[expected["rho"]["rows"]])
    assert ours.n == expected["n"]
    rho = np.array(expected["rho"]["values"])
    assert ours.correlations == pytest.approx(rho, abs=PSYCH)


def test_polychoric_correlations_of_lavaan():
    # lavaan::lavCor(items, ordered = names(items))
    expected = read_numbers("01_scales_reliability")["neuro_polychoric_alt"]["lavCor"]
    _, items = scale_items("neuro")
    close(polychoric_correlations(items).correlations, np.array(expected))


@pytest.mark.parametrize("scale", SCALES)
def test_omega_total(scale):
    # lavaan::cfa(std.lv = TRUE), omega := (l1 + ...)^2 / ((l1 + ...)^2 + e1 + ...).
    # Its search ends early: the standard errors agree to 1e-5.
    expected, items = scale_items(scale)
    ours = fit_one_factor(items)
    assert ours.trouble == ""
    close(ours.omega.value, expected["omega_cfa"])
    close(ours.omega.se, expected["omega_cfa_se"], 1e-5)
    close([ours.omega.low, ours.omega.high], expected["omega_cfa_ci"])
    spread = np.sqrt(ours.loadings**2 + ours.residuals)
    close(ours.loadings / spread, expected["cfa_std_loadings"], 1e-5)


def anxious():
    """Return five items of sai in two waves."""
    table = read_data("sai_2wave_wide").drop(columns="pid").to_numpy(float)
    return table[:, :5], table[:, 5:]


def agrees_with_lavaan(ours, expected):
    assert ours.df == expected["df"]
    close(ours.chi_square, expected["chisq"])
    close([ours.cfi, ours.tli], [expected["cfi"], expected["tli"]])
    close(ours.rmsea, expected["rmsea"])
    assert ours.p == pytest.approx(expected["pvalue"], rel=1e-6, abs=1e-15)


def test_longitudinal_invariance():
    # lavaan(syntax) per step, then lavTestLRT(); fitMeasures()
    expected = read_numbers("08_longitudinal_invariance")
    ours = measure_invariance(*anxious())
    assert ours.n == expected["N"]
    assert ours.trouble == ""
    for step in ours.steps:
        agrees_with_lavaan(step.fit, expected["models"][step.name]["ml"])
    costs = [step.against for step in ours.steps[1:]]
    test = expected["lrt"]
    close([cost.chi_square for cost in costs], test["diff"][1:])
    close([cost.p for cost in costs], test["p"][1:], 1e-5)
    assert [cost.df for cost in costs] == test["ddf"][1:]
    close([cost.cfi for cost in costs], expected["dcfi"])
    close([cost.rmsea for cost in costs], expected["drmsea"])


def test_change_of_the_latent_mean():
    # parameterEstimates(scalar): F2 ~1
    models = read_numbers("08_longitudinal_invariance")["models"]
    (expected,) = [
        row
        for row in models["scalar"]["latent"]
        if (row["lhs"], row["op"]) == ("F2", "~1")
    ]
    ours = measure_invariance(*anxious()).change
    close([ours.value, ours.se], [expected["est"], expected["se"]])


def test_invariance_of_unlinked_waves():
    # cfa(group = "wave", group.equal = ...)
    expected = read_numbers("08_longitudinal_invariance")["multigroup"]
    for step in measure_invariance(*anxious(), linked=False).steps:
        agrees_with_lavaan(step.fit, expected[step.name])


def test_invariance_of_three_waves():
    # semTools::measEq.syntax(auto = 1) on its exLong
    expected = read_numbers("08_longitudinal_invariance")["exLong"]
    table = read_data("exLong").drop(columns="sex").to_numpy()
    for step in fit_ladder(np.split(table, 3, axis=1), lag=1):
        agrees_with_lavaan(step.fit, expected[step.name])


def test_invariance_of_three_factors_in_two_schools():
    # cfa(HolzingerSwineford1939, group = "school", group.equal = ...)
    expected = read_numbers("08_longitudinal_invariance")["holzinger"]
    data = read_data("HolzingerSwineford1939")
    items = [f"x{number}" for number in range(1, 10)]
    schools = [group[items] for _, group in data.groupby("school")]
    factors = np.repeat([0, 1, 2], 3).tolist()
    ladder = fit_ladder(schools, linked=False, factor_of=factors)
    assert len(ladder) == len(expected) + 1
    for step in ladder[:3]:
        agrees_with_lavaan(step.fit, expected[step.name])
