"""Mixed models written out with every matrix in full, to check the quick sums by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import contrast, fit_growth, fit_nested
from kaiku_analysis.stats.clustered import sum_people, sum_units
from kaiku_analysis.stats.stand_ins import share_patterns
from kaiku_analysis.stats.woodbury import cross_products

FIELDS = ["value", "first", "second", "log_determinant", "first_trace", "second_trace"]
NAMES = "noise", "person", "covariance", "slope"


def random_parts(same, columns):
    """Return the parts of the variance that random effects of groups make."""
    width = columns.shape[1]
    for i in range(width):
        for j in range(i + 1):
            shape = np.zeros((width, width))
            shape[i, j] = shape[j, i] = 1
            yield same * (columns @ shape @ columns.T)


def same_group(labels):
    return (labels[:, None] == labels).astype(float)


def products(table, parts, variances):
    """Return what `CrossProducts` holds, by its definition."""
    inverse = np.linalg.inv(total(parts, variances))
    ahead = [inverse @ part for part in parts]
    return (
        table.T @ inverse @ table,
        np.array([table.T @ a @ inverse @ table for a in ahead]),
        np.array([[table.T @ a @ b @ inverse @ table for b in ahead] for a in ahead]),
        -np.linalg.slogdet(inverse)[1],
        np.array([np.trace(a) for a in ahead]),
        np.array([[np.trace(a @ b) for b in ahead] for a in ahead]),
    )


def total(parts, variances):
    return sum(v * part for v, part in zip(variances, parts, strict=True))


def log_likelihood(response, design, parts, variances, *, reml=True):
    """Write Patterson & Thompson's likelihood out."""
    covariance = total(parts, variances)
    precision = np.linalg.inv(covariance)
    information = design.T @ precision @ design
    coefficients = np.linalg.solve(information, design.T @ precision @ response)
    residual = response - design @ coefficients
    size = len(response) - design.shape[1] * reml
    deviance = size * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1]
    deviance += residual @ precision @ residual
    if reml:
        deviance += np.linalg.slogdet(information)[1]
    return -deviance / 2


def satterthwaite_df(response, design, parts, variances, weights, free):
    """Return degrees of freedom by numeric derivatives in the variances `free`."""
    at = np.array(variances, float)
    steps = [np.eye(len(at))[i] * 1e-3 * max(abs(at[i]), at[0] / 10) for i in free]

    def deviance(v):
        return -2 * log_likelihood(response, design, parts, v)

    def spread(v):
        precision = np.linalg.inv(total(parts, v))
        return weights @ np.linalg.solve(design.T @ precision @ design, weights)

    hessian = [
        [
            (
                deviance(at + s + t)
                - deviance(at + s - t)
                - deviance(at - s + t)
                + deviance(at - s - t)
            )
            / (4 * s.sum() * t.sum())
            for s in steps
        ]
        for t in steps
    ]
    slope = np.array([(spread(at + s) - spread(at - s)) / (2 * s.sum()) for s in steps])
    return 2 * spread(at) ** 2 / (slope @ (2 * np.linalg.inv(hessian)) @ slope)


def simulate_units(
    seed, *, people=60, units=8, person=0.7, unit=0.5, wave=0.0, change=0.0
):
    """Return a two-wave survey that some people skip a wave of, in any order."""
    rng = np.random.default_rng(seed)
    unit_of = np.append(np.arange(units), rng.integers(0, units, people - units))
    answered = rng.random((people, 2)) < 0.8
    who, when = np.nonzero(answered)
    response = rng.normal(0, 0.6, len(who))
    response += rng.normal(0, person, people)[who]
    response += rng.normal(0, unit, units)[unit_of[who]]
    order = rng.permutation(len(who))
    design = np.column_stack([np.ones(len(who)), when])
    return response[order], design[order], who[order], unit_of[who][order]


def simulate_growth(seed, *, people=30, slope=0.5, waves=(0.0, 1.0, 2.0, 4.0)):
    rng = np.random.default_rng(seed)
    level, pace = rng.normal(0, 1, people), rng.normal(0.2, slope, people)
    who, when = np.nonzero(rng.random((people, len(waves))) < 0.85)
    time = np.array(waves)[when]
    response = 3 + level[who] + pace[who] * time + rng.normal(0, 0.7, len(who))
    return response, np.column_stack([np.ones(len(who)), time]), who, time


def parts_of(person, unit, columns):
    same = same_group(unit)
    noise = np.eye(len(person))
    return [noise, same_group(person), *random_parts(same, columns)]


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from([1, 2]))
def test_the_cross_products_are_those_written_out_in_full(seed, random):
    response, design, person, unit = simulate_units(seed, people=20, units=4)
    table = np.column_stack([design, response])
    unit_of = np.zeros(person.max() + 1, int)
    unit_of[person] = unit
    sums = sum_units(
        np.vstack([design.T[:random], table.T]), person, unit_of, random=random
    )
    variances = [0.6, 0.4, 0.5, 0.2, 0.7][: 3 if random == 1 else 5]
    ours = cross_products(sums, np.array(variances))
    parts = parts_of(person, unit, design[:, :random])
    expected = products(table, parts, variances)
    for field, numbers in zip(FIELDS, expected, strict=True):
        assert getattr(ours, field) == pytest.approx(numbers, rel=1e-8, abs=1e-8)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.booleans())
def test_no_other_variances_are_more_likely(seed, reml):
    response, design, person, unit = simulate_units(seed)
    fit = fit_nested(response, design, person, unit, reml=reml)
    parts = parts_of(person, unit, design[:, :1])
    at = np.array([fit.variances[name] for name in ("noise", "person", "unit")])
    highest = log_likelihood(response, design, parts, at, reml=reml)
    assert fit.log_likelihood == pytest.approx(highest, rel=1e-9)
    rng = np.random.default_rng(seed)
    for size in (0.01, 0.3, 3):
        moved = np.array([0, 1e-3, 1e-3]) * size
        other = (at + moved) * np.exp(rng.normal(0, size, 3))
        assert log_likelihood(response, design, parts, other, reml=reml) < highest


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([(1, 0), (0, 1), (1, 0.5)]))
def test_degrees_of_freedom_follow_from_the_hessian(seed, weights):
    data = simulate_units(seed, unit=1.0, person=1.0)
    response, design, person, unit = data
    fit = fit_nested(*data)
    at = [fit.variances[name] for name in ("noise", "person", "unit")]
    free = [i for i in range(3) if at[i]]
    expected = satterthwaite_df(
        response,
        design,
        parts_of(person, unit, design[:, :1]),
        at,
        np.array(weights),
        free,
    )
    assert contrast(fit, weights).df == pytest.approx(expected, rel=1e-3)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_a_few_stand_in_for_all_people_of_a_pattern(seed):
    response, design, person, _ = simulate_growth(seed, waves=(0, 1, 3), people=40)
    table = np.column_stack([design, response])
    each = sum_people(np.vstack([design.T, table.T]), person, random=2)
    sums = share_patterns(each)
    variances = np.array([0.6, 0.5, 0.2, 0.7])
    parts = [np.eye(len(person)), *random_parts(same_group(person), design)]
    for field, expected in zip(FIELDS, products(table, parts, variances), strict=True):
        for ours in (each, sums):
            given_back = getattr(cross_products(ours, variances), field)
            assert given_back == pytest.approx(expected, rel=1e-8, abs=1e-8)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.booleans())
def test_no_other_variances_of_growth_are_more_likely(seed, reml):
    response, design, person, time = simulate_growth(seed)
    fit = fit_growth(response, design, person, time, reml=reml)
    parts = [np.eye(len(person)), *random_parts(same_group(person), design)]
    at = np.array([fit.variances[name] for name in NAMES])
    highest = log_likelihood(response, design, parts, at, reml=reml)
    assert fit.log_likelihood == pytest.approx(highest, rel=1e-8)
    for change in ([1.1, 1, 1, 1], [1, 1.1, 1, 1.1], [1, 1, 0.8, 1], [0.9, 1.2, 1, 1]):
        other = log_likelihood(response, design, parts, at * change, reml=reml)
        assert other <= highest + 1e-9
