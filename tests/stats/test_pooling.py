from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import Estimate, paired_difference, pool

ONE = paired_difference([2.3, 3.1, 2.8, 4.0, 3.3], [2.9, 3.0, 3.5, 4.2, 3.9])


def moved(*values):
    return [replace(ONE, value=value) for value in values]


def test_rubins_rules_by_hand():
    # Within 0.04, between 0.01, so in all 0.04 + 4/3 * 0.01.
    fits = [
        Estimate.from_t(value, 0.2, 30, n=31, level=0.9, method="t")
        for value in (0.4, 0.5, 0.6)
    ]
    ours, total = pool(fits), 0.04 + 4 / 3 * 0.01
    assert (ours.within, ours.between) == pytest.approx((0.04, 0.01))
    assert (ours.estimate.value, ours.estimate.se) == pytest.approx((0.5, total**0.5))
    assert ours.relative_increase == pytest.approx(1 / 3)
    assert ours.missing_share == pytest.approx(1 / 4)
    # Barnard & Rubin (1999): of old 2 / lambda^2 = 32 and observed 31/33 * 30 * 3/4.
    observed = 31 / 33 * 30 * 3 / 4
    assert ours.estimate.df == pytest.approx(1 / (1 / 32 + 1 / observed))
    fmi = (1 / 3 + 2 / (ours.estimate.df + 3)) / (4 / 3)
    assert ours.missing_information == pytest.approx(fmi)
    assert (ours.estimate.level, ours.estimate.n) == (0.9, 31)
    assert ours.estimate.method == "t, 3 imputations"


@given(st.integers(2, 50))
def test_identical_imputations_give_the_variance_within(m):
    ours = pool([ONE] * m)
    assert ours.estimate.se == pytest.approx(ONE.se)
    assert ours.estimate.value == pytest.approx(ONE.value)
    assert ours.between == pytest.approx(0, abs=1e-30)
    # What Barnard & Rubin hold complete data to be worth.
    assert ours.estimate.df == pytest.approx((ONE.df + 1) / (ONE.df + 3) * ONE.df)


@given(st.permutations([0.2, 0.9, 0.4, 0.5]), st.floats(-10, 10))
def test_order_does_not_matter_and_a_shift_carries_over(values, shift):
    ours = pool(moved(*(value + shift for value in values))).estimate
    plain = pool(moved(0.2, 0.4, 0.5, 0.9)).estimate
    assert ours.value == pytest.approx(plain.value + shift)
    assert (ours.se, ours.df) == pytest.approx((plain.se, plain.df))


@given(st.floats(0.01, 5))
def test_imputations_that_disagree_widen_the_interval(apart):
    ours = pool(moved(0.5 - apart, 0.5, 0.5 + apart)).estimate
    assert ours.se > ONE.se
    assert ours.df < ONE.df


def test_infinite_degrees_of_freedom_are_rubins_of_1987():
    fits = [replace(each, df=float("inf")) for each in moved(0.4, 0.5, 0.6)]
    ours = pool(fits)
    assert ours.estimate.df == pytest.approx(2 / ours.missing_share**2)
    assert pool([fits[0]] * 3).estimate.df == float("inf")


def test_one_unknown_estimate_makes_the_pooled_unknown():
    ours = pool([ONE, Estimate.unknown(3), ONE])
    assert (ours.estimate.is_known, ours.estimate.n) == (False, 3)


@pytest.mark.parametrize("fits", [[], [ONE]])
def test_one_data_set_cannot_be_pooled(fits):
    with pytest.raises(ValueError, match=f"or more, not {len(fits)}"):
        pool(fits)
