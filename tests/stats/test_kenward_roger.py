import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import contrast, fit_random_intercept, panel_difference

NAN = np.nan


def simulate(seed, *, people=20, waves=3):
    rng = np.random.default_rng(seed)
    who, when = np.nonzero(rng.random((people, waves)) < 0.8)
    response = rng.normal(0, 1, people)[who] + rng.normal(0, 1, len(who))
    return response, np.eye(waves)[when], who


def written_out(response, design, group, fit):
    """Kenward & Roger's (1997) formulas, with every matrix in full."""
    same = (group[:, None] == group).astype(float)
    parts = [np.eye(len(group)), same]
    inverse = np.linalg.inv(fit.within * parts[0] + fit.between * same)
    known = np.linalg.inv(design.T @ inverse @ design)
    first = [-design.T @ inverse @ a @ inverse @ design for a in parts]
    second = [
        [design.T @ inverse @ a @ inverse @ b @ inverse @ design for b in parts]
        for a in parts
    ]
    projected = inverse - inverse @ design @ known @ design.T @ inverse
    information = [
        [np.trace(projected @ a @ projected @ b) / 2 for b in parts] for a in parts
    ]
    spread = np.linalg.inv(information)
    doubt = sum(
        spread[i, j] * (second[i][j] - first[i] @ known @ first[j])
        for i in range(2)
        for j in range(2)
    )
    slopes = np.array([known @ -p @ known for p in first])
    return known + 2 * known @ doubt @ known, known, slopes, spread


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_it_is_the_formula_written_out_in_full(seed):
    data = simulate(seed)
    fit = fit_random_intercept(*data, method="kenward-roger")
    covariance, known, slopes, spread = written_out(*data, fit)
    assert fit.covariance == pytest.approx(covariance, rel=1e-7, abs=1e-9)
    for weights in ([1, 0, 0], [-1, 1, 0], [0.5, 0.5, -1]):
        w = np.array(weights)
        slope = w @ slopes @ w
        expected = 2 * (w @ known @ w) ** 2 / (slope @ spread @ slope)
        assert contrast(fit, weights).df == pytest.approx(expected, rel=1e-6)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_it_changes_how_sure_we_are_and_not_of_what(seed):
    data = simulate(seed)
    fit = fit_random_intercept(*data)
    other = fit_random_intercept(*data, method="kenward-roger")
    assert other.coefficients == pytest.approx(fit.coefficients, rel=1e-12)
    assert (other.standard_errors >= fit.standard_errors * (1 - 1e-9)).all()


def test_with_all_linked_it_is_the_paired_t():
    rng = np.random.default_rng(1)
    before, after = rng.normal(3, 1, 12) + rng.normal(0, 0.5, (2, 12))
    change = panel_difference(before, after, method="kenward-roger")
    assert change.df == pytest.approx(11)
    assert change.se == pytest.approx((after - before).std(ddof=1) / 12**0.5)


def test_it_differs_from_satterthwaites_where_few_are_linked():
    before = [2, 3, 4, 5, 1, 3, NAN, NAN, 4]
    after = [3, 3, 5, 5, 2, NAN, 4, 2, NAN]
    wider = panel_difference(before, after, method="kenward-roger")
    usual = panel_difference(before, after)
    assert wider.value == pytest.approx(usual.value)
    assert wider.se > usual.se
    assert wider.df != pytest.approx(usual.df, rel=1e-3)


def test_a_contrast_is_the_coefficient_of_a_turned_design():
    response, design, group = simulate(5)
    turn = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1]])
    for method in ("satterthwaite", "kenward-roger"):
        fit = fit_random_intercept(response, design, group, method=method)
        other = fit_random_intercept(response, design @ turn, group, method=method)
        ours = contrast(fit, [-1, 0, 1], level=0.9)
        assert ours.value == pytest.approx(other.coefficients[2], rel=1e-9)
        assert ours.se == pytest.approx(other.standard_errors[2], rel=1e-9)
        assert ours.df == pytest.approx(other.df[2], rel=1e-8)
        assert (ours.level, ours.n) == (0.9, fit.groups)


def test_no_weights_leave_nothing_to_say():
    assert not contrast(fit_random_intercept(*simulate(5)), [0, 0, 0]).is_known


def test_too_few_weights_are_a_mistake():
    with pytest.raises(ValueError, match="must pair up"):
        contrast(fit_random_intercept(*simulate(5)), [0, 1])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "between-within"}, "satterthwaite or kenward-roger, not between"),
        ({"method": "kenward-roger", "reml": False}, "not maximum likelihood"),
    ],
)
def test_what_is_not_offered_is_a_mistake(options, said):
    with pytest.raises(ValueError, match=said):
        fit_random_intercept(*simulate(5), **options)


def test_maximum_likelihood_divides_by_the_answers():
    # Balanced: 8 people's means; within 8 * 2 dimensions less none for the design.
    rng = np.random.default_rng(2)
    answers = rng.normal(0, 2, (8, 1)) + rng.normal(0, 1, (8, 3))
    fit = fit_random_intercept(
        answers.ravel(), np.ones((24, 1)), np.repeat(np.arange(8), 3), reml=False
    )
    within = answers.var(axis=1, ddof=1).mean()
    assert fit.within == pytest.approx(within)
    assert fit.between == pytest.approx(answers.mean(1).var() - within / 3)
