from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kaiku_analysis.stats import (
    Estimate,
    average_spread,
    independent_difference,
    paired_difference,
    standardised_difference,
)
from kaiku_analysis.stats.effect import hedges_correction, noncentrality

BEFORE, AFTER = [2.3, 3.1, 2.8, 4.0, 3.3, 2.9], [2.9, 3.0, 3.5, 4.2, 3.9, 3.1]
CHANGE = paired_difference(BEFORE, AFTER)


def test_the_spread_is_that_of_everyone_who_answered():
    ours = average_spread([1, 2, 3, np.nan], [np.nan, 2, 6])
    assert ours == pytest.approx(np.sqrt((1 + 8) / 2))


def test_one_answer_has_no_spread():
    assert np.isnan(average_spread([1], [1, 2, 3]))


def test_rounding_is_not_spread():
    assert average_spread(np.full(7, 0.1), np.full(10, 1 / 3)) == 0


@given(st.floats(0.05, 50))
def test_units_of_the_answers_drop_out(scale):
    scaled = standardised_difference(
        paired_difference(np.multiply(BEFORE, scale), np.multiply(AFTER, scale)),
        average_spread(np.multiply(BEFORE, scale), np.multiply(AFTER, scale)),
    )
    plain = standardised_difference(CHANGE, average_spread(BEFORE, AFTER))
    assert (scaled.value, scaled.low, scaled.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_swapping_the_waves_flips_the_sign():
    there = standardised_difference(CHANGE, 0.5)
    back = standardised_difference(paired_difference(AFTER, BEFORE), 0.5)
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))


def test_effect_and_difference_agree_on_what_excludes_zero():
    shifts = np.linspace(-0.6, 0.2, 17)
    changes = [paired_difference(BEFORE, np.add(AFTER, shift)) for shift in shifts]
    effects = [standardised_difference(change, 0.5) for change in changes]
    assert [e.excludes_zero for e in effects] == [c.excludes_zero for c in changes]
    assert {e.excludes_zero for e in effects} == {True, False}


@pytest.mark.parametrize("spread", [0.0, np.nan])
def test_no_spread_gives_no_effect_size(spread):
    ours = standardised_difference(CHANGE, spread)
    assert (ours.is_known, ours.n) == (False, 6)


def test_an_unknown_difference_has_no_effect_size():
    assert not standardised_difference(Estimate.unknown(2), 1.0).is_known


def test_one_degree_of_freedom_has_no_correction():
    assert not standardised_difference(replace(CHANGE, df=1.0), 1.0).is_known


@pytest.mark.parametrize("df", [1.5, 4, 30, 1e4, 1e7])
def test_the_correction_is_near_its_textbook_approximation(df):
    # Hedges (1981) gives 1 - 3 / (4 df - 1), and the error of that.
    assert hedges_correction(df) == pytest.approx(
        1 - 3 / (4 * df - 1), abs=0.06 / df**2
    )


@given(
    st.integers(-60, 60).map(lambda tenths: tenths / 10),
    st.floats(2, 500),
    st.sampled_from([0.005, 0.025, 0.5, 0.975]),
)
def test_the_noncentrality_gives_back_its_share(t, df, share):
    assert stats.nct.cdf(t, df, noncentrality(t, df, share)) == pytest.approx(
        share, abs=1e-8
    )


@pytest.mark.parametrize("t", [0.0, 40.0, -75.0, 300.0])
@pytest.mark.parametrize("df", [3.0, 50.0, 1e6])
def test_far_tails_stay_finite_and_in_order(t, df):
    low, middle, high = (noncentrality(t, df, share) for share in (0.975, 0.5, 0.025))
    assert low < middle < high
    assert middle == pytest.approx(t, rel=0.15, abs=1e-6)


def test_for_large_df_the_limits_are_johnson_and_welchs():
    # Johnson & Welch (1940): t is nearly normal with variance 1 + t^2 / 2 df.
    t, df = 40.0, 1e5
    error = stats.norm.ppf(0.975) * np.sqrt(1 + t**2 / (2 * df))
    assert noncentrality(t, df, 0.025) == pytest.approx(t + error, rel=1e-4)


def test_the_interval_covers_the_true_effect():
    rng = np.random.default_rng(12)
    covered = 0
    for _ in range(400):
        before = rng.normal(0, 1, 15)
        after = 0.7 * before + rng.normal(0.5, np.sqrt(1 - 0.49), 15)
        effect = standardised_difference(
            paired_difference(before, after), average_spread(before, after)
        )
        covered += effect.low < 0.5 < effect.high
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_strangers_have_an_effect_size_too():
    ours = standardised_difference(
        independent_difference(BEFORE, AFTER), average_spread(BEFORE, AFTER)
    )
    assert ours.low < 0 < ours.value < ours.high
    assert ours.method == "Hedges' g of the Welch t"
