from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    PanelSize,
    needed_linked,
    needed_units,
    simulate_power,
    visible_change,
    visible_unit_change,
)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        # power.t.test(40, power = .8, sd = 1.2, type = "paired", tol = 1e-13)$delta
        (PanelSize(40, 40, 40), 0.545108984705663),
        # power.t.test(40, power = .8, sd = 1.2, tol = 1e-13)$delta
        (PanelSize(40, 40, 0), 0.761159163511823),
    ],
)
def test_it_agrees_with_r_where_all_or_none_are_linked(size, expected):
    ours = visible_change(size, sd=1.2, correlation=0.5)
    assert ours == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("units", "expected"), [(6, 0.430363603184935), (3, 0.979213064945328)]
)
def test_units_agree_with_r(units, expected):
    # power.t.test(units, power = .8, sd = .3, type = "paired", tol = 1e-13)$delta
    assert visible_unit_change(units, spread=0.3) == pytest.approx(expected, rel=1e-10)


def test_needed_numbers_agree_with_r():
    # ceiling(power.t.test(delta = .2, power = .8, sd = ..., type = "paired")$n)
    assert needed_linked(0.2, sd=1, correlation=0.6) == 159
    assert needed_units(0.2, spread=0.3) == 20


@pytest.mark.parametrize(
    ("size", "correlation"),
    [
        (PanelSize(35, 35, 15), 0.3),
        (PanelSize(120, 100, 60), 0.6),
    ],
)
def test_the_formula_agrees_with_simulation(size, correlation):
    change = visible_change(size, sd=0.8, correlation=correlation)
    seen = simulate_power(
        change, size, sd=0.8, correlation=correlation, draws=300, seed=1
    )
    # Two and a half standard errors of 300 draws.
    assert seen == pytest.approx(0.8, abs=0.058)


def test_no_change_is_seen_as_a_rise_as_seldom_as_the_level_says():
    seen = simulate_power(
        0, PanelSize(30, 30, 20), sd=1, correlation=0.5, draws=300, seed=2
    )
    assert seen == pytest.approx(0.025, abs=0.023)


SIZES = st.tuples(st.integers(3, 300), st.integers(0, 300), st.integers(0, 300)).map(
    lambda n: PanelSize(n[0] + n[1], n[0] + n[2], n[0])
)


@given(SIZES, st.floats(0, 0.9))
def test_more_people_and_more_resemblance_show_smaller_changes(size, correlation):
    def seen(size, correlation):
        return visible_change(size, sd=1, correlation=correlation)

    linked = PanelSize(size.before + 9, size.after + 9, size.linked + 9)
    assert seen(linked, correlation) < seen(size, correlation)
    assert seen(size, correlation + 0.05) < seen(size, correlation)


@given(st.floats(0.05, 2), st.integers(0, 50), st.integers(0, 50))
def test_one_linked_person_less_would_not_do(change, before_only, after_only):
    n = needed_linked(
        change, sd=1, correlation=0.5, before_only=before_only, after_only=after_only
    )

    def seen(linked):
        size = PanelSize(before_only + linked, after_only + linked, linked)
        return visible_change(size, sd=1, correlation=0.5)

    assert seen(n) <= change
    assert n == 0 or seen(n - 1) > change


def test_too_few_would_see_nothing():
    assert visible_change(PanelSize(1, 1, 1), sd=1, correlation=0.5) == inf
    assert visible_change(PanelSize(0, 5, 0), sd=1, correlation=0.5) == inf
    assert visible_unit_change(1, spread=1) == inf


def test_wrong_input_is_told_in_words():
    with pytest.raises(ValueError, match="9 are linked of 8 and 10"):
        PanelSize(8, 10, 9)
    size = PanelSize(8, 10, 5)
    with pytest.raises(
        ValueError, match="correlation must lie between -1 and 1, not 1"
    ):
        visible_change(size, sd=1, correlation=1)
    with pytest.raises(ValueError, match="sd must be positive, not 0"):
        visible_change(size, sd=0, correlation=0)
    with pytest.raises(ValueError, match="power must lie between 0 and 1, not 80"):
        visible_change(size, sd=1, correlation=0, power=80)
    with pytest.raises(ValueError, match="change must be positive, not -1"):
        needed_units(-1, spread=1)
