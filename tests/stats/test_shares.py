import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kaiku_analysis.stats import (
    mcnemar_test,
    paired_share_difference,
    share_difference,
)
from kaiku_analysis.stats.shares import wilson_limits

TABLES = st.tuples(*[st.integers(0, 30)] * 4).filter(lambda t: sum(t) > 0)


def yes(count, people):
    return np.repeat([1.0, 0.0], [count, people - count])


def pairs(table):
    """Return who said yes in both waves, only after, only before, and in neither."""
    return np.repeat([1, 0, 1, 0], table), np.repeat([1, 1, 0, 0], table)


def test_newcombes_published_interval_of_strangers():
    # Newcombe (1998c), table II, method 10, for 56/70 and 48/80
    ours = share_difference(yes(48, 80), yes(56, 70))
    assert (ours.low, ours.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert (ours.value, ours.n) == (pytest.approx(0.2), 150)


def test_newcombes_published_interval_of_pairs():
    # Newcombe (1998b), table II, method 10, for 36, 12, 2 and 0
    ours = paired_share_difference(*pairs((36, 12, 2, 0)))
    assert (ours.low, ours.high) == pytest.approx((0.0569, 0.3404), abs=5e-5)
    assert (ours.value, ours.n) == (0.2, 50)


def test_resemblance_is_corrected_for_continuity():
    # phi is (20 * 20 - 6 * 1 - 47 / 2) / sqrt(26 * 21 * 21 * 26), for 20, 6, 1 and 20
    ours = paired_share_difference(*pairs((20, 6, 1, 20)))
    (_, before), (after, _) = (
        proportion_confint(count, 47, method="wilson") for count in (21, 26)
    )
    up, down = before - 21 / 47, 26 / 47 - after
    distance = np.sqrt(up**2 + down**2 - 2 * 370.5 / 546 * up * down)
    assert ours.low == pytest.approx(5 / 47 - distance)


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilsons_limits_agree_with_statsmodels(count, more):
    people = count + more
    expected = proportion_confint(count, people, method="wilson")
    ours = wilson_limits(count / people, people, 0.95)
    assert ours == pytest.approx(expected, abs=1e-12)


@given(
    st.tuples(st.integers(0, 40), st.integers(1, 40)),
    st.tuples(st.integers(0, 40), st.integers(1, 40)),
)
def test_strangers_agree_with_statsmodels(first, second):
    (a, m), (b, n) = ((c, c + more) for c, more in (first, second))
    ours = share_difference(yes(a, m), yes(b, n))
    expected = confint_proportions_2indep(b, n, a, m, method="newcomb")
    assert (ours.low, ours.high) == pytest.approx(expected, abs=1e-9)
    assert ours.n == m + n


def test_the_p_of_strangers_is_the_chi_squared_tests():
    # prop.test(c(56, 48), c(70, 80), correct = FALSE)
    ours = share_difference(yes(48, 80), yes(56, 70))
    expected = stats.chi2_contingency([[48, 32], [56, 14]], correction=False).pvalue
    assert ours.p == pytest.approx(expected)


@given(TABLES)
def test_swapping_the_waves_flips_the_sign(table):
    before, after = pairs(table)
    there = paired_share_difference(before, after)
    back = paired_share_difference(after, before)
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))
    assert -1 <= there.low <= there.value + 1e-12
    assert there.value - 1e-12 <= there.high <= 1
    assert there.low < there.high
    assert there.p == back.p


def test_pairs_that_do_not_resemble_are_as_strangers():
    before, after = pairs((6, 6, 14, 14))
    ours, strangers = (
        function(before, after)
        for function in (paired_share_difference, share_difference)
    )
    assert (ours.low, ours.high) == pytest.approx((strangers.low, strangers.high))


def test_people_who_resemble_themselves_tell_more():
    before, after = pairs((20, 6, 1, 20))
    ours, strangers = (
        function(before, after)
        for function in (paired_share_difference, share_difference)
    )
    assert ours.high - ours.low < 0.8 * (strangers.high - strangers.low)


@pytest.mark.parametrize("link", [0.0, 0.6])
def test_the_interval_of_pairs_covers_the_truth(link):
    random = np.random.default_rng(5)
    covered = 0
    for _ in range(300):
        keep = random.random(30) < link
        before = random.random(30) < 0.5
        after = np.where(keep, before, random.random(30) < 0.7)
        truth = (1 - link) * 0.2
        ours = paired_share_difference(before, after)
        covered += ours.low <= truth <= ours.high
    assert covered / 300 == pytest.approx(0.955, abs=0.025)


@given(TABLES)
def test_mcnemar_agrees_with_the_binomial_test(table):
    _, gained, lost, _ = table
    ours = mcnemar_test(*pairs(table))
    assert (ours.gained, ours.lost) == (gained, lost)
    if gained + lost:
        assert ours.p == pytest.approx(stats.binomtest(gained, gained + lost).pvalue)
        plain = mcnemar_test(*pairs(table), exact=False, corrected=False)
        peer = mcnemar([[0, gained], [lost, 0]], exact=False, correction=False)
        assert plain.statistic == pytest.approx(peer.statistic)
        assert plain.p == pytest.approx(peer.pvalue)


@pytest.mark.parametrize(
    ("table", "corrected", "plain"),
    [
        ((3, 5, 5, 3), (0, 1), (0, 1)),
        (
            (10, 3, 9, 4),
            (2.083333333333333, 0.148914673178766),
            (3, 0.0832645166635506),
        ),
        ((20, 1, 0, 5), (0, 1), (1, 0.317310507862914)),
    ],
)
def test_mcnemar_agrees_with_r(table, corrected, plain):
    # mcnemar.test(matrix(table, 2), correct = ...)
    for expected, correct in ((corrected, True), (plain, False)):
        ours = mcnemar_test(*pairs(table), exact=False, corrected=correct)
        assert (ours.statistic, ours.p) == pytest.approx(expected)


def test_nobody_who_changed_is_no_sign():
    for exact in (True, False):
        ours = mcnemar_test([0, 1, 1], [0, 1, 1], exact=exact)
        assert (ours.statistic, ours.p) == (0, 1)
    ours = paired_share_difference([0, 1, 1], [0, 1, 1])
    assert ours.low < 0 == ours.value < ours.high


def test_only_answers_of_both_waves_are_pairs():
    ours = paired_share_difference([0, 1, np.nan, 0, 1], [1, 1, 1, np.nan, 0])
    assert (ours.n, ours.value) == (3, 0)


def test_no_answers_are_unknown():
    nobody = [np.nan, np.nan]
    assert not share_difference(nobody, [0, 1]).is_known
    assert not paired_share_difference(nobody, [0, 1]).is_known
    assert not paired_share_difference([], []).is_known


def test_answers_other_than_yes_and_no_get_words():
    with pytest.raises(ValueError, match="must be 0 or 1, not 3"):
        share_difference([0, 1, 3], [0, 1])
    with pytest.raises(ValueError, match="2 and 1 answers"):
        mcnemar_test([0, 1], [0])
