from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    independent_difference,
    overlapping_difference,
    paired_difference,
    panel_difference,
)

DIFFERENCES = [
    paired_difference,
    independent_difference,
    overlapping_difference,
    panel_difference,
]

answers = st.one_of(st.integers(1, 5).map(float), st.just(np.nan))
panels = st.lists(st.tuples(answers, answers), min_size=1, max_size=25).map(
    lambda people: tuple(np.array(people).T)
)
everyone = pytest.mark.parametrize("difference", DIFFERENCES)


def numbers(estimate):
    return np.array(astuple(estimate)[:7])


def same(one, other):
    return np.allclose(
        numbers(one), numbers(other), rtol=1e-6, atol=1e-9, equal_nan=True
    )


@everyone
@given(panel=panels)
def test_any_answers_give_finite_numbers_or_none(difference, panel):
    estimate = difference(*panel)
    if estimate.is_known:
        assert np.isfinite(numbers(estimate)).all()
        assert estimate.low < estimate.value < estimate.high
        assert 0 <= estimate.p <= 1
        assert estimate.method
        assert estimate.excludes_zero == (estimate.p < 0.05)


@everyone
@given(panel=panels)
def test_swapping_the_waves_flips_the_sign(difference, panel):
    before, after = panel
    there, back = difference(before, after), difference(after, before)
    assert there.value == pytest.approx(-back.value, nan_ok=True)
    assert there.low == pytest.approx(-back.high, rel=1e-6, abs=1e-9, nan_ok=True)
    assert there.p == pytest.approx(back.p, rel=1e-6, nan_ok=True)


@everyone
@given(panel=panels, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_people_is_irrelevant(difference, panel, seed):
    before, after = panel
    order = np.random.default_rng(seed).permutation(len(before))
    assert same(difference(before, after), difference(before[order], after[order]))


@everyone
@given(
    panel=panels, shift=st.integers(-50, 50), scale=st.sampled_from([0.1, 3.0, 25.0])
)
def test_units_of_the_answers_are_those_of_the_difference(
    difference, panel, shift, scale
):
    before, after = panel
    plain = difference(before, after)
    other = difference(shift + scale * before, shift + scale * after)
    for field in ("value", "low", "high", "se"):
        expected = scale * getattr(plain, field)
        assert getattr(other, field) == pytest.approx(
            expected, rel=1e-6, abs=1e-9, nan_ok=True
        )
    assert other.df == pytest.approx(plain.df, rel=1e-6, nan_ok=True)


@everyone
@given(panel=panels)
def test_people_who_answered_neither_wave_change_nothing(difference, panel):
    before, after = panel
    silent = np.full(3, np.nan)
    assert same(
        difference(before, after),
        difference(np.append(before, silent), np.append(after, silent)),
    )


@given(panel=panels)
def test_the_paired_t_leaves_out_who_skipped_a_wave(panel):
    before, after = panel
    linked = ~np.isnan(before + after)
    assert same(
        paired_difference(before, after),
        paired_difference(before[linked], after[linked]),
    )


@given(st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=3, max_size=20))
def test_with_all_linked_the_overlapping_t_is_the_paired_t(people):
    # Rounded, so that no spread is so small that rounding itself is most of it.
    before, after = np.array(people).T.round(2)
    ours, paired = (
        overlapping_difference(before, after),
        paired_difference(before, after),
    )
    assert same(ours, paired)


@given(panel=panels)
def test_with_none_linked_the_overlapping_t_is_welchs(panel):
    before, after = panel
    apart = np.full_like(before, np.nan)
    strangers = np.append(before, apart), np.append(apart, after)
    assert same(
        overlapping_difference(*strangers), independent_difference(before, after)
    )


@everyone
def test_a_wider_level_gives_a_wider_interval(difference):
    before, after = [2.3, 3.1, 2.8, 4.0, np.nan], [2.9, 3.0, 3.5, 4.2, 3.9]
    narrow, wide = (difference(before, after, level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (narrow.level, wide.level) == (0.8, 0.99)


@pytest.mark.parametrize(
    ("difference", "method", "n"),
    [
        (paired_difference, "paired t", 4),
        (independent_difference, "Welch t", 9),
        (overlapping_difference, "partially overlapping t", 5),
        (panel_difference, "mixed model", 5),
    ],
)
def test_an_estimate_says_its_method_and_how_many_it_rests_on(difference, method, n):
    ours = difference([2.3, 3.1, 2.8, 4.0, np.nan], [2.9, 3.0, 3.5, 4.2, 3.9])
    assert (ours.method, ours.n) == (method, n)


def test_two_pairs_are_too_few():
    ours = paired_difference([1, 2, np.nan], [2, 4, 5])
    assert (ours.is_known, ours.n) == (False, 2)


def test_one_answer_in_a_wave_is_too_few():
    assert not independent_difference([1], [2, 3, 4]).is_known


@pytest.mark.parametrize("by", [0, 0.7, -1e-3])
@pytest.mark.parametrize("size", [1, 1e6])
def test_everyone_changing_alike_says_nothing_about_the_error(by, size):
    for seed in range(20):
        before = size * np.random.default_rng(seed).normal(3, 1, 12)
        assert not paired_difference(before, before + by).is_known
        assert not overlapping_difference(before, before + by).is_known


@everyone
def test_constant_answers_are_not_known(difference):
    assert not difference(np.full(10, 1 / 3), np.full(10, 0.7)).is_known


@pytest.mark.parametrize(
    "difference", [paired_difference, overlapping_difference, panel_difference]
)
def test_waves_of_unlike_length_are_a_mistake(difference):
    with pytest.raises(ValueError, match="hold 2 and 3 answers"):
        difference([1, 2], [1, 2, 3])
