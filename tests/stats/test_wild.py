from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import clustered_difference, wild_cluster, wild_difference

NAN = np.nan
BEFORE = [3, 2, 4, 5, 1, 2, 3, NAN, 2, 4, 4, NAN, 1, 3, 2, 3, 4, 1]
AFTER = [4, 2, 5, 5, 3, 2, NAN, 4, 3, 4, 5, 2, NAN, 5, 3, 2, 5, 1]
UNIT = list("AAABBBBCCDDDEEEFFF")


def by_hand(before, after, unit, points, *, shift=0.0):
    """Return t, and the t of each outcome, of least squares on rows of answers."""
    answer = np.array([*before, *after], float)
    unit = np.array([*unit, *unit])
    design = np.column_stack([np.ones(len(answer)), np.repeat([0, 1], len(before))])
    given = ~np.isnan(answer)
    answer, design, unit = (
        answer[given] - shift * design[given, 1],
        design[given],
        unit[given],
    )
    names = np.unique(unit)

    def t(y):
        bread = np.linalg.inv(design.T @ design)
        b = bread @ design.T @ y
        scores = [design[unit == u].T @ (y - design @ b)[unit == u] for u in names]
        return b[1] / np.sqrt(
            (bread @ sum(np.outer(s, s) for s in scores) @ bread)[1, 1]
        )

    fitted = np.full(len(answer), answer.mean())
    drawn = [
        t(fitted + (answer - fitted) * np.array(w)[np.searchsorted(names, unit)])
        for w in product(points, repeat=len(names))
    ]
    return t(answer), np.array(drawn)


@pytest.mark.parametrize("units", [6, 3])
def test_every_outcome_is_counted_as_by_hand(units):
    people = 18 if units == 6 else 9
    data = BEFORE[:people], AFTER[:people], UNIT[:people]
    ours = wild_difference(*data, weights="rademacher", level=0.7)
    t, drawn = by_hand(*data, (-1, 1))
    assert ours.p == (np.abs(drawn) >= abs(t) - 1e-9).mean()
    assert ours.value / ours.se == pytest.approx(t)


def test_webbs_outcomes_are_counted_as_by_hand():
    data = BEFORE[:9], AFTER[:9], UNIT[:9]
    points = [s * np.sqrt(m) for s in (-1, 1) for m in (0.5, 1, 1.5)]
    t, drawn = by_hand(*data, points)
    ours = wild_difference(*data, weights="webb", level=0.7)
    assert ours.p == pytest.approx((np.abs(drawn) >= abs(t) - 1e-9).mean())


def test_the_interval_ends_where_hypotheses_begin_to_be_rejected():
    ours = wild_difference(BEFORE, AFTER, UNIT, weights="rademacher", level=0.8)
    for end, inward in ((ours.low, 1e-4), (ours.high, -1e-4)):
        for shift, rejected in ((end + inward, False), (end - inward, True)):
            t, drawn = by_hand(BEFORE, AFTER, UNIT, (-1, 1), shift=shift)
            p = (np.abs(drawn) >= abs(t) - 1e-9).mean()
            assert (p <= 0.2 + 1e-12) == rejected


def test_few_units_get_webbs_weights_and_many_rademachers():
    rng = np.random.default_rng(2)
    for units, kind in ((11, "webb"), (12, "rademacher")):
        unit = np.arange(60) % units
        before, after = rng.normal(3, 1, (2, 60))
        assert kind in wild_difference(before, after, unit, draws=199).method


def test_drawing_comes_close_to_enumerating():
    rng = np.random.default_rng(3)
    unit = np.arange(200) % 10
    before = rng.normal(3, 1, 200)
    after = before + rng.normal(0.2, 1, 200) + rng.normal(0, 0.2, 10)[unit]
    drawn = wild_difference(before, after, unit, weights="webb", seed=1)
    every = wild_difference(before, after, unit, weights="rademacher")
    assert drawn.p == pytest.approx(every.p, abs=0.02)
    # (k + 1) / (B + 1), the observed outcome among them.
    assert drawn.p * 10_000 == pytest.approx(round(drawn.p * 10_000))
    assert repr(drawn) == repr(
        wild_difference(before, after, unit, weights="webb", seed=1)
    )
    assert drawn != wild_difference(before, after, unit, weights="webb", seed=2)


@given(st.integers(0, 10_000), st.integers(6, 9))
def test_zero_lies_outside_the_interval_just_when_it_is_rejected(seed, units):
    rng = np.random.default_rng(seed)
    unit = np.arange(40) % units
    before = rng.integers(1, 6, 40).astype(float)
    after = before + rng.integers(-1, 3, 40) + rng.integers(0, 2, units)[unit]
    ours = wild_difference(before, after, unit, weights="rademacher")
    if ours.is_known:
        assert ours.low <= ours.value <= ours.high
        assert ours.excludes_zero == (ours.p <= 0.05 + 1e-12)


def test_it_agrees_with_cr2_where_there_are_many_units():
    rng = np.random.default_rng(4)
    unit = np.repeat(np.arange(40), 10)
    before = rng.normal(3, 1, 400)
    after = before + rng.normal(0.2, 1, 400) + rng.normal(0, 0.3, 40)[unit]
    ours, check = (
        f(before, after, unit) for f in (wild_difference, clustered_difference)
    )
    assert ours.value == pytest.approx(check.value)
    assert [ours.low, ours.high] == pytest.approx([check.low, check.high], abs=0.02)
    assert ours.n == check.n == 400


def test_any_column_of_any_design_can_be_asked_about():
    rng = np.random.default_rng(5)
    design = np.column_stack([np.ones(60), rng.normal(size=(60, 2))])
    unit, noise = np.arange(60) % 14, rng.normal(size=60)
    ours = [
        wild_cluster(design @ [1, 2, 3] + noise, design, unit, column=column)
        for column in range(3)
    ]
    expected = np.linalg.lstsq(design, design @ [1, 2, 3] + noise)[0]
    assert [one.value for one in ours] == pytest.approx(expected)
    assert all(
        one.low < truth < one.high for one, truth in zip(ours, (1, 2, 3), strict=True)
    )


def test_too_few_units_are_unknown_and_say_why():
    ours = wild_difference([1, 2, 3, 4], [2, 3, 3, 5], list("aabb"))
    assert (ours.is_known, ours.method) == (False, "no inference between 2 units")
    # Two of 2^5 outcomes are always as far out: no p below 6 %.
    five = wild_difference(BEFORE[:15], AFTER[:15], UNIT[:15], weights="rademacher")
    assert not five.is_known
    assert "no bounds" in five.method


def test_one_unit_alone_in_a_wave_tells_nothing():
    before, after = [1, 2, 3, 5, 4, 1, NAN], [NAN, NAN, NAN, NAN, NAN, NAN, 1]
    ours = wild_difference(before, after, list("aabbccd"))
    assert (ours.is_known, ours.method) == (False, "no inference between 1 units")


def test_answers_that_tell_nothing_are_unknown():
    flat = np.array([3.1, 2.3, 4.7, 5.9, 1.1, 2.2])
    assert not wild_difference(flat, flat + 0.1, list("aabbcc")).is_known
    assert not wild_difference(flat, [NAN] * 6, list("aabbcc")).is_known
