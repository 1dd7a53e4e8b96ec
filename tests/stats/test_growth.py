import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import contrast, fit_growth
from kaiku_analysis.stats.clustered import sum_people
from kaiku_analysis.stats.stand_ins import share_patterns


def simulate(seed, *, people=30, slope=0.5, waves=(0.0, 1.0, 2.0, 4.0)):
    rng = np.random.default_rng(seed)
    level, pace = rng.normal(0, 1, people), rng.normal(0.2, slope, people)
    who, when = np.nonzero(rng.random((people, len(waves))) < 0.85)
    time = np.array(waves)[when]
    response = 3 + level[who] + pace[who] * time + rng.normal(0, 0.7, len(who))
    return response, np.column_stack([np.ones(len(who)), time]), who, time


def test_stand_ins_do_not_grow_with_the_people():
    counts = []
    for people in (2_000, 6_000):
        response, design, person, _ = simulate(1, people=people, waves=(0, 1, 3))
        columns = np.vstack([design.T, design.T, response])
        each = sum_people(columns, person, random=2)
        counts.append(len(share_patterns(each).clusters))
        assert share_patterns(each).clusters.sum() == pytest.approx(len(each.clusters))
    assert counts[0] == counts[1] <= 8 * 6


@settings(max_examples=10)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 10))
def test_where_and_how_time_is_counted_is_irrelevant(seed, origin, unit):
    response, design, person, time = simulate(seed)
    fit = fit_growth(response, design, person, time)
    later = (time + origin) * unit
    other = fit_growth(response, np.column_stack([time**0, later]), person, later)
    back = np.array([unit, 1.0])
    assert other.log_likelihood + np.log(unit) == pytest.approx(
        fit.log_likelihood, rel=1e-7
    )
    assert other.coefficients[1] * back[0] == pytest.approx(
        fit.coefficients[1], rel=1e-4, abs=1e-6
    )
    assert other.variances["slope"] * unit**2 == pytest.approx(
        fit.variances["slope"], rel=1e-4, abs=1e-6
    )
    assert other.df[1] == pytest.approx(fit.df[1], rel=1e-3)


def test_balanced_slopes_have_the_mean_and_the_spread_of_each_persons():
    # Laird & Ware: with everybody measured alike, the t-test of people's own slopes.
    rng = np.random.default_rng(2)
    time = np.array([0.0, 1.0, 2.0, 5.0])
    answers = rng.normal(0, 1, (15, 1)) + rng.normal(0.3, 1, (15, 1)) * time
    answers = answers + rng.normal(0, 0.5, answers.shape)
    slopes = np.polyfit(time, answers.T, 1)[0]
    times = np.tile(time, 15)
    fit = fit_growth(
        answers.ravel(),
        np.column_stack([times**0, times]),
        np.repeat(np.arange(15), 4),
        times,
    )
    change = contrast(fit, [0, 1])
    assert change.value == pytest.approx(slopes.mean(), rel=1e-8)
    assert change.se == pytest.approx(slopes.std(ddof=1) / 15**0.5, rel=1e-6)
    assert change.df == pytest.approx(14, rel=1e-5)
    assert fit.model == "person's level + slope"


def test_people_who_move_in_parallel_have_no_slope_of_their_own():
    time = np.tile([0.0, 1.0, 2.0], 6)
    level = np.repeat([1.0, 4, 2, 6, 3, 7], 3)
    bump = np.outer([1, -1, 1, -1, 1, -1], [0.1, -0.2, 0.1]).ravel()
    fit = fit_growth(
        level + time + bump,
        np.column_stack([time**0, time]),
        np.repeat(np.arange(6), 3),
        time,
    )
    assert fit.variances["slope"] == pytest.approx(0, abs=1e-12)
    assert fit.model == "person's level + slope, of one piece"
    assert np.isfinite(fit.df).all()


def test_the_truth_is_found_again():
    response, design, person, time = simulate(3, people=3_000, slope=0.4)
    fit = fit_growth(response, design, person, time)
    change = contrast(fit, [0, 1])
    assert change.value == pytest.approx(0.2, abs=4 * change.se)
    names = ("person", "slope", "covariance", "noise")
    assert [fit.variances[name] for name in names] == pytest.approx(
        [1, 0.16, 0, 0.49], abs=0.1
    )


def test_two_answers_a_person_are_too_few():
    response, time = [1, 2, 3, 5, 2, 2], np.tile([0.0, 1.0], 3)
    design = np.column_stack([time**0, time])
    fit = fit_growth(response, design, [0, 0, 1, 1, 2, 2], time)
    assert not fit.is_known
    assert (fit.n, fit.groups) == (6, 3)


def test_lines_without_noise_are_not_known():
    time = np.tile([0.0, 1.0, 2.0], 4)
    pace = np.repeat([1.0, 2.0, 4.0, 3.0], 3)
    design = np.column_stack([time**0, time])
    assert not fit_growth(pace * time, design, np.repeat(range(4), 3), time).is_known


def test_a_missing_time_is_a_mistake():
    with pytest.raises(ValueError, match="must have a time"):
        fit_growth([1, 2, 3], np.ones((3, 1)), [0, 0, 0], [0, np.nan, 2])
