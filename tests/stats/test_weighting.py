import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    effective_n,
    paired_difference,
    response_weights,
    weighted_difference,
    weighted_mean,
    weighted_regression,
)

BEFORE = np.array([2.3, 3.1, 2.8, 4.0, 3.3, 2.9, 3.6, 2.2])
AFTER = np.array([2.9, 3.0, 3.5, 4.2, 3.9, 3.1, np.nan, np.nan])


def draw_people(seed, n=60):
    """Return who answered, and what is known of everyone."""
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), rng.normal(size=n), rng.random(n) < 0.4])
    return rng.random(n) < 1 / (1 + np.exp(-0.5 - design[:, 1])), design


@given(st.integers(0, 10_000), st.sampled_from([(0, 1), (0.05, 0.95), (0, 0.9)]))
def test_weights_average_one_over_those_who_answered(seed, trim):
    answered, design = draw_people(seed)
    ours = response_weights(answered, design, trim=trim)
    assert ours.weights[answered].mean() == pytest.approx(1)
    assert (ours.weights[~answered] == 0).all()
    assert ours.effective_n <= answered.sum() + 1e-9


def test_two_kinds_of_people_are_weighted_by_hand():
    # Half of ten leads and all but two of ten others answered: 2 and 1.25.
    lead = np.repeat([1.0, 0.0], 10)
    answered = np.concatenate([np.arange(10) < 5, np.arange(10) < 8])
    ours = response_weights(answered, np.column_stack([np.ones(20), lead]))
    mean = (5 * 2 + 8 * 1.25) / 13
    expected = np.where(answered, np.where(lead == 1, 2, 1.25) / mean, 0)
    assert ours.weights == pytest.approx(expected)
    # Weighted, there are as many leads as others again.
    assert ours.weights @ lead == pytest.approx(ours.weights.sum() / 2)


def test_a_constant_probability_weights_nobody_more():
    answered = ~np.isnan(AFTER)
    ours = response_weights(answered, np.ones((8, 1)))
    assert ours.weights == pytest.approx(answered.astype(float))
    assert ours.effective_n == pytest.approx(6)
    weighted = weighted_difference(BEFORE, AFTER, ours.weights)
    plain = paired_difference(BEFORE, AFTER)
    fields = ("value", "low", "high", "p", "se", "df", "n")
    assert [getattr(weighted, f) for f in fields] == pytest.approx(
        [getattr(plain, f) for f in fields]
    )


def test_trimming_draws_in_the_extremes():
    answered, design = draw_people(4, n=200)
    free = response_weights(answered, design)
    trimmed = response_weights(answered, design, trim=(0.1, 0.9))
    raw = 1 / free.probabilities[answered]
    inside = np.clip(raw, *np.quantile(raw, [0.1, 0.9]))
    assert trimmed.weights[answered] == pytest.approx(inside / inside.mean())
    assert trimmed.trimmed == (inside != raw).sum() > 0
    assert trimmed.effective_n > free.effective_n
    assert free.trimmed == 0


def test_those_whom_nobody_can_stand_for_are_counted():
    unit = np.repeat([0, 1], [7, 5])
    answered = np.where(unit == 0, np.arange(12) % 2, 0)
    design = np.column_stack([unit == 0, unit == 1])
    assert response_weights(answered, design).unreachable == 5


@pytest.mark.parametrize("answered", [np.zeros(5), np.ones(5)])
def test_nobody_or_everybody_answered(answered):
    ours = response_weights(answered, np.ones((5, 1)))
    assert ours.weights == pytest.approx(answered)
    assert ours.effective_n == pytest.approx(answered.sum())


def test_weighting_undoes_dropout_that_the_background_explains():
    rng = np.random.default_rng(21)
    n, plain, weighted, covered = 400, [], [], 0
    for _ in range(150):
        role = rng.normal(size=n)
        before = rng.normal(3, 0.5, n)
        after = before + 0.4 - 0.5 * role + rng.normal(0, 0.5, n)
        stayed = rng.random(n) < 1 / (1 + np.exp(-0.5 + role))
        after[~stayed] = np.nan
        design = np.column_stack([np.ones(n), role])
        ours = weighted_difference(
            before, after, response_weights(stayed, design).weights
        )
        plain.append(np.nanmean(after - before))
        weighted.append(ours.value)
        covered += ours.low < 0.4 < ours.high
    assert np.mean(plain) > 0.5
    assert np.mean(weighted) == pytest.approx(0.4, abs=0.02)
    assert covered / 150 > 0.9


def test_the_effective_number_by_hand():
    # (1 + 1 + 2)^2 / (1 + 1 + 4)
    assert effective_n([1, 1, 2]) == pytest.approx(16 / 6)
    assert effective_n([]) == 0


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30), st.floats(0.01, 100))
def test_the_effective_number_knows_no_scale(weights, scale):
    ours = effective_n(weights)
    assert 1 - 1e-9 <= ours <= len(weights) + 1e-9
    assert effective_n(np.multiply(weights, scale)) == pytest.approx(ours)


@pytest.mark.parametrize("trim", [(0.9, 0.1), (-0.1, 1), (0, 1.5), (0.5, 0.5)])
def test_quantiles_must_be_in_order(trim):
    with pytest.raises(ValueError, match="two quantiles in order"):
        response_weights([1, 0], np.ones((2, 1)), trim=trim)


def test_a_weight_of_two_is_one_person_not_two():
    doubled = weighted_mean([1.0, 2.0, 4.0], [1, 1, 2])
    repeated = weighted_mean([1.0, 2.0, 4.0, 4.0])
    assert doubled.value == pytest.approx(repeated.value)
    # By hand: n / (n - 1) of the squared shares times deviations from 2.75.
    shares = np.array([1, 1, 2]) / 4 * (np.array([1, 2, 4]) - 2.75)
    assert doubled.se == pytest.approx(np.sqrt(3 / 2 * (shares**2).sum()))
    assert (doubled.n, doubled.df) == (3, 2)


@given(st.permutations(range(6)), st.floats(0.01, 100))
def test_neither_order_nor_scale_of_weights_matters(order, scale):
    order, weights = list(order), np.array([1, 2, 3, 1, 2, 3.0])
    ours = weighted_mean(BEFORE[:6][order], scale * weights[order])
    plain = weighted_mean(BEFORE[:6], weights)
    assert (ours.value, ours.low) == pytest.approx((plain.value, plain.low))


def test_people_of_one_unit_count_once():
    values, unit = [1.0, 2.0, 4.0], ["a", "b", "c"]
    alone = weighted_mean(values)
    copies = weighted_mean(values * 5, units=unit * 5)
    assert (copies.value, copies.se, copies.df) == pytest.approx(
        (alone.value, alone.se, alone.df)
    )
    assert copies.n == 15


@pytest.mark.parametrize("values", [[], [3.0], [np.nan, 2.0], [2.0, 2.0, 2.0]])
def test_too_little_for_a_mean(values):
    ours = weighted_mean(np.array(values, float))
    assert (ours.is_known, ours.n) == (False, int(np.isfinite(values).sum()))


def test_changes_that_only_rounding_tells_apart_are_unknown():
    before = np.array([10.1, 20.2, 30.3, 71.1, 92.3])
    assert not weighted_difference(before, before + 0.001).is_known


def test_weights_must_pair_up_and_be_positive():
    with pytest.raises(ValueError, match="2 for 3"):
        weighted_mean([1, 2, 3], [1, 1])
    with pytest.raises(ValueError, match="zero or more"):
        weighted_mean([1, 2, 3], [1, 1, -1])
    with pytest.raises(ValueError, match="zero or more"):
        weighted_mean([1, 2, 3], [1, 1, np.nan])


def test_everyone_in_a_unit_needs_one():
    with pytest.raises(ValueError, match="1 have none"):
        weighted_mean([1, 2, 3], units=["a", None, "b"])


def test_a_mean_is_a_regression_on_nothing():
    weights = [1, 2, 3, 1, 2, 3]
    (ours,) = weighted_regression(BEFORE[:6], np.ones((6, 1)), weights)
    mean = weighted_mean(BEFORE[:6], weights)
    assert (ours.value, ours.se, ours.df) == pytest.approx(
        (mean.value, mean.se, mean.df)
    )


def test_two_groups_differ_by_the_difference_of_their_means():
    group, weights = np.array([0, 0, 0, 1, 1, 1.0]), np.array([1, 2, 1, 1, 1, 3])
    design = np.column_stack([np.ones(6), group])
    ours = weighted_regression(BEFORE[:6], design, weights)[1]
    means = [
        np.average(BEFORE[:6][group == g], weights=weights[group == g]) for g in (0, 1)
    ]
    assert ours.value == pytest.approx(means[1] - means[0])


@given(st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_units_of_a_predictor_do_not_matter(scale, shift):
    x = np.array([1.0, 3, 2, 5, 4, 6])
    plain = weighted_regression(BEFORE[:6], np.column_stack([np.ones(6), x]))[1]
    design = np.column_stack([np.ones(6), scale * x + shift])
    ours = weighted_regression(BEFORE[:6], design)[1]
    assert ours.p == pytest.approx(plain.p, rel=1e-5)
    assert ours.value * scale == pytest.approx(plain.value, rel=1e-5)


@pytest.mark.parametrize(
    "design",
    [
        np.column_stack([np.ones(6), np.ones(6)]),
        np.column_stack([np.ones(6), np.eye(6)[:, :5]]),
        np.column_stack([np.ones(6), BEFORE[:6]]),
    ],
    ids=["columns depend", "nothing left", "fits exactly"],
)
def test_a_regression_that_cannot_tell_is_unknown(design):
    ours = weighted_regression(BEFORE[:6], design)
    assert len(ours) == design.shape[1]
    assert not any(each.is_known for each in ours)


def test_a_design_must_be_complete_for_those_who_count():
    design = np.column_stack([np.ones(3), [1.0, 2.0, np.nan]])
    with pytest.raises(ValueError, match="1 cells are not"):
        weighted_regression([1, 2, 4], design)
    assert len(weighted_regression([1, 2, np.nan], design)) == 2
    with pytest.raises(ValueError, match="pair up"):
        weighted_regression([1, 2], design)
