import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import reliable_change

BEFORE = np.array([1.0, 3, 5, 3, 3])
PAIRS = st.lists(st.tuples(*[st.integers(1, 7)] * 2), min_size=3, max_size=30)


def test_by_hand():
    # A spread of sqrt(2), half of it error: 1.96 * sqrt(2) * sqrt(2) * sqrt(1 / 2)
    after = [4.0, 5, 2, 3, 5.8]
    ours = reliable_change(BEFORE, after, reliability=0.5)
    assert ours.threshold == pytest.approx(2.7718, abs=1e-4)
    assert (ours.improved, ours.unchanged, ours.declined) == (2, 2, 1)
    assert ours.n == 5
    assert ours.by_error == pytest.approx(0.025)
    assert ours.expected == pytest.approx(0.125)


def test_a_norms_spread_replaces_the_peoples():
    ours = reliable_change(BEFORE, BEFORE, reliability=0.5, spread=10)
    assert ours.threshold == pytest.approx(19.6, abs=1e-3)


@given(PAIRS, st.floats(0.05, 0.95))
def test_turning_the_scale_round_swaps_better_and_worse(pairs, reliability):
    before, after = np.array(pairs, float).T
    ours = reliable_change(before, after, reliability=reliability)
    turned = reliable_change(
        before, after, reliability=reliability, higher_is_better=False
    )
    assert (ours.improved, ours.declined) == (turned.declined, turned.improved)
    assert ours.n == (len(pairs) if ours.is_known else 0)


@given(PAIRS, st.floats(0.05, 0.9))
def test_a_more_reliable_scale_finds_no_fewer(pairs, reliability):
    before, after = np.array(pairs, float).T
    ours = reliable_change(before, after, reliability=reliability)
    better = reliable_change(before, after, reliability=reliability + 0.05)
    assert better.improved >= ours.improved
    assert better.declined >= ours.declined


def test_error_alone_takes_as_many_across_as_expected():
    random = np.random.default_rng(6)
    truth = random.normal(0, np.sqrt(0.8), 40_000)
    before, after = truth + random.normal(0, np.sqrt(0.2), (2, 40_000))
    ours = reliable_change(before, after, reliability=0.8)
    assert ours.improved == pytest.approx(ours.expected, rel=0.1)
    assert ours.declined == pytest.approx(ours.expected, rel=0.1)


def test_rounding_is_no_change():
    before = np.arange(1, 41) / 10
    threshold = reliable_change(before, before, reliability=0.9).threshold
    ours = reliable_change(before, before + threshold, reliability=0.9)
    assert (before + threshold - before > threshold).any()
    assert ours.improved == 0
    past = reliable_change(before, before + threshold * 1.001, reliability=0.9)
    assert past.improved == 40


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([1.0, 2], [3.0, 4]),
        ([2.0, 2, 2], [3.0, 4, 5]),
        ([np.nan] * 4, [1.0] * 4),
    ],
)
def test_too_little_is_unknown(before, after):
    ours = reliable_change(before, after, reliability=0.8)
    assert (ours.is_known, ours.n, ours.expected) == (False, 0, 0)


def test_an_unknown_reliability_leaves_it_unknown():
    assert not reliable_change(BEFORE, BEFORE, reliability=np.nan).is_known
    assert not reliable_change(BEFORE, BEFORE, reliability=0.8, spread=np.nan).is_known


@pytest.mark.parametrize("reliability", [-0.2, 0, 1, 80])
def test_an_impossible_reliability_gets_words(reliability):
    with pytest.raises(ValueError, match="reliability must lie between 0 and 1"):
        reliable_change(BEFORE, BEFORE, reliability=reliability)


@pytest.mark.parametrize("level", [0, 1])
def test_an_impossible_level_gets_words(level):
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        reliable_change(BEFORE, BEFORE, reliability=0.8, level=level)


def test_the_result_says_nothing_of_a_person():
    ours = reliable_change(BEFORE, BEFORE + 3, reliability=0.8)
    assert all(np.isscalar(value) for value in vars(ours).values())
