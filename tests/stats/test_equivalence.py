import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import ttost_paired

from kaiku_analysis.stats import Estimate, equivalence_test, paired_difference

BEFORE = np.array([2.3, 3.1, 2.8, 4.0, 3.3, 2.9])
AFTER = np.array([2.9, 3.0, 3.5, 4.2, 3.9, 3.1])


def difference(value, se=0.2, df=30.0):
    return Estimate.from_t(value, se, df, n=31, level=0.95, method="made up")


@given(st.floats(0.05, 2))
def test_both_tests_agree_with_statsmodels(margin):
    # TOSTER::t_TOST(after, before, paired = TRUE, eqb = margin)
    ours = equivalence_test(paired_difference(BEFORE, AFTER), margin)
    p, (_, low, _), (_, high, _) = ttost_paired(AFTER, BEFORE, -margin, margin)
    assert (ours.p, ours.p_low, ours.p_high) == pytest.approx((p, low, high))


@given(st.floats(-3, 3), st.floats(0.01, 2), st.sampled_from([0.01, 0.05, 0.1]))
def test_the_interval_agrees_with_the_tests(value, margin, alpha):
    ours = equivalence_test(difference(value), margin, alpha=alpha)
    assert (ours.verdict == "negligible") == (ours.p < alpha)
    assert ours.low < value < ours.high


def test_the_interval_is_the_narrower_one():
    ours = equivalence_test(paired_difference(BEFORE, AFTER), 1)
    ninety = paired_difference(BEFORE, AFTER, level=0.9)
    assert (ours.low, ours.high) == pytest.approx((ninety.low, ninety.high))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.0, "negligible"),
        (-0.1, "negligible"),
        (0.5, "undecided"),
        (1.0, "noticeable"),
        (-1.0, "noticeable"),
    ],
)
def test_verdicts(value, verdict):
    assert equivalence_test(difference(value), 0.5).verdict == verdict


def test_a_normal_estimate_has_endless_degrees_of_freedom():
    ours = equivalence_test(difference(0.1, df=np.inf), 0.5)
    assert ours.p_high == pytest.approx(stats.norm.cdf(-2))
    assert ours.p_low == pytest.approx(stats.norm.sf(3))


def test_a_wrong_verdict_of_negligible_is_rare():
    random = np.random.default_rng(9)
    changes = random.normal(0.3, 1, (600, 40))
    verdicts = [
        equivalence_test(paired_difference(np.zeros(40), c), 0.3).verdict
        for c in changes
    ]
    assert 0 < np.mean(np.array(verdicts) == "negligible") < 0.08


@pytest.mark.parametrize("unknown", [Estimate.unknown(2), Estimate(0.4, 0.1, 0.7, 30)])
def test_without_a_standard_error_nothing_is_decided(unknown):
    ours = equivalence_test(unknown, 0.5)
    assert ours.verdict == "undecided"
    assert np.isnan(ours.p)


@pytest.mark.parametrize("margin", [0, -0.2, np.nan])
def test_a_margin_that_is_none_gets_words(margin):
    with pytest.raises(ValueError, match="margin must be positive"):
        equivalence_test(difference(0), margin)


@pytest.mark.parametrize("alpha", [0, 0.5, 1])
def test_an_alpha_that_is_none_gets_words(alpha):
    with pytest.raises(ValueError, match="alpha must lie between"):
        equivalence_test(difference(0), 1, alpha=alpha)
