import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import contrast, fit_nested, fit_random_intercept
from kaiku_analysis.stats.clustered import sum_units
from kaiku_analysis.stats.factors import Factors
from kaiku_analysis.stats.search import most_likely


def simulate(seed, *, people=60, units=8, person=0.7, unit=0.5, wave=0.0, change=0.0):
    """Return a two-wave survey that some people skip a wave of, in any order."""
    rng = np.random.default_rng(seed)
    unit_of = np.append(np.arange(units), rng.integers(0, units, people - units))
    answered = rng.random((people, 2)) < 0.8
    who, when = np.nonzero(answered)
    response = change * when + rng.normal(0, 0.6, len(who))
    response += rng.normal(0, person, people)[who]
    response += rng.normal(0, unit, units)[unit_of[who]]
    response += rng.normal(0, wave, units)[unit_of[who]] * when
    order = rng.permutation(len(who))
    design = np.column_stack([np.ones(len(who)), when])
    return response[order], design[order], who[order], unit_of[who][order]


@settings(max_examples=10)
@given(st.integers(0, 10_000), st.floats(-1e3, 1e3))
def test_order_labels_and_a_shift_are_irrelevant(seed, shift):
    response, design, person, unit = simulate(seed)
    order = np.random.default_rng(seed).permutation(len(response))
    fit = fit_nested(response, design, person, unit)
    people = np.array([f"p{9 - p}" for p in person[order]])
    other = fit_nested(response[order] + shift, design[order], people, unit[order] + 7)
    assert other.coefficients - [shift, 0] == pytest.approx(
        fit.coefficients, rel=1e-5, abs=1e-6
    )
    assert other.standard_errors == pytest.approx(fit.standard_errors, rel=1e-5)
    assert (other.n, other.groups, other.units) == (fit.n, fit.groups, fit.units)


def test_a_unit_variance_of_zero_leaves_the_model_of_people():
    # Units of mean zero in either wave: they differ less than chance would have them.
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 1, (12, 10, 2)) + rng.normal(0, 1, (12, 10, 1))
    response = (noise - noise.mean(1, keepdims=True)).ravel()
    person, unit = np.repeat(np.arange(120), 2), np.repeat(np.arange(12), 20)
    design = np.column_stack([np.ones(240), np.tile([0, 1], 120)])
    fit = fit_nested(response, design, person, unit)
    simpler = fit_random_intercept(response, design, person)
    assert fit.variances["unit"] == 0
    assert fit.model == "person + unit, unit variance zero"
    assert fit.standard_errors == pytest.approx(simpler.standard_errors, rel=1e-7)
    assert fit.df == pytest.approx(simpler.df, rel=1e-7)
    assert fit.log_likelihood == pytest.approx(simpler.log_likelihood, rel=1e-10)


def test_a_person_variance_of_zero_leaves_the_model_of_units():
    rng = np.random.default_rng(4)
    half = rng.normal(0, 1, (12, 10, 1))
    response = np.concatenate([half, -half], 2) + rng.normal(0, 1, (12, 1, 1))
    person, unit = np.repeat(np.arange(120), 2), np.repeat(np.arange(12), 20)
    fit = fit_nested(response.ravel(), np.ones((240, 1)), person, unit)
    simpler = fit_random_intercept(response.ravel(), np.ones((240, 1)), unit)
    assert fit.variances["person"] == 0
    assert fit.model == "person + unit, person variance zero"
    assert fit.variances["unit"] == pytest.approx(simpler.between, rel=1e-6)
    assert fit.df == pytest.approx(simpler.df, rel=1e-6)


def test_balanced_units_have_the_degrees_of_freedom_of_their_means():
    # 7 units of 6 people, two answers each: the grand mean is that of 7 unit means.
    rng = np.random.default_rng(5)
    answers = rng.normal(0, 2, (7, 1, 1)) + rng.normal(0, 1, (7, 6, 1))
    answers = answers + rng.normal(0, 1, (7, 6, 2))
    person, unit = np.repeat(np.arange(42), 2), np.repeat(np.arange(7), 12)
    fit = fit_nested(answers.ravel(), np.ones((84, 1)), person, unit)
    means = answers.mean((1, 2))
    assert fit.df == pytest.approx([6], rel=1e-6)
    assert fit.standard_errors == pytest.approx([means.std(ddof=1) / 7**0.5], rel=1e-6)


def test_units_that_change_unlike_widen_the_interval_of_the_change():
    response, design, person, unit = simulate(6, people=400, units=12, wave=0.5)
    level = fit_nested(response, design, person, unit)
    change = fit_nested(response, design, person, unit, unit_design=design)
    assert change.standard_errors[1] > 2 * level.standard_errors[1]
    assert 6 < change.df[1] < 12 < level.df[1]
    assert change.log_likelihood > level.log_likelihood
    assert change.variances["unit[1,1]"] == pytest.approx(0.25, rel=0.8)


def test_a_true_zero_change_is_rarely_found_among_few_units():
    found = {"level": 0, "change": 0}
    for seed in range(60):
        data = simulate(seed, people=120, units=8, wave=0.4)
        change = fit_nested(*data, unit_design=data[1])
        found["change"] += contrast(change, [0, 1]).excludes_zero
        found["level"] += contrast(fit_nested(*data), [0, 1]).excludes_zero
    # At 5 %, 3 of 60 and a standard error of 1.7. Units that are taken to change
    # alike are the trap.
    assert found["change"] <= 7
    assert found["level"] > 12


def test_the_derivatives_of_the_roots_are_those_of_the_deviance():
    response, design, person, unit = simulate(8, people=40, units=6, wave=0.4)
    unit_of = np.zeros(person.max() + 1, int)
    unit_of[person] = unit
    columns = np.vstack([design.T, design.T, response])
    best = most_likely(sum_units(columns, person, unit_of, random=2), people=True)
    assert best.gradient == pytest.approx(np.zeros(5), abs=1e-6)
    assert (np.linalg.eigvalsh(best.hessian) > 0).all()


def test_a_column_without_an_effect_of_its_own_is_turned_away():
    roots = [0.5, 1e-9, 0.3, 0.4]
    settled = Factors(2.0, np.array(roots), 2).settle()
    assert settled.roots == pytest.approx([0.5, 0, 0, 0.5])
    before = Factors(2.0, np.array(roots), 2).covariance
    assert settled.covariance == pytest.approx(before, abs=1e-8)


@pytest.mark.parametrize(
    ("person", "unit"),
    [
        ([0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 2, 2]),
        ([0, 0, 1, 1, 2, 2], [0, 0, 0, 0, 0, 0]),
    ],
    ids=["nobody answered twice", "one unit"],
)
def test_what_the_answers_cannot_tell_is_not_known(person, unit):
    fit = fit_nested([1, 2, 4, 3, 5, 7], np.ones((6, 1)), person, unit)
    assert not fit.is_known
    assert not contrast(fit, [1]).is_known
    assert contrast(fit, [1]).n == len(set(person))


def test_answers_that_do_not_vary_within_people_are_not_known():
    person = np.repeat(np.arange(12), 2)
    response = np.repeat([1, 5, 2, 4, 3, 3, 2, 5, 1, 4, 4, 2], 2)
    assert not fit_nested(response, np.ones((24, 1)), person, person // 4).is_known


def test_people_in_two_units_are_a_mistake():
    with pytest.raises(ValueError, match="1 are in several"):
        fit_nested([1, 2, 3, 5], np.ones((4, 1)), [0, 0, 1, 1], [0, 1, 1, 1])


def test_a_unit_design_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="unit_design"):
        fit_nested(
            [1, 2, 3, 5],
            np.ones((4, 1)),
            [0, 0, 1, 1],
            [0, 0, 1, 1],
            unit_design=np.ones((3, 1)),
        )
