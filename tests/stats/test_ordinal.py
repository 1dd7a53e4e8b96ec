import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit, logit, ndtr
from scipy.stats import norm

from kaiku_analysis.stats import fit_cumulative, fit_ordinal, ordinal_difference
from kaiku_analysis.stats.answer_patterns import find_patterns
from kaiku_analysis.stats.links import CHANCES
from kaiku_analysis.stats.quadrature import Cumulative, integrate

LINKS = {"logit": expit, "probit": ndtr}


def answers(people, *, rise=0.5, spread=1.5, seed=3, missing=0.15):
    """Draw answers of both waves from 1 to 5."""
    random = np.random.default_rng(seed)
    opinion = random.normal(0, spread, people)
    waves = [
        np.searchsorted([-2, -0.5, 1, 2.5], opinion + moved + noise) + 1.0
        for moved, noise in zip(
            (0, rise), random.logistic(size=(2, people)), strict=True
        )
    ]
    return [np.where(random.random(people) < missing, np.nan, w) for w in waves]


BEFORE, AFTER = answers(80)


@pytest.mark.parametrize("link", LINKS)
@given(
    lower=st.floats(-30, 30),
    gap=st.floats(1e-3, 40),
)
def test_chances_and_their_slopes(link, lower, gap):
    upper = lower + gap
    at = CHANCES[link](np.array(upper), np.array(lower))
    plain = LINKS[link](upper) - LINKS[link](lower)
    if plain > 1e-3:
        assert np.exp(at.log) == pytest.approx(plain, rel=1e-9)
    step = 1e-5 * min(gap, 1)
    above = CHANCES[link](np.array(upper + step), np.array(lower))
    below = CHANCES[link](np.array(upper), np.array(lower - step))
    rough = {"rel": 0.02, "abs": 1e-3}
    assert (above.log - at.log) / step == pytest.approx(at.up, **rough)
    assert (at.log - below.log) / step == pytest.approx(at.low, **rough)
    scale = max(1, abs(at.up_up), abs(at.low_low))
    assert (above.up - at.up) / step / scale == pytest.approx(
        at.up_up / scale, abs=0.02
    )
    assert (at.low - below.low) / step / scale == pytest.approx(
        at.low_low / scale, abs=0.02
    )
    assert (above.low - at.low) / step / scale == pytest.approx(
        at.up_low / scale, abs=0.02
    )


@pytest.mark.parametrize("link", LINKS)
def test_chances_of_the_end_categories(link):
    limits = np.array([-np.inf, -700.0, 0.3, 700.0, np.inf])
    at = CHANCES[link](limits[1:], limits[:-1])
    assert np.isfinite([at.log, at.up, at.low, at.up_up, at.up_low, at.low_low]).all()
    assert np.exp(at.log[1:3]).sum() == pytest.approx(1)


def test_people_who_answered_alike_are_counted():
    category = np.array([2, 0, 0, 2, 1, 0, 2])
    wave = np.array([1.0, 0, 0, 1, 0, 0, 1])
    person = np.array([0, 0, 1, 1, 2, 3, 3])
    patterns = find_patterns(category, wave[:, None], person)
    assert patterns.people.tolist() == [1, 3]
    assert patterns.category.tolist() == [1, 0, 2]
    assert patterns.design.ravel().tolist() == [0, 0, 1]
    assert patterns.owner.tolist() == [0, 1, 1]


def marginal(first, second, parameters, link):
    """Integrate one person's likelihood by scipy."""
    *cuts, rise, spread = parameters
    cuts = np.array([-np.inf, *cuts, np.inf])

    def joint(level):
        chance = 1.0
        for answer, moved in ((first, 0), (second, rise)):
            limits = cuts[[answer + 1, answer]] - moved - spread * level
            chance *= np.subtract(*LINKS[link](limits))
        return chance * norm.pdf(level)

    return quad(joint, -12, 12, epsabs=0, epsrel=1e-11, limit=200)[0]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(("points", "spread"), [(15, 0.8), (40, 2.5), (None, 6.0)])
def test_the_integral_is_exact(link, points, spread):
    pairs = [(0, 0), (0, 2), (2, 2), (1, 0)]
    parameters = np.array([-1.0, 1.2, 0.4, spread])
    patterns = find_patterns(
        np.array(pairs).ravel(),
        np.tile([[0.0], [1.0]], (4, 1)),
        np.repeat(np.arange(4), 2),
    )
    ours = integrate(Cumulative(patterns, 2, link, points), parameters)
    exact = sum(np.log(marginal(*pair, parameters, link)) for pair in pairs)
    assert ours.value == pytest.approx(exact, rel=1e-7)


@pytest.mark.parametrize("link", LINKS)
def test_the_derivatives_are_the_likelihoods(link):
    category, design = np.array([0, 1, 2, 2, 1, 0, 0]), np.arange(7.0)[:, None] / 3
    patterns = find_patterns(category, design, np.array([0, 0, 0, 1, 1, 2, 2]))
    model = Cumulative(patterns, 2, link, 25)
    start = np.array([-0.5, 0.9, 0.3, 1.1])
    at, step = integrate(model, start), 1e-5
    for number, move in enumerate(step * np.eye(4)):
        above, below = integrate(model, start + move), integrate(model, start - move)
        slope = (above.value - below.value) / (2 * step)
        assert slope == pytest.approx(at.slope[number], rel=1e-5, abs=1e-7)
        bend = (above.slope - below.slope) / (2 * step)
        assert bend == pytest.approx(at.curvature[number], rel=1e-4, abs=1e-6)


def test_thresholds_of_strangers_without_a_design_are_the_shares():
    fit = fit_cumulative([1, 1, 2, 3, 3, 3, 3, 5], np.empty((8, 0)))
    assert fit.thresholds == pytest.approx(logit([2 / 8, 3 / 8, 7 / 8]))
    assert fit.categories.tolist() == [1, 2, 3, 5]
    # 1 / (n p (1 - p)), the variance of a logit
    assert fit.standard_errors[0] ** 2 == pytest.approx(1 / (8 * 0.25 * 0.75))


def test_two_answers_of_strangers_are_an_odds_ratio():
    before, after = np.repeat([0, 1], [30, 10]), np.repeat([0, 1], [15, 25])
    nobody = np.full(40, np.nan)
    ours = ordinal_difference(np.append(before, nobody), np.append(nobody, after))
    assert ours.value == pytest.approx(np.log(25 / 15 * 30 / 10))
    assert ours.se == pytest.approx(np.sqrt(1 / 30 + 1 / 10 + 1 / 15 + 1 / 25))
    assert (ours.n, ours.method) == (80, "cumulative logit")


def test_steep_pairs_of_yes_and_no_give_the_conditional_odds_ratio():
    # Two parameters fit the table of pairs as well as can be where levels differ much;
    # the wave's is then that of conditional logistic regression, lost over gained.
    before = np.repeat([0, 1, 0, 1], [40, 40, 4, 2])
    after = np.repeat([0, 1, 1, 0], [40, 40, 4, 2])
    fit = fit_ordinal(before, after)
    assert fit.coefficients == pytest.approx(np.log(4 / 2))
    assert fit.standard_errors[-1] == pytest.approx(np.sqrt(1 / 4 + 1 / 2))
    assert fit.person_sd > 8


@given(st.permutations(range(len(BEFORE))), st.sampled_from(["logit", "probit"]))
@settings(max_examples=10)
def test_the_order_of_people_does_not_matter(order, link):
    ours = fit_ordinal(BEFORE[list(order)], AFTER[list(order)], link=link)
    plain = fit_ordinal(BEFORE, AFTER, link=link)
    assert ours.thresholds == pytest.approx(plain.thresholds)
    assert ours.person_sd == pytest.approx(plain.person_sd)


def test_swapping_the_waves_flips_the_sign():
    there, back = ordinal_difference(BEFORE, AFTER), ordinal_difference(AFTER, BEFORE)
    assert (back.value, back.low) == pytest.approx((-there.value, -there.high))


def test_turning_the_scale_round_flips_the_sign():
    there = ordinal_difference(BEFORE, AFTER)
    turned = ordinal_difference(6 - BEFORE, 6 - AFTER)
    assert (turned.value, turned.se) == pytest.approx((-there.value, there.se))


@given(st.lists(st.integers(1, 40), min_size=4, max_size=4))
@settings(max_examples=10)
def test_only_the_order_of_the_answers_counts(gaps):
    names = np.cumsum([0, *gaps])
    ours = ordinal_difference(
        *(
            np.where(np.isnan(w), w, names[np.nan_to_num(w, nan=1).astype(int) - 1])
            for w in (BEFORE, AFTER)
        )
    )
    assert ours == ordinal_difference(BEFORE, AFTER)


def test_people_who_answered_no_wave_count_for_nothing():
    nobody = np.full(7, np.nan)
    ours = ordinal_difference(np.append(BEFORE, nobody), np.append(AFTER, nobody))
    assert ours == ordinal_difference(BEFORE, AFTER)


def test_units_of_the_design_drop_out():
    given = ~np.isnan(BEFORE)
    plain = fit_cumulative(BEFORE[given], np.arange(given.sum())[:, None])
    small = fit_cumulative(BEFORE[given], np.arange(given.sum())[:, None] / 1e6)
    assert small.coefficients / 1e6 == pytest.approx(plain.coefficients)
    assert small.standard_errors[-1] / 1e6 == pytest.approx(plain.standard_errors[-1])


def test_the_truth_is_recovered():
    before, after = answers(20_000, rise=0.5, spread=1.5)
    fit = fit_ordinal(before, after)
    assert fit.coefficients[0] == pytest.approx(0.5, abs=4 * fit.standard_errors[-1])
    assert fit.standard_errors[-1] < 0.03
    assert fit.person_sd == pytest.approx(1.5, abs=0.06)
    assert fit.thresholds == pytest.approx([-2, -0.5, 1, 2.5], abs=0.1)
    assert fit.people == (~np.isnan(before) | ~np.isnan(after)).sum()


def test_the_interval_covers_the_truth():
    estimates = [ordinal_difference(*answers(60, seed=s)) for s in range(100)]
    covered = np.mean([e.low < 0.5 < e.high for e in estimates])
    assert covered == pytest.approx(0.95, abs=0.06)


def test_more_points_change_nothing():
    # Between yes and no, a large spread is the hardest to integrate over.
    random = np.random.default_rng(1)
    person, wave = np.repeat(np.arange(200), 3), np.tile(np.arange(3), 200)
    opinion = random.normal(0, 2, 200)[person] + 0.4 * wave
    given = opinion + random.logistic(size=600) > 0
    few, many = (
        fit_cumulative(given, wave[:, None], person, points=p) for p in (15, 100)
    )
    assert few.person_sd == pytest.approx(many.person_sd, rel=1e-6)
    assert few.standard_errors == pytest.approx(many.standard_errors, rel=1e-6)


def test_more_than_two_waves():
    random = np.random.default_rng(8)
    person, wave = np.repeat(np.arange(400), 3), np.tile(np.arange(3), 400)
    opinion = random.normal(0, 1.2, 400)[person] + np.array([0, 0.4, 0.9])[wave]
    given = np.searchsorted([-1, 0.5, 2], opinion + random.logistic(size=1200))
    design = np.column_stack([wave == 1, wave == 2])
    fit = fit_cumulative(given, design, person)
    assert fit.coefficients == pytest.approx([0.4, 0.9], abs=0.4)
    assert fit.coefficients[1] > fit.coefficients[0] > 0
    assert fit.person_sd == pytest.approx(1.2, abs=0.3)


def test_levels_that_do_not_differ_leave_the_model_without_them():
    # Each person answers once high and once low: less alike than strangers.
    before = np.tile([1.0, 2.0, 3.0], 12)
    after = np.where(np.arange(36) % 5 == 0, 3, 4 - before)
    fit = fit_ordinal(before, after)
    given = np.append(before, after)
    strangers = fit_cumulative(given, np.repeat([[0.0], [1.0]], 36, axis=0))
    assert fit.person_sd == 0
    assert fit.log_likelihood == strangers.log_likelihood
    assert fit.standard_errors == pytest.approx(strangers.standard_errors)
    assert strangers.person_sd == 0


SAME = np.tile([1.0, 2, 3, 4], 10)
UNKNOWN = {
    "nobody answered": (np.full(9, np.nan), np.full(9, np.nan)),
    "there is nobody": ([], []),
    "all answered alike": (np.full(9, 3.0), np.full(9, 3.0)),
    "one person": ([3.0], [4.0]),
    "only one wave": (SAME, np.full(40, np.nan)),
    "nobody moved": (SAME, SAME),
    "everyone rose by one": (SAME, SAME + 1),
    "the waves share no answer": (SAME, SAME + 10),
    "everyone rose from one answer": (np.full(20, 1.0), np.full(20, 2.0)),
    "few moved, and all up": (
        np.repeat([1.0, 2, 3, 1, 2], [4, 4, 2, 1, 1]),
        np.repeat([1.0, 2, 3, 2, 3], [4, 4, 2, 1, 1]),
    ),
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("case", UNKNOWN)
def test_what_the_answers_cannot_tell_is_unknown(case, link):
    ours = ordinal_difference(*UNKNOWN[case], link=link)
    assert not ours.is_known
    fit = fit_ordinal(*UNKNOWN[case], link=link)
    assert not fit.is_known
    assert len(fit.thresholds) == max(len(fit.categories) - 1, 0)
    assert len(fit.standard_errors) == len(fit.thresholds) + 1


def test_a_column_that_others_add_up_to_is_unknown():
    design = np.column_stack([np.arange(40) % 2, 1 - np.arange(40) % 2])
    assert not fit_cumulative(SAME, design).is_known
    assert not fit_cumulative(SAME, np.ones((40, 1))).is_known


@given(
    st.lists(
        st.tuples(*[st.sampled_from([1, 2, 3, 5, np.nan])] * 2), min_size=0, max_size=14
    ),
    st.sampled_from(["logit", "probit"]),
)
@settings(max_examples=40)
def test_an_estimate_is_whole_or_unknown(pairs, link):
    before, after = np.array(pairs, float).reshape(-1, 2).T
    ours = ordinal_difference(before, after, link=link)
    if ours.is_known:
        assert ours.low < ours.value < ours.high
        assert np.isfinite([ours.low, ours.high, ours.se, ours.p]).all()
        assert 0 <= ours.p <= 1
    assert ours.n == (~np.isnan(before) | ~np.isnan(after)).sum()


def test_bad_input_gets_words():
    with pytest.raises(ValueError, match="between 5 and 100, not 1"):
        fit_cumulative([1, 2], [[0], [1]], [0, 0], points=1)
    with pytest.raises(ValueError, match="must pair up"):
        fit_cumulative([1, 2], [[0]])
    with pytest.raises(ValueError, match="1 are missing"):
        fit_cumulative([1, np.nan], [[0], [1]])
    with pytest.raises(ValueError, match="2 and 1 answers"):
        ordinal_difference([1, 2], [1])
