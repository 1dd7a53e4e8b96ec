import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from kaiku_analysis.stats import polychoric_correlations
from kaiku_analysis.stats.binormal import binormal_density, binormal_probability

BOUNDS = st.floats(-4, 4).filter(lambda bound: bound == 0 or abs(bound) > 1e-6)


def cut_normals(correlation, *, people, seed, items=2, levels=5):
    """Return answers cut from normal variables of one common correlation."""
    rng = np.random.default_rng(seed)
    common, own = rng.normal(size=(people, 1)), rng.normal(size=(people, items))
    normal = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    return np.digitize(normal, np.linspace(-1.5, 1, levels - 1))


def spread_out(table):
    """Return the answers of people who are counted in a contingency table."""
    rows, columns = np.indices(np.shape(table))
    return np.column_stack(
        [
            np.repeat(rows.ravel(), np.ravel(table)),
            np.repeat(columns.ravel(), np.ravel(table)),
        ]
    )


def test_at_the_medians_the_correlation_is_a_sine():
    # Sheppard (1899): a quadrant holds 1/4 + asin(r) / (2 pi) of the people
    ours = polychoric_correlations(spread_out([[40, 10], [10, 40]]))
    assert ours.correlations[0, 1] == pytest.approx(np.sin(0.3 * np.pi), abs=1e-9)
    assert ours.thresholds[0] == pytest.approx([0], abs=1e-12)
    assert ours.n == 100


def test_the_correlation_behind_the_answers_is_found():
    answers = cut_normals(0.6, people=100_000, seed=1, items=4)
    ours = polychoric_correlations(answers).correlations
    assert ours[np.triu_indices(4, 1)] == pytest.approx(0.6, abs=0.01)
    pearson = np.corrcoef(answers, rowvar=False)
    assert pearson[np.triu_indices(4, 1)].max() < 0.57


def test_ordinal_alpha_is_alpha_of_what_lies_behind():
    ours = polychoric_correlations(
        cut_normals(0.5, people=100_000, seed=2, items=4, levels=3)
    )
    assert ours.alpha == pytest.approx(4 * 0.5 / (1 + 3 * 0.5), abs=0.005)


@given(st.permutations(range(3)), st.booleans())
@settings(max_examples=20)
def test_order_and_names_of_answers_are_irrelevant(items, reverse):
    answers = cut_normals(0.4, people=300, seed=3, items=3, levels=4)
    plain = polychoric_correlations(answers).correlations
    renamed = np.array([10.0, 11, 15, 99])[answers[::-1]]
    sign = np.ones(3)
    if reverse:
        renamed[:, 0], sign[0] = -renamed[:, 0], -1
    ours = polychoric_correlations(renamed[:, items]).correlations
    expected = (plain * np.outer(sign, sign))[np.ix_(items, items)]
    assert ours == pytest.approx(expected, abs=1e-8)


def test_items_may_have_different_numbers_of_answers():
    answers = cut_normals(0.5, people=2000, seed=4, items=3, levels=6)
    answers[:, 0] = answers[:, 0] > 2
    answers[:, 1] = np.minimum(answers[:, 1], 3)
    ours = polychoric_correlations(answers)
    assert [len(bounds) for bounds in ours.thresholds] == [1, 3, 5]
    for one, other in [(0, 1), (0, 2), (1, 2)]:
        alone = polychoric_correlations(answers[:, [one, other]])
        assert ours.correlations[one, other] == pytest.approx(
            alone.correlations[0, 1], abs=1e-9
        )


def test_people_with_gaps_are_left_out():
    answers = cut_normals(0.5, people=200, seed=5).astype(float)
    ours = polychoric_correlations(np.vstack([answers, [[np.nan, 1]]]))
    assert ours.n == 200
    assert (ours.correlations == polychoric_correlations(answers).correlations).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_items_that_agree_perfectly_correlate_perfectly(sign):
    answers = np.repeat([[1, 1], [2, 2], [3, 3]], 20, axis=0) * [1, sign]
    ours = polychoric_correlations(answers)
    assert ours.correlations[0, 1] == sign
    assert np.isnan(ours.alpha) == (sign < 0)


@given(st.lists(st.tuples(*[st.integers(1, 3)] * 3), min_size=2, max_size=8))
@settings(max_examples=60)
def test_a_handful_of_answers_has_correlations_too(answers):
    ours = polychoric_correlations(answers).correlations
    varied = [len(set(item)) > 1 for item in zip(*answers, strict=True)]
    assert (np.isnan(ours) == ~np.outer(varied, varied)).all()
    assert (np.abs(ours[np.outer(varied, varied)]) <= 1).all()
    assert (np.diag(ours)[varied] == 1).all()


@pytest.mark.parametrize("answers", [np.empty((0, 2)), np.full((4, 2), np.nan)])
def test_nobody_has_no_correlation(answers):
    ours = polychoric_correlations(answers)
    assert ours.n == 0
    assert np.isnan(ours.correlations).all()
    assert np.isnan(ours.alpha)


def test_an_item_answered_alike_correlates_with_nothing():
    answers = np.column_stack([cut_normals(0.5, people=50, seed=6), np.ones(50)])
    ours = polychoric_correlations(answers)
    assert np.isnan(ours.correlations).tolist() == [
        [False, False, True],
        [False, False, True],
        [True, True, True],
    ]
    assert np.isnan(ours.alpha)
    assert np.isnan(polychoric_correlations(np.ones((5, 1))).alpha)


@given(BOUNDS, BOUNDS, st.floats(-0.98, 0.98))
@settings(max_examples=60)
def test_binormal_probability_agrees_with_scipy(x, y, correlation):
    ours = binormal_probability(np.array(x), np.array(y), np.array(correlation))
    theirs = multivariate_normal(cov=[[1, correlation], [correlation, 1]]).cdf([x, y])
    assert ours == pytest.approx(theirs, abs=1e-7)


@given(BOUNDS, BOUNDS, st.floats(-0.9999, 0.9999))
def test_quadrants_add_up(x, y, correlation):
    x, y, correlation = np.array(x), np.array(y), np.array(correlation)
    both = binormal_probability(x, y, correlation)
    only_x = binormal_probability(x, -y, -correlation)
    assert both + only_x == pytest.approx(ndtr(x), abs=1e-14)
    assert binormal_probability(y, x, correlation) == pytest.approx(both, abs=1e-15)


@given(BOUNDS, BOUNDS, st.floats(-0.9, 0.9))
def test_density_is_the_slope_of_probability(x, y, correlation):
    x, y, near = np.array(x), np.array(y), np.array([-1e-5, 1e-5]) + correlation
    low, high = binormal_probability(x, y, near)
    slope = binormal_density(x, y, np.array(correlation))
    assert (high - low) / 2e-5 == pytest.approx(slope, abs=1e-7)
