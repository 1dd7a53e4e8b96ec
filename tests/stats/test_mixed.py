from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kaiku_analysis.stats import fit_random_intercept
from kaiku_analysis.stats.grouped import sum_groups
from kaiku_analysis.stats.reml import most_likely_ratio, profile


def simulate(seed, *, groups=12, between=1.0):
    """Return answers of groups of unlike size, with a covariate."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), rng.integers(1, 6, groups))
    covariate = rng.normal(size=len(group))
    design = np.column_stack([np.ones(len(group)), covariate])
    intercepts = rng.normal(0, np.sqrt(between), groups)
    response = 2 - covariate + intercepts[group] + rng.normal(size=len(group))
    return response, design, group


def restricted_likelihood(response, design, group, between, within):
    """Write Patterson & Thompson's likelihood out, with every matrix in full."""
    same = group[:, None] == group
    covariance = within * np.eye(len(group)) + between * same
    precision = np.linalg.inv(covariance)
    information = design.T @ precision @ design
    coefficients = np.linalg.solve(information, design.T @ precision @ response)
    residual = response - design @ coefficients
    return -0.5 * (
        (len(response) - design.shape[1]) * np.log(2 * np.pi)
        + np.linalg.slogdet(covariance)[1]
        + np.linalg.slogdet(information)[1]
        + residual @ precision @ residual
    )


@given(st.integers(0, 10_000))
def test_the_likelihood_is_the_one_written_out_in_full(seed):
    data = simulate(seed)
    fit = fit_random_intercept(*data)
    assert fit.log_likelihood == pytest.approx(
        restricted_likelihood(*data, fit.between, fit.within), rel=1e-9
    )


@given(st.integers(0, 10_000), st.floats(0.5, 2), st.floats(0.5, 2))
def test_no_other_variances_are_more_likely(seed, more_between, more_within):
    data = simulate(seed)
    fit = fit_random_intercept(*data)
    other = (fit.between + 0.01) * more_between, fit.within * more_within
    assert restricted_likelihood(*data, *other) <= fit.log_likelihood + 1e-9


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_slope_and_curvature_are_the_derivatives(seed, ratio):
    response, design, group = simulate(seed)
    sums = sum_groups(np.vstack([design.T, response]), group)
    step = 1e-4 * ratio
    low, at, high = (profile(sums, r) for r in (ratio - step, ratio, ratio + step))
    for value, slope in [
        ("deviance", "slope"),
        ("slope", "curvature"),
    ]:
        numeric = (getattr(high, value) - getattr(low, value)) / (2 * step)
        assert getattr(at, slope) == pytest.approx(numeric, rel=1e-4, abs=1e-6)


@given(st.integers(0, 10_000))
def test_the_degrees_of_freedom_follow_from_the_hessian(seed):
    data = simulate(seed, between=2.0)
    _, design, group = data
    fit = fit_random_intercept(*data)
    if fit.between == 0:
        return

    def deviance(v):
        return -2 * restricted_likelihood(*data, *v)

    def variances(v):
        same = group[:, None] == group
        covariance = v[1] * np.eye(len(group)) + v[0] * same
        information = design.T @ np.linalg.solve(covariance, design)
        return np.diag(np.linalg.inv(information))

    at = np.array([fit.between, fit.within])
    steps = np.diag(2e-4 * at)
    gradient = np.array(
        [(variances(at + s) - variances(at - s)) / (2 * s.sum()) for s in steps]
    )
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
    spread = np.einsum("ik,ij,jk->k", gradient, 2 * np.linalg.inv(hessian), gradient)
    assert fit.df == pytest.approx(2 * variances(at) ** 2 / spread, rel=1e-3)


def test_no_variance_between_groups_leaves_least_squares():
    x = np.tile([0.0, 1.0, 2.0], 4)
    y = np.array([1.0, 2, 4, 2, 3, 3, 3, 1, 4, 1, 3, 4.5])
    fit = fit_random_intercept(
        y, np.column_stack([np.ones(12), x]), np.repeat(range(4), 3)
    )
    line = stats.linregress(x, y)
    assert fit.between == 0
    assert fit.coefficients == pytest.approx([line.intercept, line.slope])
    assert fit.standard_errors == pytest.approx([line.intercept_stderr, line.stderr])
    assert fit.df == pytest.approx([10, 10])


@given(st.integers(0, 10_000), st.floats(-1e4, 1e4), st.floats(0.01, 100))
def test_units_of_the_columns_are_those_of_the_coefficients(seed, shift, scale):
    response, design, group = simulate(seed)
    fit = fit_random_intercept(response, design, group)
    other = fit_random_intercept(response + shift, design * [1, scale], group)
    back = np.array([1, scale])
    assert other.coefficients * back == pytest.approx(
        fit.coefficients + np.array([shift, 0]), rel=1e-6, abs=1e-6
    )
    assert other.standard_errors * back == pytest.approx(fit.standard_errors, rel=1e-6)
    assert other.df == pytest.approx(fit.df, rel=1e-5)
    assert other.between == pytest.approx(fit.between, rel=1e-5, abs=1e-9)


@given(st.integers(0, 10_000))
def test_labels_and_order_of_the_answers_are_irrelevant(seed):
    response, design, group = simulate(seed)
    order = np.random.default_rng(seed).permutation(len(group))
    names = np.array([f"person {9 - g}" for g in group])
    fit = fit_random_intercept(response, design, group)
    other = fit_random_intercept(response[order], design[order], names[order])
    assert other.coefficients == pytest.approx(fit.coefficients, rel=1e-6)
    assert other.within == pytest.approx(fit.within, rel=1e-6)
    assert (other.n, other.groups) == (fit.n, fit.groups)


def test_of_two_turning_points_the_likelier_is_taken():
    # One large group and few small ones: likely at zero, likelier at 0.306.
    response = np.array(
        [-0.7, 2.3, 1.1, -0.2, 2.1, 2.2, -0.1, 1.7, 1.1, -0.1, 0.7, 1.3]
    )
    group = np.array([0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2])
    sums = sum_groups(np.vstack([np.ones(12), response]), group)
    assert profile(sums, 0.0).slope > 0
    everywhere = profile(sums, np.geomspace(1e-6, 1e7, 2000)).deviance
    best = profile(sums, most_likely_ratio(sums)).deviance
    assert best <= everywhere.min()
    assert best < profile(sums, 0.0).deviance


@pytest.mark.parametrize(
    ("response", "design", "group"),
    [
        ([1, 2, 3], np.ones((3, 1)), [0, 1, 2]),
        ([1, 2], np.eye(2), [0, 0]),
        ([2, 2, 2, 2], np.ones((4, 1)), [0, 0, 1, 1]),
        ([1, 1, 2, 2], np.ones((4, 1)), [0, 0, 1, 1]),
        ([1, 2, 4, 7], np.ones((4, 2)), [0, 0, 1, 1]),
        ([1, 2, 4, 7], np.zeros((4, 1)), [0, 0, 1, 1]),
        ([], np.ones((0, 1)), []),
    ],
    ids=[
        "nobody answered twice",
        "as many coefficients as answers",
        "constant answers",
        "answers constant within groups",
        "columns that repeat",
        "an empty column",
        "no answers",
    ],
)
def test_what_the_answers_cannot_tell_is_not_known(response, design, group):
    fit = fit_random_intercept(response, design, group)
    assert not fit.is_known
    assert np.isnan(fit.coefficients).all()
    assert fit.n == len(response)


def test_missing_answers_are_a_mistake():
    with pytest.raises(ValueError, match="1 are missing"):
        fit_random_intercept([1, np.nan, 3], np.ones((3, 1)), [0, 0, 1])


def test_unlike_lengths_are_a_mistake():
    with pytest.raises(ValueError, match="must pair up"):
        fit_random_intercept([1, 2, 3], np.ones((2, 1)), [0, 0, 1])


def test_a_large_survey_takes_no_loop_over_people():
    people = 100_000
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(people), 2)
    wave = np.tile([0.0, 1.0], people)
    response = rng.normal(size=people)[group] + rng.normal(size=2 * people)
    started = process_time()
    fit = fit_random_intercept(response, np.column_stack([wave**0, wave]), group)
    # A tenth of a second here; a loop over people takes tens of seconds.
    assert process_time() - started < 2
    assert fit.between == pytest.approx(1, abs=0.05)
