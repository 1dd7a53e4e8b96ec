import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    independent_difference,
    overlapping_difference,
    paired_difference,
    panel_difference,
)

NAN = np.nan


def simulate_panel(people, *, change, seed, dropout=0.3):
    rng = np.random.default_rng(seed)
    answers = rng.normal(3, 0.8, people) + rng.normal(0, 0.5, (2, people))
    answers[1] += change
    answers[:, rng.random(people) < dropout] *= np.array([[1], [NAN]])
    answers[0, rng.random(people) < dropout] = NAN
    return answers


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=30)
)
def test_with_all_linked_and_alike_it_is_the_paired_t(people):
    before, after = np.array(people, float).T
    assume(np.cov(before, after)[0, 1] > 1e-9 and np.ptp(after - before))
    ours, paired = panel_difference(before, after), paired_difference(before, after)
    fields = ("value", "low", "high", "p", "df")
    assert [getattr(ours, f) for f in fields] == pytest.approx(
        [getattr(paired, f) for f in fields], rel=1e-6, abs=1e-9
    )


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=15),
    st.lists(st.integers(1, 5), min_size=2, max_size=15),
)
def test_with_none_linked_it_is_welchs(first, second):
    before = np.array(first + [NAN] * len(second), float)
    after = np.array([NAN] * len(first) + second, float)
    assert repr(panel_difference(before, after)) == repr(
        independent_difference(before, after)
    )


def test_two_linked_people_cannot_tell_what_answers_share():
    before, after = [2, 3, 4, 5, NAN, NAN], [3, 5, NAN, NAN, 4, 4]
    ours = panel_difference(before, after)
    assert (ours.method, ours.n) == ("Welch t", 6)


def test_linked_people_who_all_changed_alike_do_not_make_us_certain():
    before, after = [1, 2, 4, 5, NAN, NAN], [2, 3, 5, NAN, 4, 3]
    ours = panel_difference(before, after)
    assert (ours.method, ours.n) == ("Welch t", 6)
    assert ours.high - ours.low > 1


def test_one_person_is_not_enough():
    assert not panel_difference([3], [4]).is_known
    assert not panel_difference([], []).is_known


def test_unlinked_people_narrow_the_interval():
    before, after = simulate_panel(80, change=0.3, seed=4)
    linked = ~np.isnan(before + after)
    everyone = panel_difference(before, after)
    only_linked = panel_difference(before[linked], after[linked])
    assert everyone.n > only_linked.n
    assert everyone.se < only_linked.se
    assert everyone.se < independent_difference(before, after).se


def test_it_agrees_with_the_partially_overlapping_t_in_a_large_panel():
    before, after = simulate_panel(20_000, change=0.3, seed=5, dropout=0.1)
    ours, check = panel_difference(before, after), overlapping_difference(before, after)
    assert ours.value == pytest.approx(check.value, abs=2 * check.se)
    assert ours.value == pytest.approx(0.3, abs=4 * ours.se)
    assert ours.se == pytest.approx(check.se, rel=0.1)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    studies = [
        panel_difference(*simulate_panel(40, change=0.4, seed=seed))
        for seed in range(400)
    ]
    covered = np.mean([study.low < 0.4 < study.high for study in studies])
    missed = np.mean([study.low > 0.4 for study in studies])
    # Two and a half standard errors of 400 draws.
    assert covered == pytest.approx(0.95, abs=0.027)
    assert missed == pytest.approx(0.025, abs=0.02)
    assert {study.method for study in studies} == {"mixed model"}
