"""A small run of the simulation that the benchmark does at length."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "calibration.py"


@pytest.fixture(scope="module")
def calibration():
    spec = importlib.util.spec_from_file_location("calibration", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def share(counts, method, what):
    tally = counts[method, what]
    return tally.happened / tally.times


@pytest.fixture(scope="module")
def alike(calibration):
    """Return what happens where units only differ by chance."""
    return calibration.calibrate(
        calibration.Design(40, units=8, items="skewed"), studies=50, seed=1
    )


@pytest.fixture(scope="module")
def apart(calibration):
    """Return what happens where units changed by more or less of their own."""
    return calibration.calibrate(
        calibration.Design(300, units=6, spread=0.3), studies=30, seed=2
    )


def test_every_method_covers_where_people_are_the_only_chance(calibration, alike):
    for method in calibration.METHODS:
        # Of so few people and units bootstraps are too narrow: see the benchmark.
        if not method.startswith("BCa"):
            # Three standard errors of 100 draws, and of 50.
            assert share(alike, method, "coverage") > 0.88
            assert share(alike, method, "zero rejected") < 0.15


def test_methods_by_person_answer_for_these_units_only(apart):
    for method in ("mixed model", "paired t", "permutation", "BCa by person"):
        assert share(apart, method, "of these units") > 0.88
        assert share(apart, method, "coverage") < 0.75
        assert share(apart, method, "zero rejected") > 0.2


def test_methods_by_unit_answer_for_the_programme(apart):
    for method in ("CR2 by unit", "sign-flip by unit", "wild bootstrap"):
        assert share(apart, method, "coverage") > 0.87
        assert share(apart, method, "zero rejected") < 0.16


def test_few_units_are_too_few_for_their_bootstrap(apart):
    assert share(apart, "BCa by unit", "coverage") < 0.9


def test_verdicts_are_seldom_wrong_where_people_are_the_only_chance(alike):
    assert share(alike, "mixed model", "improved, wrongly") <= 0.085
    assert share(alike, "mixed model", "no change, wrongly") <= 0.085


def test_the_truth_is_that_of_many_people(calibration):
    for items in ("normal", "skewed"):
        design = calibration.Design(
            100_000, units=400, spread=0.3, items=items, dropout="none"
        )
        rng = np.random.default_rng(3)
        before, after, _, programme, here = calibration.draw_study(design, 0.35, rng)
        assert after.mean() - before.mean() == pytest.approx(here, abs=0.01)
        # 400 units, whose changes are .3 apart.
        assert here == pytest.approx(programme, abs=0.05)
        assert programme > 0.15


def test_without_an_effect_the_truth_is_zero(calibration):
    design = calibration.Design(30, units=3, spread=0.3, items="skewed")
    rng = np.random.default_rng(4)
    assert calibration.draw_study(design, 0.0, rng)[3] == 0


def test_a_share_out_of_its_bounds_is_marked(calibration):
    bounds = (0.935, 0.965)
    assert calibration.Tally(1000, 950).shown(bounds) == "95.0%"
    assert calibration.Tally(1000, 930).shown(bounds) == "93.0%"
    assert calibration.Tally(1000, 900).shown(bounds) == "90.0% !"
    assert calibration.Tally().shown(bounds) == "–"


def test_the_table_has_a_row_for_each_method(calibration, alike):
    rows = list(calibration.table_rows({calibration.Design(40): alike}))
    assert len(rows) == 2 + len(calibration.METHODS)
    assert {row.count("|") for row in rows[2:]} == {rows[0].count("|")}
