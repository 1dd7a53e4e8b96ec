import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kaiku_analysis.stats import (
    dropout_differences,
    retention,
    standardised_mean_difference,
)

GROUP, OTHERS = [3.0, 4.0, 5.0, 4.0], [1.0, 2.0, 3.0, 2.0, 2.0]


def test_the_difference_is_in_units_of_the_average_spread():
    # Means 4 and 2, variances 2/3 and 1/2.
    ours = standardised_mean_difference(GROUP, OTHERS)
    assert ours.value == pytest.approx(2 / np.sqrt((2 / 3 + 1 / 2) / 2))
    assert ours.low < ours.value < ours.high
    assert ours.n == 9


def test_the_limits_invert_the_noncentral_t():
    # effectsize::cohens_d(group, others, pooled_sd = FALSE)
    ours = standardised_mean_difference(GROUP, OTHERS)
    welch = stats.ttest_ind(GROUP, OTHERS, equal_var=False)
    t_per_unit = welch.statistic / ours.value
    for limit, share in [(ours.low, 0.975), (ours.high, 0.025)]:
        at = stats.nct.cdf(welch.statistic, welch.df, limit * t_per_unit)
        assert at == pytest.approx(share, abs=1e-9)
    assert ours.p == pytest.approx(welch.pvalue)


def test_swapping_the_groups_flips_the_sign():
    there = standardised_mean_difference(GROUP, OTHERS)
    back = standardised_mean_difference(OTHERS, GROUP)
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))


@given(st.floats(0.1, 100), st.floats(-50, 50))
def test_units_of_measurement_drop_out(scale, shift):
    moved = standardised_mean_difference(
        np.multiply(GROUP, scale) + shift, np.multiply(OTHERS, scale) + shift
    )
    plain = standardised_mean_difference(GROUP, OTHERS)
    assert (moved.value, moved.high) == pytest.approx((plain.value, plain.high))


@pytest.mark.parametrize(
    ("group", "others"), [([1.0], [1, 2, 3]), ([], []), ([1, 1], [2, 2])]
)
def test_too_little_to_compare(group, others):
    ours = standardised_mean_difference(group, others)
    assert (ours.is_known, ours.n) == (False, len(group) + len(others))


def test_the_interval_covers_the_true_difference():
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        ours = standardised_mean_difference(
            rng.normal(0.5, 1, 60), rng.normal(0, 1, 20)
        )
        covered += ours.low < 0.5 < ours.high
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_those_who_stayed_are_compared_with_those_who_left():
    score, lead = [*GROUP, *OTHERS], [1, 1, 0, 1, 0, 0, 1, 0, 0]
    stayed = [True] * 4 + [False] * 5
    by_score, by_role = dropout_differences(np.column_stack([score, lead]), stayed)
    assert by_score == standardised_mean_difference(GROUP, OTHERS)
    assert by_role == standardised_mean_difference(lead[:4], lead[4:])


def test_what_is_not_known_of_someone_counts_for_nothing():
    table = np.array([[3.0], [4.0], [5.0], [np.nan], [1.0], [2.0], [np.nan]])
    (ours,) = dropout_differences(table, [1, 1, 1, 1, 0, 0, 0])
    assert ours == standardised_mean_difference([3, 4, 5], [1, 2])


def test_background_must_have_a_row_for_everyone():
    with pytest.raises(ValueError, match=r"row for each of 3 people.*\(2, 1\)"):
        dropout_differences([[1.0], [2.0]], [1, 0, 1])


def test_everyone_must_have_stayed_or_left():
    with pytest.raises(ValueError, match="yes or no for everyone, not nan"):
        retention([1.0, 0.0, np.nan])


def test_retention_by_hand():
    # Wilson (1927): 8 of 10 gives .490 to .943.
    ours = retention([1] * 8 + [0] * 2)
    assert [ours.value, ours.low, ours.high] == pytest.approx(
        [0.8, 0.490, 0.943], abs=5e-4
    )


@given(st.integers(1, 300), st.data())
def test_retention_lies_in_its_interval_and_mirrors(n, data):
    stayed = data.draw(st.integers(0, n))
    marks = np.arange(n) < stayed
    ours, left = retention(marks), retention(~marks)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1
    assert ours.low < ours.high
    assert (ours.low, ours.high) == pytest.approx((1 - left.high, 1 - left.low))


def test_nobody_to_retain():
    assert retention([]).is_known is False
