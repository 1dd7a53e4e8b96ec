import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from kaiku_analysis.stats import (
    cronbach_alpha,
    estimate_reliability,
    retest_correlation,
)
from kaiku_analysis.stats.pairwise import pairwise_covariance

ITEMS = np.array([[1, 2, 1], [2, 2, 3], [4, 3, 4], [5, 5, 4], [3, 4, 3]], float)


def simulate_items(people, items, *, share, seed):
    """Return items whose common part has this share of their variance."""
    rng = np.random.default_rng(seed)
    common, own = rng.normal(size=(people, 1)), rng.normal(size=(people, items))
    return np.sqrt(share) * common + np.sqrt(1 - share) * own


def test_people_with_gaps_are_left_out():
    gap = [[1, np.nan, 5]]
    assert cronbach_alpha(np.vstack([ITEMS, gap])) == cronbach_alpha(ITEMS)


def test_the_spearman_brown_formula_gives_the_truth():
    ours = cronbach_alpha(simulate_items(50_000, 4, share=0.5, seed=2))
    assert ours.value == pytest.approx(4 * 0.5 / (1 + 3 * 0.5), abs=0.005)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    truth = 4 * 0.5 / (1 + 3 * 0.5)
    scales = [
        cronbach_alpha(simulate_items(30, 4, share=0.5, seed=seed), level=0.9)
        for seed in range(500)
    ]
    covered = np.mean([scale.low < truth < scale.high for scale in scales])
    assert covered == pytest.approx(0.9, abs=0.035)


@given(st.permutations(range(3)), st.permutations(range(5)), st.floats(0.1, 10))
def test_order_and_units_are_irrelevant(items, people, scale):
    ours = cronbach_alpha(7 + scale * ITEMS[people][:, items])
    plain = cronbach_alpha(ITEMS)
    assert (ours.value, ours.low) == pytest.approx((plain.value, plain.low))


def test_a_forgotten_reversal_shows_as_a_negative_alpha():
    opposed = np.column_stack([ITEMS[:, 0], 6 - ITEMS[:, 1]])
    ours = cronbach_alpha(opposed)
    assert ours.value < 0
    assert ours.low < ours.value < ours.high


@pytest.mark.parametrize(
    "answers",
    [
        ITEMS[:, :1],
        ITEMS[:2],
        np.column_stack([ITEMS, np.full(5, 1 / 3)]),
        np.full((5, 3), 0.1),
        np.column_stack([ITEMS[:, 0], 6 - ITEMS[:, 0]]),
        np.empty((0, 3)),
        np.full((4, 3), np.nan),
    ],
    ids=[
        "one item",
        "two people",
        "an item answered alike",
        "every item answered alike",
        "items that cancel out",
        "nobody",
        "only gaps",
    ],
)
def test_what_has_no_consistency_is_not_known(answers):
    assert not cronbach_alpha(answers).is_known


def test_items_by_hand():
    # Variances 2 and 2, covariance 1; the third item has covariances 1 and 0
    covariance = np.array([[2.0, 1, 1], [1, 2, 0], [1, 0, 2]])
    ours = estimate_reliability(answers_with(covariance))
    assert ours.alpha.value == pytest.approx(3 / 2 * (1 - 6 / 10))
    assert ours.mean_correlation == pytest.approx(1 / 3)
    assert ours.standardised == pytest.approx(3 / 2 * (1 - 3 / 5))
    assert ours.if_dropped == pytest.approx([0, 2 / 3, 2 / 3])
    assert ours.item_rest == pytest.approx([2 / np.sqrt(8)] + 2 * [1 / np.sqrt(12)])


def answers_with(covariance, people=20):
    """Return answers whose covariance, divided by people less one, is exactly this."""
    noise = np.random.default_rng(0).normal(size=(people, len(covariance)))
    own = np.linalg.cholesky(np.cov(noise, rowvar=False))
    return noise @ np.linalg.inv(own).T @ np.linalg.cholesky(covariance).T


def test_pairwise_covariance_agrees_with_pandas():
    answers = simulate_items(40, 4, share=0.5, seed=4)
    answers[np.random.default_rng(1).random(answers.shape) < 0.3] = np.nan
    both, covariance = pairwise_covariance(answers)
    assert covariance == pytest.approx(pd.DataFrame(answers).cov().to_numpy())
    assert both[0, 1] == (~np.isnan(answers[:, :2]).any(axis=1)).sum()


def test_pairwise_alpha_keeps_people_with_gaps():
    answers = simulate_items(200, 3, share=0.5, seed=5)
    whole = cronbach_alpha(answers, pairwise=True)
    assert whole == cronbach_alpha(answers)
    answers[:50, 0] = np.nan
    ours = cronbach_alpha(answers, pairwise=True)
    assert ours.n == 150
    assert ours.value != pytest.approx(cronbach_alpha(answers).value, rel=1e-6)
    assert ours.value == pytest.approx(whole.value, abs=0.05)


def test_dropping_an_item_is_leaving_it_out():
    answers = simulate_items(60, 4, share=0.4, seed=6)
    ours = estimate_reliability(answers)
    for item in range(4):
        rest = np.delete(answers, item, axis=1)
        assert ours.if_dropped[item] == pytest.approx(cronbach_alpha(rest).value)
        r = np.corrcoef(answers[:, item], rest.sum(axis=1))[0, 1]
        assert ours.item_rest[item] == pytest.approx(r)


def test_items_that_agree_perfectly():
    ours = estimate_reliability(np.outer([1, 2, 3, 5], [1, 1, 1]))
    assert (ours.alpha.value, ours.alpha.low, ours.alpha.high) == (1, 1, 1)
    assert ours.item_rest == pytest.approx(1)


@pytest.mark.parametrize("pairwise", [True, False])
@pytest.mark.parametrize(
    "answers",
    [ITEMS[:, :1], ITEMS[:2], np.column_stack([ITEMS, np.ones(5)]), np.empty((0, 3))],
    ids=["one item", "two people", "an item answered alike", "nobody"],
)
def test_what_has_no_items_to_compare_is_not_known(answers, pairwise):
    ours = estimate_reliability(answers, pairwise=pairwise)
    assert not ours.alpha.is_known
    assert np.isnan(ours.item_rest).all()
    assert np.isnan(ours.if_dropped).all()
    assert len(ours.item_rest) == answers.shape[1]
    assert np.isnan([ours.standardised, ours.mean_correlation]).all()


def test_of_two_items_neither_leaves_a_scale():
    ours = estimate_reliability(ITEMS[:, :2])
    assert np.isnan(ours.if_dropped).all()
    assert ours.item_rest == pytest.approx(ours.mean_correlation)


def test_retest_by_hand():
    # r = .6 of 28 people: atanh(.6) -+ 1.96 / 5
    waves = answers_with(np.array([[1, 0.6], [0.6, 1]]), people=28)
    ours = retest_correlation(*waves.T)
    assert ours.value == pytest.approx(0.6)
    margin = 1.959964 / 5
    limits = np.tanh(np.arctanh(0.6) + np.array([-margin, margin]))
    assert (ours.low, ours.high) == pytest.approx(tuple(limits))
    assert (ours.n, ours.df) == (28, 26)


def test_retest_p_value_agrees_with_scipy():
    waves = np.random.default_rng(3).normal(size=(2, 30))
    assert retest_correlation(*waves).p == pytest.approx(pearsonr(*waves).pvalue)


@given(st.floats(0.1, 10), st.sampled_from([-1, 1]), st.integers(0, 1000))
def test_retest_is_the_same_in_other_units_and_the_other_way(scale, sign, seed):
    x, y = np.random.default_rng(seed).normal(size=(2, 12))
    plain, ours = retest_correlation(x, y), retest_correlation(sign * scale * y + 3, x)
    assert sign * ours.value == pytest.approx(plain.value)
    assert ours.p == pytest.approx(plain.p)
    assert sorted(sign * np.array([ours.low, ours.high])) == pytest.approx(
        [plain.low, plain.high]
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2, 3], [1, 3, 2]),
        ([1, 2, 3, np.nan], [1, 3, 2, 4]),
        ([2, 2, 2, 2, 2], [1, 3, 2, 4, 5]),
        ([1, 2, 3, 4, 7], [2, 4, 6, 8, 14]),
        ([], []),
    ],
    ids=["three people", "three pairs", "all alike", "a perfect match", "nobody"],
)
def test_what_has_no_retest_correlation_is_not_known(before, after):
    assert not retest_correlation(before, after).is_known
