import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    cluster_robust,
    clustered_difference,
    overlapping_difference,
    paired_difference,
)

NAN = np.nan
BEFORE = [3, 2, 4, 5, 1, 2, 3, NAN, 2, 4, 4, NAN, 1, 3]
AFTER = [4, 2, 5, 5, 3, 2, NAN, 4, 3, 4, 5, 2, NAN, 5]
UNIT = list("AAABBBBCCDDDDD")
FIELDS = ["value", "low", "high", "p", "se", "df"]


def shown(estimate):
    return [getattr(estimate, field) for field in FIELDS]


def stacked():
    """Return the answers given, a wave, a unit and a group (A and C) for each."""
    answer = np.array(BEFORE + AFTER, float)
    given = ~np.isnan(answer)
    unit = np.array(UNIT * 2)
    wave = np.repeat([0.0, 1.0], len(BEFORE))
    group = np.isin(unit, ["A", "C"]).astype(float)
    return (column[given] for column in (answer, wave, group, unit))


def test_it_agrees_with_clubsandwich():
    # coef_test and conf_int(lm(y ~ wave), vcov = "CR2", unit, test = "Satterthwaite")
    expected = [
        0.833333333333333,
        0.449147956196928,
        1.217518710469738,
        0.007518087659733138,
        0.112189643608839706,
        2.661163434256571314,
    ]
    ours = clustered_difference(BEFORE, AFTER, UNIT)
    assert shown(ours) == pytest.approx(expected, rel=1e-10)
    assert (ours.n, ours.method) == (14, "CR2 by unit")


def test_a_difference_in_differences_agrees_with_clubsandwich():
    # coef_test(lm(y ~ wave * group), vcov = "CR2", unit, test = "Satterthwaite")
    answer, wave, group, unit = stacked()
    design = np.column_stack([np.ones_like(wave), wave, group, wave * group])
    ours = cluster_robust(answer, design, unit)
    assert ours.coefficients == pytest.approx(
        [2.875, 0.839285714285714, -0.125, 0.0107142857142854]
    )
    assert ours.standard_errors == pytest.approx(
        [0.125, 0.2054304957428792, 0.4506939094329984, 0.4081341820655411], rel=1e-10
    )
    assert ours.df == pytest.approx(
        [1, 1.0025593073680437, 1.8, 1.8981087602014559], rel=1e-10
    )
    assert (ours.n, ours.clusters) == (24, 4)


def test_units_of_one_size_leave_the_t_of_their_mean_changes():
    before = np.array([[1, 2, 4], [3, 3, 5], [2, 4, 4], [5, 1, 2]], float)
    after = before + np.array([[1, 0, 1], [0, 2, 0], [1, 1, 3], [0, 0, -1]])
    unit = np.repeat(list("abcd"), 3)
    ours = clustered_difference(before.ravel(), after.ravel(), unit)
    means = paired_difference(before.mean(1), after.mean(1))
    assert shown(ours) == pytest.approx(shown(means), rel=1e-10)


ANSWER = st.one_of(st.just(NAN), st.integers(1, 5).map(float))
PEOPLE = st.lists(st.tuples(ANSWER, ANSWER, st.integers(0, 5)), min_size=1, max_size=40)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_people_and_the_names_of_units_do_not_matter(people, shuffle):
    ours = clustered_difference(*zip(*people, strict=True))
    shuffle.shuffle(people)
    before, after, unit = zip(*people, strict=True)
    renamed = clustered_difference(before, after, [f"unit {5 - u}" for u in unit])
    assert shown(ours) == pytest.approx(shown(renamed), rel=1e-8, nan_ok=True)


@given(PEOPLE)
def test_swapping_the_waves_flips_the_sign(people):
    before, after, unit = zip(*people, strict=True)
    ours = clustered_difference(before, after, unit)
    back = clustered_difference(after, before, unit)
    assert [ours.value, ours.low, ours.high] == pytest.approx(
        [-back.value, -back.high, -back.low], rel=1e-8, nan_ok=True
    )


@given(PEOPLE)
def test_a_known_estimate_has_no_gaps(people):
    ours = clustered_difference(*zip(*people, strict=True))
    if ours.is_known:
        assert not np.isnan(shown(ours)).any()
        assert ours.low < ours.value < ours.high


def test_the_value_is_that_of_everyone():
    ours = clustered_difference(BEFORE, AFTER, UNIT)
    assert ours.value == pytest.approx(overlapping_difference(BEFORE, AFTER).value)


def test_what_a_unit_shares_widens_the_interval():
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(10), 30)
    before = rng.normal(3, 1, 300)
    after = before + rng.normal(0, 0.5, 300) + rng.normal(0, 0.4, 10)[unit]
    ours, people = (
        clustered_difference(before, after, unit),
        paired_difference(before, after),
    )
    assert ours.se > 2 * people.se
    assert ours.df < 10 < people.df


def test_two_offices_tell_nothing_of_further_ones():
    ours = clustered_difference([1, 2, 3, 4], [2, 3, 3, 5], list("aabb"))
    assert not ours.is_known
    assert ours.method == "no inference between 2 units"
    assert ours.n == 4


def test_one_unit_alone_in_a_wave_tells_nothing():
    # No residual is left of the wave's mean, and so nothing to judge its luck by.
    before, after = [1, 2, 3, 5, 4, 1, NAN], [NAN, NAN, NAN, NAN, NAN, NAN, 1]
    ours = clustered_difference(before, after, list("aabbccd"))
    assert (ours.is_known, ours.method) == (False, "no inference between 1 units")
    wave = np.repeat([0.0, 1.0], [6, 1])
    answer = [1, 2, 3, 5, 4, 1, 1]
    fit = cluster_robust(answer, np.column_stack([1 - wave, wave]), list("aabbccd"))
    assert fit.df[1] == 0
    assert fit.df[0] > 1


def test_units_that_all_changed_alike_do_not_make_us_certain():
    before = np.array([3.1, 2.3, 4.7, 5.9, 1.1, 2.2])
    assert not clustered_difference(before, before + 0.1, list("aabbcc")).is_known


def test_large_answers_keep_their_digits():
    ours = clustered_difference(BEFORE, AFTER, UNIT)
    moved = clustered_difference(np.array(BEFORE) + 1e6, np.array(AFTER) + 1e6, UNIT)
    assert shown(moved) == pytest.approx(shown(ours), rel=1e-8)


def test_columns_that_depend_on_one_another_are_unknown():
    answer, wave, _, unit = stacked()
    ours = cluster_robust(answer, np.column_stack([wave, 1 - wave, 1 + wave]), unit)
    assert not ours.is_known
    assert np.isnan(ours.standard_errors).all()


def test_wrong_input_is_told_in_words():
    with pytest.raises(ValueError, match="must pair up, but hold 2 and 3"):
        clustered_difference([1, 2], [1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="2 people have 3"):
        clustered_difference([1, 2], [1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="but 1 have none"):
        clustered_difference([1, 2, NAN], [1, NAN, NAN], ["a", None, None])
    with pytest.raises(ValueError, match="but 1 are missing"):
        cluster_robust([1, NAN], [[1], [1]], [1, 2])
    with pytest.raises(ValueError, match="must pair up"):
        cluster_robust([1, 2], [1, 1], [1, 2])
