import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import cronbach_alpha

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
