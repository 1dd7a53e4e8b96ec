from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test

from kaiku_analysis.stats import (
    paired_difference,
    permuted_difference,
    sign_flip_difference,
    unit_difference,
)

NAN = np.nan
BEFORE = [3, 2, 4, 5, 1, 2, 3, NAN, 2, 4, 4, NAN, 1, 3]
AFTER = [4, 2, 5, 5, 3, 2, NAN, 4, 3, 4, 5, 2, NAN, 5]
CHANGES = st.lists(st.integers(-4, 4), min_size=5, max_size=9)


def share_as_far_out(changes):
    signs = np.array(list(product((-1, 1), repeat=len(changes))))
    return (np.abs(signs @ changes) >= abs(sum(changes)) - 1e-9).mean()


def flipped(changes, **options):
    return sign_flip_difference(
        np.zeros(len(changes)), np.array(changes, float), **options
    )


@given(CHANGES)
def test_every_sign_is_tried(changes):
    ours = flipped(changes, level=0.8)
    if ours.is_known:
        assert ours.p == share_as_far_out(changes)
        assert ours.value == pytest.approx(np.mean(changes))


@given(CHANGES)
def test_a_shift_is_in_the_interval_just_when_it_is_not_rejected(changes):
    ours = flipped(changes, level=0.8)
    if ours.is_known:
        for shift in np.array([ours.low, ours.high]):
            outward = np.sign(shift - ours.value) * 1e-6
            inside, outside = (
                share_as_far_out(np.array(changes) - shift + way)
                for way in (outward, -outward)
            )
            assert inside > 0.2 - 1e-12 >= outside - 2e-12


@given(CHANGES)
def test_zero_lies_outside_the_interval_just_when_it_is_rejected(changes):
    ours = flipped(changes, level=0.8)
    if ours.is_known:
        assert ours.excludes_zero == (ours.p <= 0.2 + 1e-12)


def test_it_agrees_with_coin():
    # symmetry_test(y ~ wave | person, distribution = "exact")
    assert sign_flip_difference(BEFORE, AFTER).p == 0.03125


def test_strangers_agree_with_coin():
    # oneway_test(y ~ wave, distribution = "exact")
    before = [1, 2, 2, 3, 4, 5] + [NAN] * 5
    after = [NAN] * 6 + [2, 5, 4, 3, 5]
    assert permuted_difference(before, after).p == pytest.approx(0.3073593073593073)


def weighed(before, after, linked):
    """Return the mean change and the others' difference, the linked coming first."""
    apart = 1 / len(before[linked:]) + 1 / len(after[linked:])
    weight = apart / (1 / linked + apart)
    change = np.mean(after[:linked]) - np.mean(before[:linked])
    others = np.mean(after[linked:]) - np.mean(before[linked:])
    return weight * change + (1 - weight) * others


def partly_linked_by_hand(before, after, shift):
    x, y = np.array(before, float), np.array(after, float) - shift
    both = ~np.isnan(x + y)
    pairs = np.column_stack([x[both], y[both]])
    first, second = (w[~both & ~np.isnan(w)] for w in (x, y))
    pooled = np.concatenate([first, second])
    differences = []
    for swap in product((0, 1), repeat=len(pairs)):
        for dealt in combinations(range(len(pooled)), len(second)):
            there = np.isin(np.arange(len(pooled)), dealt)
            after_ = [*pairs[np.arange(len(pairs)), 1 - np.array(swap)], *pooled[there]]
            before_ = [*pairs[np.arange(len(pairs)), np.array(swap)], *pooled[~there]]
            differences.append(weighed(before_, after_, len(pairs)))
    observed = weighed([*pairs[:, 0], *first], [*pairs[:, 1], *second], len(pairs))
    return (np.abs(differences) >= abs(observed) - 1e-9).mean()


def test_partly_linked_people_are_swapped_and_dealt():
    before, after = [3, 2, 4, 1, 2, 4, NAN, NAN, 2], [4, 3, 5, 2, NAN, NAN, 5, 4, 4]
    ours = permuted_difference(before, after, level=0.8)
    assert ours.p == pytest.approx(partly_linked_by_hand(before, after, 0))
    assert (ours.n, ours.method) == (9, "permutation")
    for end, inward in ((ours.low, 1e-6), (ours.high, -1e-6)):
        assert partly_linked_by_hand(before, after, end + inward) > 0.2 + 1e-12
        assert partly_linked_by_hand(before, after, end - inward) <= 0.2 + 1e-12


@given(st.lists(st.integers(1, 5), min_size=6, max_size=12), st.integers(0, 99))
def test_with_all_linked_both_tests_are_one(answers, seed):
    after = np.random.default_rng(seed).permutation(answers)
    assert (
        repr(permuted_difference(answers, after))
        == repr(sign_flip_difference(answers, after))
        or len(set(after - answers)) == 1
    )


@given(st.integers(0, 1000))
@settings(max_examples=10)
def test_drawing_comes_close_to_scipy(seed):
    rng = np.random.default_rng(seed)
    change = rng.integers(-2, 4, 40).astype(float)
    ours = flipped(change, seed=seed)
    peer = permutation_test(
        (change,),
        lambda d, axis: d.sum(axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=4_999,
        rng=seed,
    )
    # Five standard errors of both draws.
    error = 5 * np.sqrt(peer.pvalue * (1 - peer.pvalue) * (1 / 4_999 + 1 / 9_999))
    assert ours.p == pytest.approx(peer.pvalue, abs=error + 2e-4)


def test_a_large_panel_agrees_with_the_t():
    rng = np.random.default_rng(5)
    before = rng.integers(5, 26, 5_000) / 5
    after = before + rng.integers(-4, 6, 5_000) / 5
    ours, t = sign_flip_difference(before, after), paired_difference(before, after)
    assert ours.value == pytest.approx(t.value)
    assert [ours.low, ours.high] == pytest.approx([t.low, t.high], abs=0.1 * t.se)
    # Never zero: the observed signs are among those counted.
    assert ours.p == 1e-4


def test_the_same_seed_gives_the_same_numbers():
    rng = np.random.default_rng(6)
    before, after = rng.integers(1, 6, (2, 60)).astype(float)
    before[:15], after[45:] = NAN, NAN
    for test in (permuted_difference, sign_flip_difference):
        first = repr(test(before, after, seed=1))
        assert first == repr(test(before, after, seed=1))
        assert first != repr(test(before, after, seed=2))


def test_drawn_deals_agree_with_every_deal():
    rng = np.random.default_rng(7)
    before = [*rng.integers(1, 6, 9), *[NAN] * 8]
    after = [*[NAN] * 9, *rng.integers(2, 6, 8)]
    every = permuted_difference(before, after)
    again = permuted_difference([*before, NAN], [*after, NAN])
    assert again == every
    linked = [1, 2, 3, 2, 4, 5, 1, 2], [2, 4, 3, 3, 5, 5, 1, 4]
    drawn = permuted_difference(before + linked[0], after + linked[1], seed=1)
    other = permuted_difference(before + linked[0], after + linked[1], seed=2)
    assert drawn.p == pytest.approx(other.p, abs=0.02)
    assert [drawn.low, drawn.high] == pytest.approx([other.low, other.high], abs=0.06)


def test_units_count_alike_whatever_their_size():
    change = np.array([0.5, -0.25, 1.0, 0.75, 0.25, 1.5, 0.125])
    unit = np.repeat(np.arange(7), [1, 9, 2, 5, 3, 4, 40])
    before = np.full(64, 3.0)
    ours = unit_difference(before, before + change[unit], unit)
    assert ours.value == pytest.approx(change.mean())
    assert ours.p == share_as_far_out(change)
    assert (ours.n, ours.method) == (64, "sign-flip by unit")


def test_six_units_bound_a_change_and_five_do_not():
    change, unit = np.array([0.5, -0.25, 1.0, 0.75, 0.25, 1.5]), np.arange(6)
    six = unit_difference(np.zeros(6), change, unit)
    # One of 32 pairs of mirrored signs may be left out at 5 %.
    assert six.low == pytest.approx(-0.25)
    assert six.high == pytest.approx(1.5)
    five = unit_difference(np.zeros(5), change[:5], unit[:5])
    assert (five.is_known, five.method) == (False, "no inference between 5 units")


def test_more_than_eighteen_units_are_drawn():
    rng = np.random.default_rng(8)
    change = rng.normal(0.2, 0.5, 19)
    ours = unit_difference(np.zeros(19), change, np.arange(19), draws=999)
    assert ours.p * 1000 == pytest.approx(round(ours.p * 1000))
    eighteen = unit_difference(np.zeros(18), change[:18], np.arange(18))
    assert eighteen.p * 2**18 == round(eighteen.p * 2**18)


def test_a_unit_that_answered_once_is_left_out():
    ours = unit_difference(
        [1, 2, 3, 1, 2, 3, 4, NAN], [2, 2, 4, 3, 1, 5, NAN, 2], list("abcdefgh")
    )
    assert ours.n == 6


def test_people_who_dropped_out_tell_nothing_of_those_who_stayed():
    before, after = [3, 2, 4, 1, 2, 4], [4, 3, 5, 2, 1, 5]
    ours = permuted_difference([*before, *[1] * 9], [*after, *[NAN] * 9], level=0.8)
    assert ours == permuted_difference(before, after, level=0.8)
    assert ours.n == 6


def test_too_little_is_unknown():
    assert not sign_flip_difference([1, 2], [2, 3]).is_known
    assert not sign_flip_difference([1, 2, 3, 4], [2, 3, 4, 5]).is_known
    assert not sign_flip_difference([1, 2, 3, 4], [2, 4, 4, 5]).is_known
    assert not permuted_difference([1, NAN], [NAN, 2]).is_known
    assert not permuted_difference([], []).is_known
    assert not permuted_difference([3] * 9, [3] * 9).is_known
    assert not unit_difference([3] * 9, [4] * 9, range(9)).is_known
