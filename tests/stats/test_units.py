import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    unit_changes,
    unit_reliability,
    unit_share,
    within_agreement,
)

NAN = np.nan
UNIT = list("AAABBBBCCDDDDD")
AFTER = [4, 2, 5, 5, 3, 2, NAN, 4, 3, 4, 5, 2, NAN, 5]
ITEMS = np.column_stack(
    [
        [4, 2, 5, 5, 3, 2, 1, 4, 3, 4, 5, 2, 1, 5],
        [4, 3, 5, 5, 2, 2, 2, 4, 4, 4, 5, 3, 1, 4],
        [5, 2, 4, 5, 3, 1, 5, 4, 3, 3, 5, 2, 2, 5],
    ]
)


def test_shares_agree_with_multilevel():
    # ICC1, ICC2(aov(after ~ unit))
    assert unit_share(AFTER, UNIT).value == pytest.approx(-0.401639344262295, rel=1e-10)
    ours = unit_reliability(AFTER, UNIT)
    assert ours.value == pytest.approx(-6.125, rel=1e-10)
    assert ours.n == 12


def test_agreement_agrees_with_multilevel():
    # rwg.j(items, unit, ranvar = 2), rwg(item, unit, ranvar = 2)
    ours = within_agreement(ITEMS, UNIT, options=5)
    assert ours.agreement == pytest.approx([0.15, 0, 0.9375, 0], abs=1e-12)
    assert ours.unit == ("A", "B", "C", "D")
    assert list(ours.people) == [3, 4, 2, 5]
    one = within_agreement(ITEMS[:, 0], UNIT, options=5)
    assert one.agreement == pytest.approx([0, 0, 0.75, 0], abs=1e-12)


def test_one_person_agrees_with_nobody():
    ours = within_agreement([[1, 2], [3, 3], [3, NAN]], list("abb"), options=5)
    assert np.isnan(ours.agreement).all()
    assert list(ours.people) == [1, 1]


def test_full_agreement_is_one():
    assert within_agreement([3, 3, 4, 4], list("aabb"), options=5).agreement == (
        pytest.approx([1, 1])
    )


def test_the_intervals_cover_as_often_as_they_say():
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(12), 8)
    # Units make a fifth of the variance; their means of eight are 2 / 3 reliable.
    answers = rng.normal(0, 0.5, (800, 12))[:, unit] + rng.normal(0, 1, (800, 96))
    for estimate, truth in ((unit_share, 0.2), (unit_reliability, 2 / 3)):
        found = [estimate(row, unit) for row in answers]
        covered = np.mean([one.low < truth < one.high for one in found])
        # Two and a half standard errors of 800 draws.
        assert covered == pytest.approx(0.95, abs=0.02)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3)), max_size=30))
def test_a_known_share_lies_in_its_interval(people):
    values, unit = [p[0] for p in people], [p[1] for p in people]
    for ours in (unit_share(values, unit), unit_reliability(values, unit)):
        if ours.is_known:
            assert ours.low < ours.value < ours.high <= 1


def test_changes_are_those_of_everyone_in_a_unit():
    ours = unit_changes(
        [1, 3, NAN, 2, 5, NAN], [2, NAN, 5, 2, NAN, 4], ["b", "b", "b", "a", "c", "d"]
    )
    assert ours.unit == ("b", "a")
    assert ours.change == pytest.approx([1.5, 0])
    assert ours.people == 4


def test_too_little_is_unknown():
    assert not unit_share([], []).is_known
    assert not unit_share([1, 2, 3], list("aaa")).is_known
    assert not unit_share([1, 2, 3], list("abc")).is_known
    assert not unit_share([1.1, 1.1, 2.3, 2.3], list("aabb")).is_known
    # Units whose means are one are not told apart at all.
    assert not unit_reliability([1, 3, 1, 3], list("aabb")).is_known
    assert unit_changes([], [], []).unit == ()


def test_wrong_input_is_told_in_words():
    with pytest.raises(ValueError, match="at least 2 answers, not 1"):
        within_agreement([1, 2], [1, 1], options=1)
    with pytest.raises(ValueError, match="1 have none"):
        unit_share([1, 2], ["a", None])
    with pytest.raises(ValueError, match="2 people have 1"):
        unit_changes([1, 2], [1, 2], ["a"])
