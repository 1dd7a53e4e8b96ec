"""The project's own data, in R's survey package: see `survey.R`."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    fit_logistic,
    population_difference,
    population_mean,
    rake,
    retention,
    stratified_mean,
    weighted_difference,
    weighted_mean,
    weighted_regression,
)

HERE = Path(__file__).parent
R = json.loads((HERE / "survey.json").read_text())
PANEL = pd.read_csv(HERE / "panel.csv")
BEFORE, AFTER = PANEL["before"].to_numpy(), PANEL["after"].to_numpy()
CHANGE = AFTER - BEFORE
ROW = np.arange(len(PANEL))
UNIT = np.array(list("abcde"))[ROW % 5]
ROLE = np.where(ROW % 3 == 0, "lead", "staff")
WEIGHT = 1.0 + ROW % 4
UNITS = {"a": 30, "b": 20, "c": 15, "d": 25, "e": 10}
ROLES = {"lead": 22, "staff": 78}
LINKED = ~np.isnan(CHANGE)


def agrees(ours, entry, fields=("value", "se", "low", "high", "df")):
    expected = [R[entry][field] for field in fields]
    assert [getattr(ours, field) for field in fields] == pytest.approx(
        expected, rel=1e-10
    )
    assert ours.n == LINKED.sum()


def test_weighted_difference():
    agrees(weighted_difference(BEFORE, AFTER, WEIGHT), "weighted")


def test_people_alike_in_units():
    agrees(weighted_difference(BEFORE, AFTER, WEIGHT, units=UNIT), "by_unit")


def test_finite_population():
    agrees(population_difference(BEFORE, AFTER, 100), "finite")


def test_weighted_answers_of_a_finite_population():
    # svymean's weights need not add up to the people in its fpc.
    agrees(population_mean(CHANGE, 100, WEIGHT), "finite_weighted")


def test_units_as_strata():
    agrees(stratified_mean(CHANGE, UNIT, UNITS), "stratified")


def test_one_answer_from_a_stratum():
    few = CHANGE.copy()
    few[np.flatnonzero(LINKED & (UNIT == "e"))[1:]] = np.nan
    ours, expected = stratified_mean(few, UNIT, UNITS), R["lonely"]
    assert [ours.value, ours.se, ours.df] == pytest.approx(
        [expected["value"], expected["se"], expected["df"]], rel=1e-10
    )


def test_raking():
    raked = rake([UNIT[LINKED], ROLE[LINKED]], [UNITS, ROLES])
    assert raked.is_converged
    assert raked.weights == pytest.approx(np.array(R["raked_weights"]), rel=1e-9)


@pytest.mark.parametrize(("entry", "copies"), [("raked", 1), ("raked_many", 40)])
def test_mean_of_raked_answers(entry, copies):
    # svymean of rake() forgets how closely few answers fit their label: with six labels
    # and 37 answers its standard error is about sqrt(37 / 31) too small.
    margins = [np.tile(labels[LINKED], copies) for labels in (UNIT, ROLE)]
    heads = [{k: n * copies for k, n in counts.items()} for counts in (UNITS, ROLES)]
    answers = np.tile(CHANGE[LINKED], copies)
    weights = rake(margins, heads).weights
    ours = population_mean(answers, 100 * copies, weights, margins=margins)
    assert ours.value == pytest.approx(R[entry]["value"], rel=1e-10)
    assert ours.df == ours.n - 6
    forgotten = np.sqrt(ours.n / ours.df)
    assert R[entry]["se"] < ours.se < R[entry]["se"] * (1 + 1.5 * (forgotten - 1))


def test_post_stratification():
    weights = rake([UNIT[LINKED]], [UNITS]).weights
    ours = population_mean(CHANGE[LINKED], 100, weights, margins=[UNIT[LINKED]])
    assert ours.value == pytest.approx(R["post_stratified"]["value"], rel=1e-10)
    assert ours.se > R["post_stratified"]["se"]


@pytest.mark.parametrize(
    ("entry", "units"), [("regression", None), ("regression_by_unit", UNIT)]
)
def test_weighted_regression(entry, units):
    design = np.column_stack([np.ones(len(PANEL)), BEFORE])[LINKED]
    ours = weighted_regression(
        AFTER[LINKED],
        design,
        WEIGHT[LINKED],
        units=None if units is None else units[LINKED],
    )
    assert [e.value for e in ours] == pytest.approx(R[entry]["coefficients"], rel=1e-10)
    assert [e.se for e in ours] == pytest.approx(R[entry]["se"], rel=1e-10)
    assert {e.df for e in ours} == {R[entry]["df"]}


def test_logistic_regression():
    known = ~np.isnan(BEFORE)
    design = np.column_stack([np.ones(len(PANEL)), BEFORE, ROLE == "staff"])[known]
    fit, expected = fit_logistic(~np.isnan(AFTER[known]), design), R["logistic"]
    assert fit.coefficients == pytest.approx(expected["coefficients"], rel=1e-9)
    ours = [fit.estimate(column).se for column in range(3)]
    assert ours == pytest.approx(expected["se"], rel=1e-9)
    assert fit.probabilities == pytest.approx(expected["probabilities"], rel=1e-9)


def test_retention():
    ours = retention(~np.isnan(AFTER))
    assert [ours.low, ours.high] == pytest.approx(R["retention"], rel=1e-10)


def test_a_mean_needs_no_weights():
    assert weighted_mean(CHANGE).se == pytest.approx(
        R["finite"]["se"] / np.sqrt(1 - LINKED.sum() / 100), rel=1e-10
    )
