import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import impute, paired_difference, pool


def leavers(n=80, seed=1):
    """Return two waves; those who began high are likelier to leave."""
    rng = np.random.default_rng(seed)
    before = rng.normal(3, 0.6, n)
    after = 1 + 0.7 * before + rng.normal(0, 0.4, n)
    left = rng.random(n) < 1 / (1 + np.exp(-2.5 * (before - 3.2)))
    return before, np.where(left, np.nan, after), left


def items(n=60, seed=2):
    """Return two scales of four items, with gaps, and the columns of each."""
    rng = np.random.default_rng(seed)
    people = np.repeat(rng.normal(size=(n, 2)), 4, axis=1)
    answers = np.round(3 + 0.8 * people + rng.normal(0, 0.6, (n, 8)))
    answers[rng.random((n, 8)) < 0.15] = np.nan
    return answers, [range(4), range(4, 8)]


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.booleans())
def test_what_was_said_stays_and_what_was_not_is_filled(seed, use_scales):
    answers, scales = items(seed=seed)
    ours = impute(answers, m=2, scales=scales if use_scales else (), seed=seed)
    given_ = ~np.isnan(answers)
    assert (ours[:, given_] == answers[given_]).all()
    assert np.isfinite(ours).all()
    assert (ours[0, ~given_] != ours[1, ~given_]).all()


def test_the_seed_decides():
    answers, _ = items()
    ours = impute(answers, m=3, seed=5)
    assert (impute(answers, m=3, seed=5) == ours).all()
    assert not (impute(answers, m=3, seed=6) == ours).all()
    # More draws do not change the first ones.
    assert (impute(answers, m=5, seed=5)[:3] == ours).all()


def test_the_mean_and_its_spread_are_those_of_the_theory():
    # Rubin (1987, p. 167): given the regression, the mean of k imputed answers has the
    # variance sigma^2 (x' V x + 1 / k), and sigma^2 the mean rss / (df - 2).
    before, after, left = leavers(n=30)
    draws = impute(np.column_stack([before, after]), m=1500, rounds=1, seed=3)
    means = draws[:, left, 1].mean(axis=1)
    design = np.column_stack([np.ones(30), before])
    solution, (rss,), *_ = np.linalg.lstsq(design[~left], after[~left], rcond=None)
    middle = design[left].mean(axis=0)
    spread = middle @ np.linalg.inv(design[~left].T @ design[~left]) @ middle
    variance = rss / ((~left).sum() - 4) * (spread + 1 / left.sum())
    assert means.mean() == pytest.approx(
        middle @ solution, abs=4 * np.sqrt(variance / 1500)
    )
    assert means.var() == pytest.approx(variance, rel=0.12)


def test_imputing_undoes_dropout_that_the_baseline_explains():
    # Of everyone, after - before is 1 - 0.3 * 3 = 0.1 on average.
    complete, imputed, covered = [], [], 0
    for seed in range(100):
        before, after, _ = leavers(seed=seed)
        tables = impute(np.column_stack([before, after]), m=10, rounds=1, seed=seed)
        ours = pool([paired_difference(t[:, 0], t[:, 1]) for t in tables]).estimate
        complete.append(paired_difference(before, after).value)
        imputed.append(ours.value)
        covered += ours.low < 0.1 < ours.high
    assert np.mean(complete) > 0.14
    assert np.mean(imputed) == pytest.approx(0.1, abs=0.03)
    assert 0.88 <= covered / 100 <= 1


def test_chained_columns_keep_their_correlations():
    rng = np.random.default_rng(9)
    complete = rng.multivariate_normal(
        np.zeros(3), [[1, 0.6, 0.4], [0.6, 1, 0.5], [0.4, 0.5, 1]], size=1500
    )
    gaps = np.where(rng.random(complete.shape) < 0.3, np.nan, complete)
    ours = impute(gaps, m=5, seed=1)
    average = np.mean([np.corrcoef(table.T) for table in ours], axis=0)
    assert average == pytest.approx(np.corrcoef(complete.T), abs=0.05)
    assert ours.var(axis=1).mean(axis=0) == pytest.approx(complete.var(axis=0), rel=0.1)


def test_a_few_rounds_are_enough_for_those_who_left():
    answers, _ = items(n=120)
    answers[:40, 4:] = np.nan
    few, many = (
        impute(answers, m=40, rounds=rounds, seed=4)[:, :40, 4:].mean(axis=2)
        for rounds in (1, 8)
    )
    for figure in (np.mean, np.std):
        before, after = figure(few, axis=1), figure(many, axis=1)
        error = np.sqrt((before.var() + after.var()) / 40)
        assert abs(before.mean() - after.mean()) < 3 * error


def test_scores_of_other_scales_stand_in_for_their_items():
    # One item of the second scale is all noise but for their mean, which tells the
    # first scale's item exactly.
    rng = np.random.default_rng(10)
    score = rng.normal(size=40)
    noise = rng.normal(0, 3, 40)
    answers = np.column_stack([score, score + noise, score - noise])
    answers[:10, 0] = np.nan
    ours = impute(answers, m=2, scales=[[0], [1, 2]], seed=1)
    assert ours[:, :10, 0] == pytest.approx(np.tile(score[:10], (2, 1)), abs=1e-3)


def test_more_columns_than_people():
    rng = np.random.default_rng(11)
    answers = rng.normal(size=(20, 1)) + 0.3 * rng.normal(size=(20, 30))
    answers[:, 20:] = rng.normal(size=(20, 10))
    complete = answers.copy()
    answers[:6, :10] = np.nan
    ours = impute(answers, m=20, seed=2)
    error = ours[:, :6, :10].mean(axis=0) - complete[:6, :10]
    assert np.sqrt((error**2).mean()) < 0.6
    assert ours[:, :6, :10].std(axis=0).min() > 0.1


@pytest.mark.parametrize("copy", [1, -2], ids=["twice", "reversed"])
def test_a_repeated_column_does_no_harm(copy):
    before, after, left = leavers()
    table = np.column_stack([before, copy * before, after])
    ours = impute(table, m=200, seed=1)[:, left, 2].mean()
    plain = impute(table[:, [0, 2]], m=200, seed=2)[:, left, 1].mean()
    assert ours == pytest.approx(plain, abs=0.05)


def test_a_column_of_equal_answers_is_filled_with_them():
    table = np.column_stack([np.arange(10.0), np.full(10, 3.3)])
    table[7:, 1] = np.nan
    assert impute(table, m=2, seed=1)[:, :, 1] == pytest.approx(np.full((2, 10), 3.3))


def test_a_column_with_hardly_an_answer_stays_as_it_was():
    before, after, _ = leavers()
    rare = np.full(80, np.nan)
    rare[:5] = 1.0, 2.0, 3.0, 4.0, 5.0
    ours = impute(np.column_stack([before, after, rare]), m=2, seed=1)
    assert np.isnan(ours[:, 5:, 2]).all()
    assert np.isfinite(ours[:, :, 1]).all()


def test_nothing_missing_and_nobody_there():
    complete = np.arange(12.0).reshape(6, 2)
    assert (impute(complete, m=2, seed=1) == complete).all()
    assert impute(np.empty((0, 3)), m=2, seed=1).shape == (2, 0, 3)


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        ([1.0, 2.0], {}, r"shape \(2,\)"),
        ([[1.0, np.inf]], {}, "table of numbers"),
        ([[1.0]], {"m": 0}, "not 0 and 5"),
        ([[1.0]], {"rounds": 0}, "not 20 and 0"),
        ([[1.0]], {"scales": [[0, 3]]}, "column 3"),
    ],
)
def test_wrong_input_gets_words(table, options, words):
    with pytest.raises(ValueError, match=words):
        impute(table, seed=1, **options)
