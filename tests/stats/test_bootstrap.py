from itertools import product

import numpy as np
import pytest
from scipy.stats import bootstrap

from kaiku_analysis.stats import (
    average_effect,
    average_spread,
    bootstrap_difference,
    overlapping_difference,
)

NAN = np.nan


def simulate(people, seed, *, missing=0.0):
    rng = np.random.default_rng(seed)
    person = rng.normal(3, 0.7, people)
    waves = np.round((person + rng.normal(0, 0.6, (2, people)) + [[0], [0.3]]) * 5) / 5
    waves[rng.random((2, people)) < missing] = NAN
    return np.clip(waves, 1, 5)


def d_av(x, y, axis=-1):
    spread = np.sqrt((x.var(axis, ddof=1) + y.var(axis, ddof=1)) / 2)
    return (y.mean(axis) - x.mean(axis)) / spread


@pytest.mark.parametrize(("interval", "method"), [("bca", "BCa"), ("percentile",) * 2])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_agrees_with_scipy_within_the_error_of_drawing(interval, method, seed):
    before, after = simulate(60, seed)
    ours = bootstrap_difference(
        before, after, statistic=average_effect, interval=interval
    )
    peer = bootstrap(
        (before, after),
        d_av,
        paired=True,
        vectorized=True,
        method=method,
        n_resamples=9_999,
        rng=seed,
    )
    assert ours.value == pytest.approx(d_av(before, after))
    assert ours.se == pytest.approx(peer.standard_error, rel=0.03)
    # Three standard errors of the difference of two drawn 2.5 % points.
    assert [ours.low, ours.high] == pytest.approx(
        peer.confidence_interval, abs=0.12 * ours.se
    )
    assert ours.method.startswith(method)


def test_every_sample_of_three_people_has_its_share():
    before, after = np.array([1.0, 2, 4]), np.array([2.0, 2, 5.5])
    means = [
        np.mean(np.take(after - before, rows)) for rows in product(range(3), repeat=3)
    ]
    ours = bootstrap_difference(before, after, interval="percentile", draws=60_000)
    assert ours.se == pytest.approx(np.std(means), rel=0.01)
    assert [ours.low, ours.high] == pytest.approx([0, 1.5])


def test_people_who_answered_once_are_drawn_too():
    before, after = simulate(300, 3, missing=0.3)
    ours, t = bootstrap_difference(before, after), overlapping_difference(before, after)
    assert ours.n == t.n
    assert ours.value == pytest.approx(t.value)
    assert ours.se == pytest.approx(t.se, rel=0.04)
    assert [ours.low, ours.high] == pytest.approx([t.low, t.high], abs=0.15 * t.se)
    effect = bootstrap_difference(before, after, statistic=average_effect)
    assert effect.value == pytest.approx(t.value / average_spread(before, after))


def test_units_are_drawn_whole():
    before, after = simulate(400, 4, missing=0.2)
    unit = np.arange(400) % 25
    after += np.random.default_rng(4).normal(0, 0.5, 25)[unit]
    ours = bootstrap_difference(before, after, unit=unit, interval="percentile")
    rng = np.random.default_rng(9)
    rows = [np.flatnonzero(unit == code) for code in range(25)]
    drawn = [
        np.nanmean(after[some]) - np.nanmean(before[some])
        for some in (
            np.concatenate([rows[code] for code in rng.integers(0, 25, 25)])
            for _ in range(1_500)
        )
    ]
    assert ours.se == pytest.approx(np.std(drawn), rel=0.08)
    assert [ours.low, ours.high] == pytest.approx(
        np.quantile(drawn, [0.025, 0.975]), abs=0.3 * ours.se
    )
    assert ours.se > 2 * bootstrap_difference(before, after).se


def test_the_same_seed_gives_the_same_bytes():
    before, after = simulate(50, 5, missing=0.2)
    first = repr(bootstrap_difference(before, after, seed=1))
    assert first == repr(bootstrap_difference(before, after, seed=1))
    assert first != repr(bootstrap_difference(before, after, seed=2))


def test_the_order_of_people_does_not_matter():
    before, after = simulate(50, 6, missing=0.2)
    order = np.random.default_rng(1).permutation(50)
    ours, other = (
        bootstrap_difference(before, after),
        bootstrap_difference(before[order], after[order]),
    )
    assert [ours.low, ours.high] == pytest.approx([other.low, other.high], rel=1e-9)


def test_large_answers_keep_their_digits():
    before, after = simulate(40, 7)
    ours, moved = (
        bootstrap_difference(before + by, after + by, statistic=average_effect)
        for by in (0, 1e6)
    )
    assert [moved.low, moved.high] == pytest.approx([ours.low, ours.high], rel=1e-5)


def test_bca_leans_the_way_the_answers_do():
    rng = np.random.default_rng(8)
    after = rng.exponential(1, 40)
    bca, plain = (
        bootstrap_difference(np.zeros(40), after, interval=interval)
        for interval in ("bca", "percentile")
    )
    assert bca.low > plain.low
    assert bca.high > plain.high


def test_too_little_is_unknown():
    assert not bootstrap_difference([], []).is_known
    assert not bootstrap_difference([1, 2], [2, 4]).is_known
    assert not bootstrap_difference([1, 2, 3], [NAN] * 3).is_known
    assert not bootstrap_difference([1, 2, 3, 4], [2, 3, 4, 5]).is_known
    # A sample of one person four times over has no spread to divide by.
    four = bootstrap_difference([1, 2, 3, 4], [2, 4, 3, 5], statistic=average_effect)
    assert not four.is_known
    two = bootstrap_difference([1, 2, 3, 4], [2, 4, 3, 5], unit=list("aabb"))
    assert (two.is_known, two.method) == (False, "no inference between 2 units")
