from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kaiku_analysis.stats import (
    cliff_delta,
    count_moves,
    independent_superiority,
    rising_probability,
    signed_rank_test,
)

BEFORE, AFTER = [3, 2, 4, 3, 5, 1, 2, 3], [4, 2, 3, 5, 5, 2, 4, 4]
ANSWERS = st.lists(st.integers(1, 5), min_size=3, max_size=12)
PAIRS = st.lists(st.tuples(*[st.integers(1, 5)] * 2), min_size=3, max_size=12)


def waves(pairs):
    return np.array(pairs, float).T


@pytest.mark.parametrize(
    ("zeros", "exact", "p"),
    [
        ("pratt", False, 0.0844690322532518),
        ("pratt", True, 0.15625),
        ("drop", False, 0.0835656498335753),
        ("drop", True, 0.15625),
    ],
)
def test_signed_ranks_agree_with_coin(zeros, exact, p):
    # coin::wilcoxsign_test(after ~ before, zero.method = ..., distribution = ...)
    ours = signed_rank_test(BEFORE, AFTER, zeros=zeros, exact=exact)
    assert ours.p == pytest.approx(p, rel=1e-10)


def test_corrected_signed_ranks_agree_with_base_r():
    # wilcox.test(after, before, paired = TRUE, exact = FALSE)
    ours = signed_rank_test(BEFORE, AFTER, zeros="drop", exact=False, corrected=True)
    assert ours.statistic == 18.5
    assert ours.p == pytest.approx(0.104757489849731, rel=1e-10)


@given(PAIRS, st.sampled_from(["pratt", "drop"]))
@settings(max_examples=40)
def test_the_exact_p_counts_every_pattern_of_signs(pairs, zeros):
    before, after = waves(pairs)
    ours = signed_rank_test(before, after, zeros=zeros, exact=True)
    sizes = np.abs(after - before)
    ranks = stats.rankdata(sizes if zeros == "pratt" else sizes[sizes > 0])
    ranks = ranks[sizes > 0] if zeros == "pratt" else ranks
    signs = np.array(list(product([-1, 1], repeat=len(ranks))))
    seen = abs(np.sign(after - before)[sizes > 0] @ ranks)
    assert ours.p == pytest.approx(np.mean(np.abs(signs @ ranks) >= seen - 1e-9))


def test_many_people_are_near_the_normal():
    random = np.random.default_rng(4)
    before = random.normal(0, 1, 50)
    after = before + random.normal(0.3, 1, 50)
    exact, normal = (signed_rank_test(before, after, exact=e) for e in (True, False))
    assert exact.p == pytest.approx(normal.p, rel=0.05)
    assert exact.method == "exact, zeros by pratt"
    expected = stats.wilcoxon(after, before, mode="exact").pvalue
    assert exact.p == pytest.approx(expected)


@given(PAIRS)
def test_swapping_the_waves_keeps_the_p(pairs):
    before, after = waves(pairs)
    there, back = signed_rank_test(before, after), signed_rank_test(after, before)
    assert there.p == pytest.approx(back.p)
    assert there.rank_biserial == pytest.approx(-back.rank_biserial)
    assert there.statistic + back.statistic == there.total


def test_rounding_does_not_break_ties():
    before = np.array([0.1, 0.2, 0.3, 0.7])
    after = before + np.array([0.1, 0.1, 0.1, -0.1])
    ours = signed_rank_test(before, after, exact=False)
    assert ours.statistic == 7.5
    assert signed_rank_test(before, after, tied=0).statistic != 7.5


@pytest.mark.parametrize("people", [0, 1, 6])
def test_nobody_who_moved_is_no_sign(people):
    ours = signed_rank_test(np.full(people, 3.0), np.full(people, 3.0))
    assert (ours.p, ours.n, ours.rank_biserial) == (1, people, 0)
    assert signed_rank_test(np.zeros(4), np.zeros(4)).p == 1


def test_moves_are_counted_among_who_answered_both():
    moves = count_moves([1, 2, 3, np.nan, 5, 0.3], [2, 2, 1, 4, np.nan, 0.1 + 0.2])
    assert (moves.up, moves.same, moves.down, moves.n) == (1, 2, 1, 4)
    assert count_moves([], []).n == 0


def test_half_of_the_ties_rise():
    ours = rising_probability(BEFORE, AFTER)
    assert ours.value == (5 + 2 / 2) / 8
    assert ours.n == 8


@given(st.tuples(*[st.integers(0, 40)] * 3).filter(lambda t: sum(t) >= 3))
@settings(max_examples=40)
def test_limits_of_the_rising_are_where_the_score_test_rejects(counts):
    up, same, down = counts
    n = sum(counts)
    ours = rising_probability(np.zeros(n), np.repeat([1, 0, -1], counts))
    for limit in (ours.low, ours.high):
        share = 2 * limit - 1
        if abs(share) > 0.9999:
            continue
        # The most likely chances of up and down that differ by the share, on a grid
        # that narrows, give the variance of up less down.
        low, high = max(0, -share), (1 - share) / 2
        for _ in range(12):
            falling = np.linspace(low, high, 41)
            with np.errstate(divide="ignore", invalid="ignore"):
                likelihood = sum(
                    np.where(count == 0, 0, count * np.log(np.maximum(chance, 1e-300)))
                    for count, chance in (
                        (up, falling + share),
                        (down, falling),
                        (same, 1 - 2 * falling - share),
                    )
                )
            best, step = falling[np.argmax(likelihood)], falling[1] - falling[0]
            low = max(best - step, max(0, -share))
            high = min(best + step, (1 - share) / 2)
        variance = n * (2 * best + share - share**2)
        z = (up - down - n * share) / np.sqrt(variance)
        assert abs(z) == pytest.approx(1.959964, rel=1e-3)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1


@given(st.tuples(*[st.integers(0, 30)] * 3).filter(lambda t: sum(t) >= 3))
def test_the_rising_interval_agrees_with_its_p(counts):
    ours = rising_probability(np.zeros(sum(counts)), np.repeat([1, 0, -1], counts))
    assert (ours.p < 0.05) == (ours.low > 0.5 or ours.high < 0.5)


def test_the_rising_interval_covers_the_truth():
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(300):
        moves = random.choice([1, 0, -1], size=25, p=[0.5, 0.3, 0.2])
        ours = rising_probability(np.zeros(25), moves)
        covered += ours.low <= 0.65 <= ours.high
    assert covered / 300 == pytest.approx(0.95, abs=0.03)


@given(ANSWERS, ANSWERS)
@settings(max_examples=50)
def test_strangers_are_compared_all_by_all(first, second):
    ours = independent_superiority(first, second)
    gaps = np.sign(np.subtract.outer(second, first))
    if not ours.is_known:
        assert len({*first, *second}) == 1
        return
    assert ours.value == pytest.approx((1 + gaps.mean()) / 2)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1
    assert ours.low < ours.high
    delta = cliff_delta(first, second)
    assert delta.value == pytest.approx(gaps.mean())
    assert -1 <= delta.low <= delta.value <= delta.high <= 1
    assert delta.low < delta.high


def test_brunner_and_munzels_example():
    # Their pain scores; brunnermunzel::brunnermunzel.test(x, y) prints statistic
    # 3.1375, df 17.683, p 0.005786, estimate 0.788961, interval 0.5952169, 0.9827052.
    x = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    y = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    ours = independent_superiority(x, y)
    assert ours.value == pytest.approx(0.788961, abs=5e-7)
    assert (ours.low, ours.high) == pytest.approx((0.5952169, 0.9827052), abs=5e-8)
    assert (ours.value - 0.5) / ours.se == pytest.approx(3.1375, abs=5e-5)
    assert (ours.df, ours.p) == pytest.approx((17.683, 0.005786), rel=1e-4)


def test_strangers_agree_with_scipy():
    ours = independent_superiority(BEFORE, AFTER)
    assert ours.p == pytest.approx(stats.brunnermunzel(BEFORE, AFTER).pvalue)


def test_waves_that_lie_apart_keep_an_interval():
    ours = independent_superiority([1, 2, 2], [3, 4, 5, 5])
    back = independent_superiority([3, 4, 5, 5], [1, 2, 2])
    assert (ours.value, ours.high) == (1, 1)
    assert 0.4 < ours.low < 0.8
    assert (back.low, back.high) == pytest.approx((0, 1 - ours.low))
    # One of the 35 ways to split them has this order, and one the other.
    assert ours.p == pytest.approx(2 / 35)
    assert cliff_delta([1, 2, 2], [3, 4, 5, 5]).low == pytest.approx(2 * ours.low - 1)
    # Hanley & McNeil's (1982) variance, at a chance p of the limit
    p, m, n, mean = ours.low, 3, 4, 2.5
    variance = p * (1 - p) + mean * (p / (2 - p) + 2 * p**2 / (1 + p) - 2 * p**2)
    assert 1 - p == pytest.approx(1.959964 * np.sqrt(variance / (m * n)), rel=1e-5)


@pytest.mark.parametrize(
    "few", [([], []), ([1.0], [2.0]), ([1.0, 2], [np.nan, 4]), ([2.0, 2], [2.0, 2])]
)
def test_too_few_answers_are_unknown(few):
    for function in (rising_probability, independent_superiority, cliff_delta):
        assert not function(*few).is_known
