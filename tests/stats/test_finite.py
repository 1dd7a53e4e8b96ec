from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    paired_difference,
    population_difference,
    population_mean,
    rake,
    stratified_mean,
    weighted_mean,
)

ANSWERS = [3.0, 4.0, 2.0, 5.0, 4.0, 3.0]


def test_the_correction_by_hand():
    # 6 of 10 answered: sqrt(1 - 6 / 10) of the usual standard error.
    ours = population_mean(ANSWERS, 10)
    usual = np.std(ANSWERS, ddof=1) / sqrt(6)
    assert (ours.value, ours.se) == pytest.approx((3.5, usual * sqrt(0.4)))
    assert (ours.df, ours.n) == (5, 6)


def test_once_all_have_answered_nothing_is_uncertain():
    ours = population_mean([*ANSWERS, np.nan], 6)
    assert (ours.low, ours.value, ours.high) == pytest.approx((3.5, 3.5, 3.5))
    assert (ours.se, ours.p, ours.excludes_zero) == (0, 0, True)
    assert population_mean([2.0, 2.0], 2).value == 2
    assert population_mean([-1.0, 1.0], 2).p == 1


@given(st.integers(7, 10_000))
def test_the_more_have_answered_the_surer(head_count):
    ours, others = population_mean(ANSWERS, head_count), weighted_mean(ANSWERS)
    more = population_mean(ANSWERS, head_count + 1)
    assert ours.se < more.se < others.se
    assert ours.value == others.value


def test_in_a_multitude_these_staff_are_staff_like_these():
    ours, others = population_mean(ANSWERS, 10**12), weighted_mean(ANSWERS)
    assert (ours.low, ours.p) == pytest.approx((others.low, others.p))


def test_changes_of_those_who_answered_both():
    before = [1.0, 2.0, 3.0, 4.0, np.nan, 2.0]
    after = [2.0, 2.0, 5.0, np.nan, 4.0, 3.0]
    ours, usual = (
        population_difference(before, after, 8),
        paired_difference(before, after),
    )
    assert (ours.value, ours.n, ours.df) == (usual.value, 4, 3)
    assert ours.se == pytest.approx(usual.se * sqrt(0.5))
    everyone = population_difference(before, after, 4)
    assert everyone.low == everyone.high == usual.value


@pytest.mark.parametrize("values", [[], [3.0], [2.0, 2.0, np.nan]])
def test_too_little_to_say(values):
    ours = population_mean(np.array(values, float), 20)
    assert (ours.is_known, ours.n) == (False, int(np.isfinite(values).sum()))


@pytest.mark.parametrize("head_count", [5, 0])
def test_more_answers_than_people(head_count):
    with pytest.raises(ValueError, match=f"6 people answered, .* of {head_count}"):
        population_mean(ANSWERS, head_count)


@pytest.mark.parametrize("answering", [40, 120, 170])
def test_the_interval_covers_the_mean_of_these_staff(answering):
    rng = np.random.default_rng(answering)
    staff, covered = rng.normal(3, 0.8, 180), 0
    for _ in range(500):
        ours = population_mean(rng.permutation(staff)[:answering], 180)
        covered += ours.low < staff.mean() < ours.high
    assert covered / 500 == pytest.approx(0.95, abs=0.03)


def test_raked_answers_cover_the_mean_of_these_staff():
    # Twelve units of ten, of whom units answer in unlike shares.
    rng = np.random.default_rng(31)
    unit = np.repeat(np.arange(12), 10)
    heads, covered = dict.fromkeys(range(12), 10), 0
    for _ in range(300):
        staff = rng.normal(0, 0.6, 12)[unit] + rng.normal(0, 0.8, 120)
        here = rng.permuted(np.tile(np.arange(10), (12, 1)), axis=1).ravel()
        here = here < np.repeat([4, 6, 8], 4)[unit]
        weights = rake([unit[here]], [heads]).weights
        ours = population_mean(staff[here], 120, weights, margins=[unit[here]])
        covered += ours.low < staff.mean() < ours.high
    assert covered / 300 == pytest.approx(0.95, abs=0.035)


def test_units_by_hand():
    # Units of 6 and 4; means 2 and 5; variances 1 (n 3) and 2 (n 2).
    ours = stratified_mean([1, 2, 3, 4, 6], ["a"] * 3 + ["b"] * 2, {"a": 6, "b": 4})
    variance = 0.6**2 * (1 - 3 / 6) * 1 / 3 + 0.4**2 * (1 - 2 / 4) * 2 / 2
    assert (ours.value, ours.se) == pytest.approx((0.6 * 2 + 0.4 * 5, sqrt(variance)))
    assert (ours.df, ours.n) == (3, 5)


def test_one_unit_is_everybody():
    ours = stratified_mean(ANSWERS, ["a"] * 6, {"a": 10, "b": 0})
    plain = population_mean(ANSWERS, 10)
    assert (ours.value, ours.low, ours.df) == pytest.approx(
        (plain.value, plain.low, plain.df)
    )


def test_a_unit_that_has_all_answered_adds_no_doubt():
    units, heads = ["a"] * 6 + ["b"] * 2, {"a": 10, "b": 2}
    near = stratified_mean([*ANSWERS, 1.0, 2.0], units, heads)
    far = stratified_mean([*ANSWERS, -50.0, 53.0], units, heads)
    assert (near.value, near.se) == pytest.approx((far.value, far.se))


@given(st.permutations(range(12)))
def test_raked_to_one_margin_alike_in_shares_it_is_the_stratified_mean(order):
    rng = np.random.default_rng(2)
    unit, values = np.repeat([0, 1, 2], 4)[list(order)], rng.normal(size=12)
    raked = rake([unit], [{0: 10, 1: 10, 2: 10}])
    ours = population_mean(values, 30, raked.weights, margins=[unit])
    strata = stratified_mean(values, unit, {0: 10, 1: 10, 2: 10})
    assert (ours.value, ours.df) == pytest.approx((strata.value, strata.df))
    assert ours.se == pytest.approx(strata.se * sqrt(12 / 11))


def test_who_alone_speaks_for_a_label_counts_with_all_their_deviation():
    unit, values = ["a"] * 4 + ["b"] * 4 + ["c"], [1.0, 2, 3, 4, 2, 3, 4, 5, 9]
    heads = {"a": 16, "b": 16, "c": 4}
    raked = rake([unit], [heads])
    ours = population_mean(values, 36, raked.weights, margins=[unit])
    strata = stratified_mean(values, unit, heads)
    assert ours.se == pytest.approx(strata.se * sqrt(9 / 8))
    assert ours.se > population_mean(values[:8], 36, margins=[unit[:8]]).se


def test_a_census_of_units():
    ours = stratified_mean([1.0, 2.0, 6.0], ["a", "a", "b"], {"a": 2, "b": 1})
    assert (ours.low, ours.value, ours.high) == pytest.approx((3, 3, 3))


def test_an_unheard_unit_leaves_the_mean_unknown():
    ours = stratified_mean(ANSWERS, ["a"] * 6, {"a": 10, "b": 4})
    assert (ours.is_known, ours.n) == (False, 6)
    assert not stratified_mean([], [], {}).is_known


@pytest.mark.parametrize(
    ("units", "heads", "words"),
    [
        (["a"] * 6, {"a": 5}, "6 people of 'a' answered, of 5"),
        (["a"] * 5 + ["c"], {"a": 9}, "no head count for 'c'"),
        (["a"] * 5, {"a": 9}, "hold 6 and 5"),
    ],
)
def test_head_counts_that_do_not_fit(units, heads, words):
    with pytest.raises(ValueError, match=words):
        stratified_mean(ANSWERS, units, heads)
