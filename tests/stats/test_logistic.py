import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import fit_logistic


def ones(n):
    return np.ones((n, 1))


@given(st.integers(1, 40), st.integers(1, 40))
def test_an_intercept_alone_gives_the_share(yes, no):
    fit = fit_logistic([1] * yes + [0] * no, ones(yes + no))
    assert fit.probabilities == pytest.approx(np.full(yes + no, yes / (yes + no)))
    assert fit.coefficients == pytest.approx([np.log(yes / no)], abs=1e-9)
    # The textbook's standard error of a log odds.
    assert fit.estimate(0).se == pytest.approx(np.sqrt(1 / yes + 1 / no))


def test_two_groups_give_the_log_odds_ratio():
    # 8 of 12 and 3 of 10.
    group = np.repeat([1.0, 0.0], [12, 10])
    answered = np.concatenate([np.arange(12) < 8, np.arange(10) < 3])
    ours = fit_logistic(answered, np.column_stack([ones(22), group])).estimate(1)
    assert ours.value == pytest.approx(np.log(8 / 4 / (3 / 7)))
    assert ours.se == pytest.approx(np.sqrt(1 / 8 + 1 / 4 + 1 / 3 + 1 / 7))
    assert ours.high - ours.value == pytest.approx(1.959964 * ours.se)


@given(st.integers(0, 10_000))
def test_fitted_probabilities_balance_every_column(seed):
    # Far outliers make Newton's full steps overshoot.
    rng = np.random.default_rng(seed)
    design = np.column_stack([ones(40), rng.standard_cauchy((40, 2))])
    outcome = rng.random(40) < 0.5
    fit = fit_logistic(outcome, design)
    surplus = design.T @ (fit.probabilities - outcome)
    assert np.abs(surplus / np.abs(design).sum(axis=0)).max() < 1e-6


def test_a_unit_in_which_all_answered_leaves_the_others_as_they_were():
    unit = np.repeat([0, 1], [6, 10])
    answered = np.concatenate([np.ones(6), np.arange(10) < 4])
    fit = fit_logistic(answered, np.column_stack([unit == 0, unit == 1]))
    assert not fit.estimate(0).is_known
    assert fit.probabilities == pytest.approx(np.where(unit == 0, 1, 0.4), abs=1e-9)


def test_far_off_people_do_not_make_the_rounds_overshoot():
    # Newton's full steps end with probabilities of 1 here. Below zero nobody answered;
    # of the nine at zero one did.
    x = np.array([0.0, 0, 0, -8, 0, 0, 0, -35937, 0, 0, -8120601, 0])
    answered = np.arange(12) == 6
    fit = fit_logistic(answered, np.column_stack([ones(12), x]))
    expected = np.where(x == 0, 1 / 9, 0)
    assert fit.probabilities == pytest.approx(expected, abs=1e-7)
    assert not fit.estimate(1).is_known


def test_one_far_off_person_does_not_take_the_coefficients():
    x = np.array([1.0, 2, 3, 4, 5, 6, 200])
    fit = fit_logistic([0, 1, 0, 1, 0, 1, 1], np.column_stack([ones(7), x]))
    assert fit.probabilities[-1] > 1 - 1e-9
    assert fit.estimate(1).is_known


def test_what_a_score_tells_completely_has_no_coefficient():
    fit = fit_logistic([0, 0, 0, 1, 1, 1], np.column_stack([ones(6), np.arange(6)]))
    assert np.isnan(fit.coefficients).all()
    assert fit.probabilities == pytest.approx([0, 0, 0, 1, 1, 1], abs=1e-9)


def test_a_repeated_column_changes_no_probability():
    x = np.arange(8.0)
    y = [0, 1, 0, 0, 1, 1, 0, 1]
    once = fit_logistic(y, np.column_stack([ones(8), x]))
    twice = fit_logistic(y, np.column_stack([ones(8), x, 2 * x]))
    assert twice.probabilities == pytest.approx(once.probabilities)
    assert np.isnan(twice.coefficients).all()


def test_nobody_is_not_an_error():
    fit = fit_logistic([], np.empty((0, 2)))
    assert (fit.n, len(fit.probabilities)) == (0, 0)
    assert np.isnan(fit.coefficients).all()


@pytest.mark.parametrize(
    ("outcome", "design", "words"),
    [
        ([0, 1], [[1.0], [1.0], [1.0]], "pair up"),
        ([0, 1], [1.0, 1.0], "pair up"),
        ([0, 1], [[1.0], [np.nan]], "1 cells are not"),
        ([0, 2], [[1.0], [1.0]], "not 2"),
        ([0, np.nan], [[1.0], [1.0]], "not nan"),
    ],
)
def test_wrong_input_gets_words(outcome, design, words):
    with pytest.raises(ValueError, match=words):
        fit_logistic(outcome, design)
