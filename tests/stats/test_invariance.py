import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.stats import fit_ladder, measure_invariance
from kaiku_analysis.stats.factor_model import covariance_slopes, mean_slopes
from kaiku_analysis.stats.factor_start import start_values
from kaiku_analysis.stats.odd_items import modification_index
from kaiku_analysis.stats.sample_moments import sample_moments
from kaiku_analysis.stats.wave_fit import fit_step, gather_waves
from kaiku_analysis.stats.wave_model import Numbering, linked_pattern

LOADINGS = np.array([0.9, 0.8, 0.7, 0.6])


def simulate_waves(people, *, seed, change=0.0, shift=0.0, loading=0.0, waves=2):
    """Return linked waves; item 2 shifts by itself, or changes its loading."""
    rng = np.random.default_rng(seed)
    trait, habit = rng.normal(size=(people, 1)), rng.normal(size=(people, 4))
    tables = []
    for wave in range(waves):
        level = wave * change + 0.8 * trait + 0.6 * rng.normal(size=(people, 1))
        weights = LOADINGS + np.array([0, wave * loading, 0, 0])
        own = 0.5 * habit + 0.5 * rng.normal(size=(people, 4))
        tables.append(3 + weights * level + own + [0, wave * shift, 0, 0])
    return tables


def named(found):
    return [step.name for step in found.steps]


def test_a_scale_that_stays_the_same_keeps_its_fit():
    ours = measure_invariance(*simulate_waves(2000, seed=22, change=0.3))
    assert named(ours) == ["configural", "metric", "scalar", "strict"]
    assert [step.fit.df for step in ours.steps] == [15, 18, 21, 25]
    assert ours.steps[0].against is None
    for step in ours.steps[1:]:
        assert step.against.p > 0.01
        assert abs(step.against.cfi) < 0.002
        assert step.fit.cfi > 0.99
    assert ours.change.low < 0.3 < ours.change.high
    assert ours.odd_items == ()
    assert ours.freed_change == ours.change
    assert (ours.n, ours.trouble) == (2000, "")


@pytest.mark.parametrize("linked", [True, False])
def test_an_item_that_shifts_by_itself_is_found_and_its_size_told(linked):
    before, after = simulate_waves(2000, seed=2, change=0.3, shift=0.5)
    if not linked:
        before, _ = simulate_waves(1500, seed=3)
    ours = measure_invariance(before, after, linked=linked)
    (odd,) = ours.odd_items
    assert odd.item == 1
    assert odd.intercept == pytest.approx(0.5, abs=0.12)
    assert odd.loading == pytest.approx(0, abs=0.12)
    assert odd.df == 2
    scalar = ours.steps[2].against
    assert scalar.p < 1e-6
    assert odd.chi_square < scalar.chi_square + ours.steps[1].against.chi_square
    assert ours.change.value > ours.freed_change.value + 0.08
    assert ours.freed_change.low < 0.3 < ours.freed_change.high
    assert ours.freed_change == odd.change


def test_an_item_that_gets_another_meaning_fails_the_metric_step():
    ours = measure_invariance(*simulate_waves(2000, seed=4, loading=-0.4))
    assert ours.steps[1].against.p < 1e-6
    assert ours.odd_items[0].item == 1
    assert ours.odd_items[0].loading == pytest.approx(-0.4, abs=0.1)


def test_odd_items_are_rare_when_there_are_none():
    found = [measure_invariance(*simulate_waves(300, seed=s)) for s in range(50)]
    assert np.mean([bool(each.odd_items) for each in found]) < 0.14
    changes = [each.change for each in found]
    assert np.mean([each.low < 0 < each.high for each in changes]) > 0.86


def test_swapping_unlinked_waves_only_flips_the_change():
    before, after = simulate_waves(400, seed=5, change=0.5)
    ours = measure_invariance(before[:250], after, linked=False)
    swapped = measure_invariance(after, before[:250], linked=False)
    assert ours.n == swapped.n == 650
    for one, other in zip(ours.steps, swapped.steps, strict=True):
        assert one.fit.chi_square == pytest.approx(other.fit.chi_square, rel=1e-7)
    assert np.sign(ours.change.value) == -np.sign(swapped.change.value)


@given(st.permutations(range(4)), st.floats(0.1, 50), st.booleans())
@settings(max_examples=10)
def test_order_and_units_are_irrelevant(items, scale, linked):
    before, after = simulate_waves(120, seed=6, change=0.4)
    plain = measure_invariance(before, after, linked=linked)
    ours = measure_invariance(
        5 + scale * before[:, items], 5 + scale * after[:, items], linked=linked
    )
    for one, other in zip(ours.steps, plain.steps, strict=True):
        assert one.fit.chi_square == pytest.approx(other.fit.chi_square, rel=1e-6)
    assert ours.change.value == pytest.approx(plain.change.value, rel=1e-4)
    assert ours.change.se == pytest.approx(plain.change.se, rel=1e-4)


def test_reversing_half_of_the_items_flips_no_wave():
    before, after = simulate_waves(300, seed=7, change=0.5)
    sign = np.array([1, -1, 1, -1])
    ours = measure_invariance(sign * before, sign * after)
    plain = measure_invariance(before, after)
    assert abs(ours.change.value) == pytest.approx(plain.change.value, rel=1e-5)
    assert ours.steps[3].fit.chi_square == pytest.approx(plain.steps[3].fit.chi_square)


def test_with_one_step_between_the_waves_lag_is_irrelevant():
    waves = simulate_waves(200, seed=8)
    assert fit_ladder(waves) == fit_ladder(waves, lag=1)
    assert fit_ladder(waves) == measure_invariance(*waves).steps


def test_three_waves_and_two_factors():
    waves = simulate_waves(300, seed=9, waves=3)
    assert [s.fit.df for s in fit_ladder(waves)] == [39, 45, 51, 59]
    assert [s.fit.df for s in fit_ladder(waves, lag=1)] == [43, 49, 55, 63]
    scales = [np.hstack(waves[:2]), np.hstack(waves[1:])]
    factors = [0] * 4 + [1] * 4
    ladder = fit_ladder(scales, linked=False, factor_of=factors)
    assert [s.fit.df for s in ladder] == [38, 44, 50, 58]


def pattern_of(step):
    numbering = Numbering(step, freed=[1])
    pattern = linked_pattern(numbering, 2, [0] * 4, 1)
    sample = sample_moments(np.hstack(simulate_waves(100, seed=1)))
    values = start_values([pattern], [sample], len(numbering.labels))
    return pattern, values + np.linspace(0.01, 0.2, len(values))


@pytest.mark.parametrize("step", ["configural", "metric", "scalar", "strict"])
def test_slopes_are_the_derivatives_of_what_the_model_implies(step):
    pattern, values = pattern_of(step)
    filled = pattern.fill(values)
    of_mean = mean_slopes(pattern, filled, len(values))
    of_covariance = covariance_slopes(pattern, filled, len(values))
    for number in range(len(values)):
        nudge = np.zeros(len(values))
        nudge[number] = 1e-5
        high, low = pattern.fill(values + nudge), pattern.fill(values - nudge)
        rise = (high.mean - low.mean) / 2e-5
        assert of_mean[number] == pytest.approx(rise, abs=1e-8)
        rise = (high.covariance - low.covariance) / 2e-5
        assert of_covariance[number] == pytest.approx(rise, abs=1e-8)


def test_the_modification_index_foretells_the_fall_of_chi_square():
    tables = simulate_waves(1000, seed=10, shift=0.1)
    waves = gather_waves(tables, [0] * 4, linked=True, lag=1)
    scalar = fit_step(waves, "scalar")
    for item in range(4):
        freer = fit_step(waves, "scalar", freed=[item])
        fall = scalar.fit.chi_square - freer.fit.chi_square
        guess = modification_index(waves, scalar, [], item)
        assert guess == pytest.approx(fall, rel=0.15, abs=0.3)


def test_people_with_gaps_are_left_out():
    before, after = simulate_waves(100, seed=11)
    gone = np.full((1, 4), np.nan)
    ours = measure_invariance(np.vstack([before, gone]), np.vstack([after, after[:1]]))
    assert ours == measure_invariance(before, after)


BEFORE, AFTER = simulate_waves(60, seed=12)


@pytest.mark.parametrize(
    ("before", "after", "linked", "trouble"),
    [
        (BEFORE[:, :2], AFTER[:, :2], True, "2 items are too few"),
        (BEFORE[:8], AFTER[:8], True, "8 people are too few for 8 items"),
        (BEFORE[:4], AFTER, False, "4 people are too few for 4 items"),
        (BEFORE, np.column_stack([AFTER[:, :3], np.ones(60)]), True, "alike: item 8"),
        (BEFORE, np.column_stack([AFTER[:, :3], BEFORE[:, 0]]), True, "repeats"),
        (np.empty((0, 4)), np.empty((0, 4)), True, "0 people"),
        (np.empty((0, 4)), AFTER, False, "0 people"),
    ],
)
def test_what_cannot_be_compared_says_why(before, after, linked, trouble):
    ours = measure_invariance(before, after, linked=linked)
    assert trouble in ours.trouble
    assert (ours.steps, ours.odd_items) == ((), ())
    assert not ours.change.is_known
    assert not ours.freed_change.is_known
    assert fit_ladder([before, after], linked=linked) == ()


def test_a_solution_that_cannot_be_is_said():
    # Without a common factor, a search for one ends nowhere or beyond the possible
    rng = np.random.default_rng(1)
    found = [
        measure_invariance(rng.normal(size=(30, 4)), rng.normal(size=(30, 4)))
        for _ in range(5)
    ]
    assert sum(bool(each.trouble) for each in found) > 2
    told = [each.trouble for each in found if each.trouble]
    assert all(trouble.split(":")[0] in named(found[0]) for trouble in told)


@pytest.mark.parametrize(
    ("before", "after", "linked"),
    [(BEFORE, AFTER[:9], True), (BEFORE, AFTER[:, :3], False), ([1, 2], [1, 2], True)],
)
def test_waves_of_other_items_or_people_are_refused(before, after, linked):
    with pytest.raises(ValueError, match="same items and people"):
        measure_invariance(before, after, linked=linked)
