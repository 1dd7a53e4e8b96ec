"""The project's own data, in R: see `reference.R`."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    adjust_p,
    average_spread,
    cronbach_alpha,
    fit_random_intercept,
    independent_difference,
    paired_difference,
    panel_difference,
    standardised_difference,
)

HERE = Path(__file__).parent
R = json.loads((HERE / "reference.json").read_text())
PANEL = pd.read_csv(HERE / "panel.csv")
BEFORE, AFTER = PANEL["before"].to_numpy(), PANEL["after"].to_numpy()
FIELDS = ["low", "high", "se", "df", "p"]


def shown(estimate, fields):
    return [getattr(estimate, field) for field in fields]


@pytest.mark.parametrize(("entry", "level"), [("paired", 0.95), ("paired_90", 0.9)])
def test_paired_difference(entry, level):
    ours = paired_difference(BEFORE, AFTER, level=level)
    assert shown(ours, FIELDS) == pytest.approx(
        [R[entry][f] for f in FIELDS], rel=1e-10
    )


def test_independent_difference():
    ours = independent_difference(BEFORE, AFTER)
    assert shown(ours, FIELDS) == pytest.approx(
        [R["welch"][f] for f in FIELDS], rel=1e-10
    )


# lme4 stops within about 1e-7 of the optimum, even when asked to go on.
@pytest.mark.parametrize(
    ("entry", "after"), [("mixed_model", AFTER), ("boundary", 6 - AFTER)]
)
def test_mixed_model(entry, after):
    fit, expected = fit_waves(BEFORE, after), R[entry]
    assert fit.coefficients == pytest.approx(expected["coefficients"], rel=1e-6)
    assert fit.standard_errors == pytest.approx(expected["se"], rel=1e-6)
    assert fit.df == pytest.approx(expected["df"], rel=1e-6)
    assert fit.between == pytest.approx(expected["between"], rel=1e-6)
    assert fit.within == pytest.approx(expected["within"], rel=1e-6)
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], rel=1e-12)


@pytest.mark.parametrize(
    ("entry", "after"), [("mixed_model", AFTER), ("boundary", 6 - AFTER)]
)
def test_panel_difference(entry, after):
    ours = panel_difference(BEFORE, after)
    expected = [R[entry][field][1] for field in ("coefficients", "se", "df", "p")]
    assert shown(ours, ["value", "se", "df", "p"]) == pytest.approx(expected, rel=1e-6)
    assert ours.method == "mixed model"


def test_standardised_difference():
    linked = ~np.isnan(BEFORE + AFTER)
    ours = standardised_difference(
        paired_difference(BEFORE, AFTER), average_spread(BEFORE[linked], AFTER[linked])
    )
    fields = ["value", "low", "high"]
    expected = [R["effect_size"][field] for field in fields]
    assert shown(ours, fields) == pytest.approx(expected, rel=1e-9)


def test_cronbach_alpha():
    ours = cronbach_alpha(PANEL.filter(like="item_"))
    fields = ["value", "low", "high"]
    expected = [R["alpha"][field] for field in fields]
    assert shown(ours, fields) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(("entry", "method"), [("holm", "holm"), ("BH", "fdr_bh")])
def test_adjusted_p_values(entry, method):
    ours = adjust_p(np.array(R["p_values"], float), method)
    assert ours == pytest.approx(np.array(R[entry], float), nan_ok=True)


def fit_waves(before, after):
    answer = np.concatenate([before, after])
    person = np.tile(np.arange(len(before)), 2)
    wave = np.repeat([0.0, 1.0], len(before))
    given = ~np.isnan(answer)
    design = np.column_stack([np.ones_like(wave), wave])
    return fit_random_intercept(answer[given], design[given], person[given])
