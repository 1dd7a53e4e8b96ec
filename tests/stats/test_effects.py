import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kaiku_analysis.stats import (
    average_spread,
    common_language,
    paired_difference,
    paired_effect,
    percent_of_range,
    standardised_difference,
)
from kaiku_analysis.stats.effect import hedges_correction

EFFECTS = ["d_av", "d_av_lakens", "d_z", "d_rm", "d_glass"]
BEFORE, AFTER = np.array([2.0, 3, 3, 4, 3]), np.array([3.0, 5, 3, 5, 4])


def test_every_unit_by_hand():
    # Changes 1, 2, 0, 1, 1: mean 1, variance 1/2. Variances 1/2 and 1, covariance 1/2.
    correlation = 0.5 / np.sqrt(0.5)
    expected = {
        "d_av": 1 / np.sqrt(0.75),
        "d_av_lakens": 2 / (np.sqrt(0.5) + 1),
        "d_z": 1 / np.sqrt(0.5),
        "d_rm": np.sqrt(2 * (1 - correlation)) / np.sqrt(0.5),
        "d_glass": 1 / np.sqrt(0.5),
    }
    for name, value in expected.items():
        ours = paired_effect(BEFORE, AFTER, name, corrected=False)
        assert ours.value == pytest.approx(value)
        corrected = paired_effect(BEFORE, AFTER, name)
        numbers = np.array([ours.value, ours.low, ours.high]) * hedges_correction(4)
        assert [corrected.value, corrected.low, corrected.high] == pytest.approx(
            numbers.tolist()
        )


@pytest.mark.parametrize("effect", EFFECTS)
@given(unit=st.floats(0.1, 100), zero=st.floats(-50, 50))
@settings(max_examples=20)
def test_units_of_the_answers_drop_out(effect, unit, zero):
    plain = paired_effect(BEFORE, AFTER, effect)
    ours = paired_effect(BEFORE * unit + zero, AFTER * unit + zero, effect)
    assert (ours.value, ours.low) == pytest.approx((plain.value, plain.low), rel=1e-6)


@pytest.mark.parametrize("effect", EFFECTS)
def test_people_who_answered_once_do_not_count(effect):
    nobody = [np.nan, 9.0]
    ours = paired_effect(
        np.append(BEFORE, nobody), np.append(AFTER, nobody[::-1]), effect
    )
    assert ours == paired_effect(BEFORE, AFTER, effect)


@pytest.mark.parametrize("effect", EFFECTS[:4])
def test_swapping_the_waves_flips_the_sign(effect):
    there = paired_effect(BEFORE, AFTER, effect)
    back = paired_effect(AFTER, BEFORE, effect)
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([1.0, 2], [2.0, 4]),
        ([1.0, 2, 3, 4], [2.0, 3, 4, 5]),
        ([1.0, 1, 1], [1.0, 1, 1]),
        ([np.nan] * 5, [1.0] * 5),
    ],
)
@pytest.mark.parametrize("effect", EFFECTS)
def test_too_little_is_unknown(before, after, effect):
    assert not paired_effect(before, after, effect).is_known
    assert not common_language(before, after).is_known


def test_a_first_wave_without_spread_has_no_glass():
    before, after = np.full(4, 3.0), np.array([3.0, 4, 5, 3])
    assert not paired_effect(before, after, "d_glass").is_known
    assert not paired_effect(before, after, "d_rm").is_known
    assert paired_effect(before, after, "d_av").is_known


def test_methods_name_the_unit():
    assert paired_effect(BEFORE, AFTER).method == "g_av of the paired t"
    ours = paired_effect(BEFORE, AFTER, "d_z", corrected=False)
    assert ours.method == "d_z of the paired t"
    change, spread = paired_difference(BEFORE, AFTER), average_spread(BEFORE, AFTER)
    plain = standardised_difference(change, spread, corrected=False)
    assert plain.method == "Cohen's d of the paired t"


def test_a_share_of_the_range():
    change = paired_difference(BEFORE, AFTER)
    ours = percent_of_range(change, 1, 5)
    assert (ours.value, ours.low) == pytest.approx((25, change.low * 25))
    assert (ours.p, ours.n, ours.se) == (change.p, 5, change.se * 25)
    unknown = percent_of_range(paired_difference([], []), 1, 5)
    assert not unknown.is_known
    with pytest.raises(ValueError, match="from 5 to 1"):
        percent_of_range(change, 5, 1)


def test_common_language_is_the_normal_chance_of_rising():
    random = np.random.default_rng(2)
    before, change = random.normal(0, 1, (150, 60)), random.normal(0.4, 0.8, (150, 60))
    ours = [common_language(b, b + c) for b, c in zip(before, change, strict=True)]
    truth = stats.norm.cdf(0.5)
    assert np.mean([o.value for o in ours]) == pytest.approx(truth, abs=0.02)
    assert np.mean(change > 0) == pytest.approx(truth, abs=0.02)
    covered = np.mean([o.low < truth < o.high for o in ours])
    assert covered == pytest.approx(0.95, abs=0.05)


@pytest.mark.parametrize("effect", ["d_av", "d_z", "d_rm"])
def test_the_interval_covers_the_truth(effect):
    # Both waves have variance 1 and correlate by .7; they rise by .5.
    truth = {"d_av": 0.5, "d_z": 0.5 / np.sqrt(0.6), "d_rm": 0.5}[effect]
    random = np.random.default_rng(12)
    covered = 0
    for _ in range(200):
        before = random.normal(0, 1, 30)
        after = 0.7 * before + random.normal(0.5, np.sqrt(0.51), 30)
        ours = paired_effect(before, after, effect)
        covered += ours.low < truth < ours.high
    assert covered / 200 == pytest.approx(0.95, abs=0.04)
