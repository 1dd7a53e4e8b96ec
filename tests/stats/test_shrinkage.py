from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import (
    Estimate,
    fit_random_intercept,
    rank_bands,
    shrink_units,
)
from kaiku_analysis.stats.shrinkage import between_variance

VALUES = np.array([0.3, -0.2, 0.5, 0.1, 0.9, -0.4])
VARIANCES = np.array([0.04, 0.01, 0.09, 0.02, 0.16, 0.05])


def of(value, se, df=50):
    return Estimate.from_t(value, se, df, n=9, level=0.95, method="t")


def estimates(values, variances):
    return [of(v, sqrt(s)) for v, s in zip(values, variances, strict=True)]


def test_the_variance_between_units_agrees_with_r():
    # uniroot() of Paule and Mandel's equation, tol = 1e-15
    assert between_variance(VALUES, VARIANCES) == pytest.approx(
        0.137476662634433, rel=1e-8
    )


def test_units_of_one_size_vary_as_in_the_mixed_model():
    # There Paule and Mandel's variance is that of REML: lmer(answer ~ 1 + (1 | unit)).
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(8), 6)
    answers = rng.normal(0, 1, 8)[unit] + rng.normal(0, 1, 48)
    fit = fit_random_intercept(answers, np.ones((48, 1)), unit)
    means = answers.reshape(8, 6).mean(1)
    ours = between_variance(means, np.full(8, fit.within / 6))
    assert ours == pytest.approx(fit.between, rel=1e-6)


def test_shrunken_numbers_agree_with_morris_in_r():
    # The formulas of Morris (1983, section 5), written out in base R
    ours = shrink_units(estimates(VALUES, VARIANCES))
    assert [one.value for one in ours] == pytest.approx(
        [
            0.2766616505866479,
            -0.1866792692919143,
            0.4115534420592029,
            0.1020891591925892,
            0.6506760738664846,
            -0.3156029112047121,
        ],
        rel=1e-8,
    )
    assert [one.se for one in ours] == pytest.approx(
        [
            0.18955975629907748,
            0.09915051732115071,
            0.27550196327518583,
            0.13705193975875099,
            0.37423538199787576,
            0.21933793082702113,
        ],
        rel=1e-8,
    )
    assert ours[0].high - ours[0].value == pytest.approx(1.959963984540054 * ours[0].se)


@pytest.mark.parametrize("units", [6, 15])
def test_shrinking_comes_closer_and_still_covers(units):
    rng = np.random.default_rng(units)
    covered, closer = [], []
    for _ in range(600):
        variances = rng.uniform(0.01, 0.1, units)
        truth = rng.normal(0, 0.2, units)
        own = estimates(truth + rng.normal(0, np.sqrt(variances)), variances)
        ours = shrink_units(own)
        covered += [o.low < t < o.high for o, t in zip(ours, truth, strict=True)]
        closer.append(
            [
                sum(
                    (o.value - truth) ** 2 for o, truth in zip(side, truth, strict=True)
                )
                for side in (ours, own)
            ]
        )
    assert 0.935 < np.mean(covered) < 0.98
    assert np.mean(closer, 0)[0] < 0.7 * np.mean(closer, 0)[1]


def test_units_that_do_not_differ_are_drawn_nearly_together():
    ours = shrink_units(estimates([0.1, 0.11, 0.12, 0.1, 0.11], [0.04] * 5))
    assert max(o.value for o in ours) - min(o.value for o in ours) < 0.011


@given(
    st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 9)), min_size=4, max_size=9)
)
def test_every_unit_is_drawn_towards_one_centre(units):
    own = estimates([v / 10 for v, _ in units], [s / 50 for _, s in units])
    ours = shrink_units(own)
    assert all(o.low < o.value < o.high for o in ours)
    values = [o.value for o in own]
    assert all(min(values) - 1e-9 <= o.value <= max(values) + 1e-9 for o in ours)


def test_unknown_units_stay_so_and_three_are_left_alone():
    own = estimates(VALUES, VARIANCES)
    ours = shrink_units([*own, Estimate.unknown(2)])
    assert ours[:-1] == shrink_units(own)
    assert not ours[-1].is_known
    assert shrink_units(own[:3]) == tuple(own[:3])


def test_units_that_can_be_told_apart_are_in_bands_of_their_own():
    assert rank_bands([of(3, 0.1), of(1, 0.1), of(2.9, 0.1)]) == (1, 2, 1)


def test_an_uncertain_unit_between_joins_its_neighbours():
    units = [of(3, 0.1), of(1, 0.1), of(2, 0.9), of(9, 0.1), Estimate.unknown(2)]
    assert rank_bands(units) == (2, 2, 2, 1, None)


def test_few_or_no_units_have_bands():
    assert rank_bands([]) == ()
    assert rank_bands([of(1, 1)]) == (1,)
    assert rank_bands([Estimate.unknown(1)]) == (None,)


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 9)), max_size=9))
def test_no_unit_stands_above_one_it_cannot_be_told_from(units):
    own = estimates([v / 10 for v, _ in units], [s / 50 for _, s in units])
    bands = rank_bands(own)
    for one, band in zip(own, bands, strict=True):
        for other, below in zip(own, bands, strict=True):
            if band < below:
                # Holm asks at least as much as a single t does.
                assert (one.value - other.value) > 1.96 * sqrt(one.se**2 + other.se**2)


def test_holm_keeps_alike_units_together():
    rng = np.random.default_rng(3)
    parted = [
        max(rank_bands([of(v, 1, df=30) for v in rng.normal(0, 1, 6)])) > 1
        for _ in range(400)
    ]
    assert np.mean(parted) <= 0.05
