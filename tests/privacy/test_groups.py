"""No group under the minimum is shown, nor can it be worked out from the rest."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.privacy import large_enough, shown_units

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8)
SMALLEST = st.integers(3, 15)


def shown(counts, smallest):
    series = pd.Series(counts, index=[f"u{n}" for n in range(len(counts))])
    return list(large_enough(series, smallest))


@pytest.mark.parametrize(
    "counts, expected",
    [
        ([50, 30, 20], [True, True, True]),
        ([50, 30, 4], [True, False, False]),  # 84 - 50 - 30 would tell the 4
        ([50, 4, 6], [True, False, False]),  # the two hidden are 10 together
        ([50, 4, 5], [False, False, False]),  # 9 together: the 50 would tell it
        ([4, 5], [False, False]),
        ([10], [True]),
        ([9], [False]),
        ([30, 30, 0], [False, True, False]),
    ],
)
def test_the_next_smallest_group_is_hidden_with_a_single_small_one(counts, expected):
    assert shown(counts, 10) == expected


@given(COUNTS, SMALLEST)
def test_no_shown_group_is_under_the_minimum(counts, smallest):
    visible = shown(counts, smallest)
    assert all(
        count >= smallest for count, yes in zip(counts, visible, strict=True) if yes
    )


@given(COUNTS, SMALLEST)
def test_what_is_hidden_is_never_a_rest_under_the_minimum(counts, smallest):
    visible = shown(counts, smallest)
    hidden = [count for count, yes in zip(counts, visible, strict=True) if not yes]
    assert not hidden or not any(visible) or sum(hidden) >= smallest


@given(COUNTS, SMALLEST)
def test_nothing_is_hidden_without_need(counts, smallest):
    if min(counts) >= smallest:
        assert all(shown(counts, smallest))


@given(
    COUNTS.filter(lambda counts: len(set(counts)) == len(counts)), SMALLEST, st.data()
)
def test_the_order_of_the_groups_does_not_matter(counts, smallest, data):
    order = data.draw(st.permutations(range(len(counts))))
    visible = shown(counts, smallest)
    moved = shown([counts[place] for place in order], smallest)
    assert moved == [visible[place] for place in order]


def test_units_are_shown_wave_by_wave_and_an_empty_one_counts_as_none():
    units = ["north", "south", "west"]
    rows = [("before", "north")] * 20 + [("before", "south")] * 15
    rows += [("before", "west")] * 12 + [("after", "north")] * 30
    rows += [("after", "south")] * 12
    frame = pd.DataFrame(rows, columns=["wave", "unit"])
    frame = frame.assign(unit=pd.Categorical(frame["unit"], units))
    assert shown_units(frame, 10) == {
        "before": frozenset(units),
        "after": frozenset({"north"}),
    }
