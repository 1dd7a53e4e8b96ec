import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import bootstrap_omega, fit_one_factor
from kaiku_analysis.stats.omega_bootstrap import (
    PEOPLE_PER_ROW,
    resample_covariances,
)
from kaiku_analysis.stats.one_factor import factor_score, fit_factors

LOADINGS = np.array([0.9, 0.8, 0.7, 0.6, 0.5])


def answers_with(covariance, *, people=200, seed=0):
    """Return answers whose covariance, divided by people, is exactly this."""
    noise = np.random.default_rng(seed).normal(size=(people, len(covariance)))
    noise -= noise.mean(axis=0)
    own = np.linalg.cholesky(noise.T @ noise / people)
    return 3 + noise @ np.linalg.inv(own).T @ np.linalg.cholesky(covariance).T


def correlations(r12, r13, r23):
    return np.array([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]])


def simulate_scale(people, *, seed, loadings=LOADINGS):
    rng = np.random.default_rng(seed)
    own = np.sqrt(1 - loadings**2) * rng.normal(size=(people, len(loadings)))
    return loadings * rng.normal(size=(people, 1)) + own


def test_three_items_by_hand():
    # loading 1 = sqrt(r12 r13 / r23), and so on
    ours = fit_one_factor(answers_with(correlations(0.48, 0.4, 0.3)))
    assert ours.loadings == pytest.approx([0.8, 0.6, 0.5], abs=1e-7)
    assert ours.residuals == pytest.approx([0.36, 0.64, 0.75], abs=1e-7)
    assert ours.omega.value == pytest.approx(1.9**2 / (1.9**2 + 1.75), abs=1e-7)
    assert (ours.fit.df, ours.fit.cfi, ours.fit.rmsea) == (0, 1, 0)
    assert ours.trouble == ""


def test_a_scale_that_fits_perfectly():
    exact = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)
    ours = fit_one_factor(answers_with(exact))
    assert ours.loadings == pytest.approx(LOADINGS, abs=1e-6)
    assert ours.fit.chi_square == pytest.approx(0, abs=1e-8)
    assert (ours.fit.df, ours.fit.cfi, ours.fit.rmsea) == (5, 1, 0)
    assert ours.fit.p == pytest.approx(1)


@given(st.permutations(range(5)), st.floats(0.1, 50), st.sampled_from([-1, 1]))
@settings(max_examples=30)
def test_order_and_units_are_irrelevant(items, scale, sign):
    answers = simulate_scale(150, seed=3)
    plain, ours = (
        fit_one_factor(answers),
        fit_one_factor(7 + sign * scale * answers[:, items]),
    )
    assert ours.loadings == pytest.approx(scale * plain.loadings[items], rel=1e-5)
    assert ours.fit.chi_square == pytest.approx(plain.fit.chi_square, rel=1e-7)
    assert ours.omega.value == pytest.approx(plain.omega.value, rel=1e-6)
    assert ours.omega.se == pytest.approx(plain.omega.se, rel=1e-5)


def test_information_is_the_slope_of_the_score_at_the_truth():
    values = np.concatenate([LOADINGS, 1 - LOADINGS**2])
    exact = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)
    slope, information = factor_score(exact[None], values[None])
    assert slope == pytest.approx(0, abs=1e-12)
    steps = np.eye(10) * 1e-6
    rises = [factor_score(exact[None], (values + step)[None])[0][0] for step in steps]
    assert -np.array(rises) / 1e-6 == pytest.approx(information[0], abs=1e-4)


def test_both_intervals_cover_the_truth_as_often_as_they_say():
    truth = LOADINGS.sum() ** 2 / (LOADINGS.sum() ** 2 + (1 - LOADINGS**2).sum())
    samples = [simulate_scale(150, seed=seed) for seed in range(150)]
    delta = [fit_one_factor(sample, level=0.9).omega for sample in samples]
    drawn = [bootstrap_omega(s, seed=1, draws=150, level=0.9) for s in samples[:40]]
    for intervals, slack in [(delta, 0.06), (drawn, 0.12)]:
        covered = np.mean([found.low < truth < found.high for found in intervals])
        assert covered == pytest.approx(0.9, abs=slack)


def test_the_bootstrap_repeats_itself_and_agrees_with_the_delta_method():
    answers = np.round(2 * simulate_scale(2000, seed=5))
    ours = bootstrap_omega(answers, seed=4, draws=400)
    assert ours == bootstrap_omega(answers, seed=4, draws=400)
    assert ours != bootstrap_omega(answers, seed=5, draws=400)
    delta = fit_one_factor(answers).omega
    assert ours.value == delta.value
    assert ours.se == pytest.approx(delta.se, rel=0.15)
    assert ours.method == "omega total, percentile bootstrap of 400 draws"


@pytest.mark.parametrize("repeats", [1, PEOPLE_PER_ROW + 1])
def test_draws_scatter_as_draws_of_people_do(repeats):
    table = np.repeat(simulate_scale(20, seed=6)[:, :3], repeats, axis=0)
    ours = resample_covariances(table, 4000, seed=1)
    rng = np.random.default_rng(2)
    people = [table[rng.integers(len(table), size=len(table))] for _ in range(4000)]
    theirs = np.array([np.cov(t, rowvar=False, ddof=0) for t in people])
    assert ours.mean(axis=0) == pytest.approx(theirs.mean(axis=0), abs=0.03)
    assert ours.std(axis=0) == pytest.approx(theirs.std(axis=0), rel=0.08)


def test_a_heywood_case_is_said():
    ours = fit_one_factor(answers_with(correlations(0.9, 0.9, 0.7)))
    assert ours.residuals[0] == pytest.approx(1 - 0.81 / 0.7, abs=1e-6)
    assert ours.trouble == "the residual variance is negative: item 1"


def test_a_search_without_an_end_is_said():
    # Correlations of opposite signs, whose product is negative, are no factor's
    ours = fit_one_factor(answers_with(correlations(0.3, 0.3, -0.3)))
    assert ours.trouble
    found = fit_factors(correlations(0.3, 0.3, -0.3)[None])
    assert not found.converged[0] or (found.residuals[0] <= 0).any()


def test_people_with_gaps_are_left_out():
    answers = simulate_scale(100, seed=8)
    gap = [[np.nan, 5, 5, 5, 5]]
    ours, plain = fit_one_factor(np.vstack([answers, gap])), fit_one_factor(answers)
    assert ours.omega == plain.omega
    assert ours.n == 100


SCALE = simulate_scale(50, seed=9)


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        (SCALE[:, :2], "2 items are too few to tell a common factor"),
        (SCALE[:5], "5 people are too few for 5 items"),
        (np.column_stack([SCALE, np.ones(50)]), "everyone answered alike: item 6"),
        (np.column_stack([SCALE, SCALE[:, 1]]), "an item repeats what others say"),
        (np.empty((0, 4)), "0 people are too few for 4 items"),
        (np.full((9, 4), np.nan), "0 people are too few for 4 items"),
    ],
)
def test_what_has_no_factor_says_why(answers, trouble):
    ours = fit_one_factor(answers)
    assert ours.trouble == trouble
    assert ours.fit is None
    assert not ours.omega.is_known
    assert not bootstrap_omega(answers, seed=1).is_known


def test_a_list_of_answers_is_refused():
    with pytest.raises(ValueError, match="have 1 dimensions"):
        fit_one_factor([1, 2, 3])
