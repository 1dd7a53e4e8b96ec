import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import contrast, fit_gee
from kaiku_analysis.stats.stand_ins import share_groups


def simulate(seed, *, people=60, change=0.5):
    """Return a two-wave survey that some people skip a wave of, in any order."""
    rng = np.random.default_rng(seed)
    who, when = np.nonzero(rng.random((people, 2)) < 0.8)
    level = rng.normal(0, 1, people)
    response = level[who] + change * when + rng.normal(0, 1, len(who))
    order = rng.permutation(len(who))
    design = np.column_stack([np.ones(len(who)), when])
    return response[order], design[order], who[order]


def written_out(response, design, group, fit, *, binary):
    """Return score, robust covariance and correlation, one group after the other."""
    eta = design @ fit.coefficients
    mean = 1 / (1 + np.exp(-eta)) if binary else eta
    variance = mean * (1 - mean) if binary else np.ones_like(mean)
    pearson = (response - mean) / np.sqrt(variance)
    score, bread, meat = 0, 0, 0
    products, pairs = 0.0, 0
    for one in np.unique(group):
        own = group == one
        size = own.sum()
        alike = np.full((size, size), fit.correlation)
        np.fill_diagonal(alike, 1)
        root = np.sqrt(variance[own])
        inverse = np.linalg.inv(alike * np.outer(root, root))
        slope = design[own] * variance[own][:, None]
        pull = slope.T @ inverse @ (response - mean)[own]
        score, meat = score + pull, meat + np.outer(pull, pull)
        bread = bread + slope.T @ inverse @ slope
        products += pearson[own].sum() ** 2 - (pearson[own] ** 2).sum()
        pairs += size * (size - 1)
    bread = np.linalg.inv(bread)
    scale = (pearson**2).mean()
    return score, bread @ meat @ bread, products / pairs / scale, scale


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_the_equations_written_out_in_full_are_zero(seed, binary, correlated):
    response, design, group = simulate(seed)
    response = (response > 0.3).astype(float) if binary else response
    fit = fit_gee(
        response,
        design,
        group,
        family="binary" if binary else "gaussian",
        correlation="exchangeable" if correlated else "independence",
    )
    score, robust, alpha, scale = written_out(
        response, design, group, fit, binary=binary
    )
    assert score == pytest.approx([0, 0], abs=1e-7)
    assert fit.covariance == pytest.approx(robust, rel=1e-7)
    assert fit.scale == pytest.approx(scale, rel=1e-7)
    assert fit.correlation == pytest.approx(alpha if correlated else 0, rel=1e-6)


def test_shares_of_two_waves_are_their_log_odds():
    # 3 of 8 and 6 of 8 said yes; everybody answered both.
    before, after = [1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 0, 1, 1, 1, 1, 0]
    wave = np.repeat([0, 1], 8)
    fit = fit_gee(
        before + after,
        np.column_stack([wave**0, wave]),
        np.tile(np.arange(8), 2),
        family="binary",
    )
    assert fit.coefficients == pytest.approx([np.log(3 / 5), np.log(3) - np.log(3 / 5)])


def test_everybody_in_both_waves_gives_the_spread_of_the_changes():
    # The mean change, and its standard error with n in place of n - 1.
    rng = np.random.default_rng(1)
    before, after = rng.normal(0, 1, (2, 30)) + rng.normal(0, 1, 30)
    wave = np.repeat([0, 1], 30)
    fit = fit_gee(
        np.concatenate([before, after]),
        np.column_stack([wave**0, wave]),
        np.tile(np.arange(30), 2),
    )
    change = contrast(fit, [0, 1])
    assert change.value == pytest.approx((after - before).mean())
    assert change.se == pytest.approx((after - before).std() / 30**0.5)
    assert change.high - change.value == pytest.approx(1.959963984540054 * change.se)
    assert (change.method, change.n) == ("GEE", 30)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_groups_alike_are_counted_once(seed, rows):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 30, 80)
    columns = rng.integers(0, rows, (2, 80)).astype(float)
    kept, kinds, groups = share_groups(columns, codes)
    assert groups.sum() == len(np.unique(codes))

    def kinds_of(columns, codes):
        return [
            tuple(sorted(zip(*columns[:, codes == one], strict=True)))
            for one in np.unique(codes)
        ]

    shown = kinds_of(kept, kinds)
    everyone = kinds_of(columns, codes)
    if kept is columns:
        assert rows > 2
    else:
        assert len(set(shown)) == len(shown)
        assert [everyone.count(kind) for kind in shown] == groups.tolist()


def test_too_many_kinds_of_rows_stand_for_themselves():
    columns = np.arange(80.0)[None]
    kept, codes, groups = share_groups(columns, np.arange(80) // 2)
    assert kept is columns
    assert len(codes) == 80
    assert groups.tolist() == [1] * 40


@given(st.integers(0, 10_000))
@settings(max_examples=10)
def test_order_and_labels_are_irrelevant(seed):
    response, design, group = simulate(seed)
    yes = (response > 0).astype(float)
    order = np.random.default_rng(seed).permutation(len(yes))
    names = np.array([f"p{9 - g}" for g in group])
    for answers, family in ((response, "gaussian"), (yes, "binary")):
        fit = fit_gee(answers, design, group, family=family)
        other = fit_gee(answers[order], design[order], names[order], family=family)
        assert other.coefficients == pytest.approx(fit.coefficients, abs=1e-8)
        assert other.covariance == pytest.approx(fit.covariance, rel=1e-6, abs=1e-10)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    covered = []
    for seed in range(300):
        change = contrast(fit_gee(*simulate(seed, people=100)), [0, 1])
        covered.append(change.low < 0.5 < change.high)
    # Two and a half standard errors of 300 draws, and the few people's 1 %.
    assert 0.91 < np.mean(covered) < 0.98


@pytest.mark.parametrize(
    ("response", "design", "group"),
    [
        ([0, 1, 0, 1], np.ones((4, 1)), [1, 1, 1, 1]),
        ([0, 0, 1, 1], [[1, 0], [1, 0], [1, 1], [1, 1]], [0, 1, 0, 1]),
        ([1, 1, 1, 1], np.ones((4, 1)), [0, 0, 1, 1]),
        ([0, 1, 0, 1], np.ones((4, 2)), [0, 0, 1, 1]),
        ([0, 1], np.eye(2), [0, 1]),
        ([0, 1, 1, 0, 1], np.c_[np.ones(5), [0, 1, 3, 0, 2]], [0, 1, 2, 3, 4]),
    ],
    ids=[
        "one group",
        "a column that is the answer",
        "nobody said no",
        "columns that repeat",
        "as many columns as answers",
        "a column that parts yes from no",
    ],
)
def test_what_the_answers_cannot_tell_is_not_known(response, design, group):
    fit = fit_gee(response, design, group, family="binary")
    assert not fit.is_known
    assert not contrast(fit, np.ones(np.shape(design)[1])).is_known


def test_answers_that_people_repeat_exactly_are_not_known():
    response, group = np.repeat([1.0, 2, 5, 3, 4], 2), np.repeat(np.arange(5), 2)
    assert not fit_gee(response, np.ones((10, 1)), group).is_known


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"family": "poisson"}, "gaussian or binary, not poisson"),
        ({"correlation": "ar1"}, "exchangeable or independence, not ar1"),
        ({"family": "binary"}, "must be 0 or 1"),
    ],
)
def test_what_is_not_offered_is_a_mistake(options, said):
    with pytest.raises(ValueError, match=said):
        fit_gee([1, 2, 3], np.ones((3, 1)), [0, 0, 1], **options)
