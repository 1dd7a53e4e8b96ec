"""The truths of the demo studies come back from what is simulated of them.

A score holds measurement error and rounding, so that the change seen in standard
deviations of the score is smaller than that of the true score: by the correlation of
the score with the true score, the square root of its reliability.
"""

import numpy as np
import pytest

from kaiku_analysis.simulation import simulate_points, simulate_response, true_scores
from kaiku_analysis.simulation.groups import simulate_memberships, true_gains

ROUNDING = 0.01  # clipped ends and whole steps bend the line a little


def score(study, points, scale):
    options = study.plan.options[scale.options]
    return np.mean(
        [
            options.low + options.high - points[item.name]
            if item.reversed
            else points[item.name]
            for item in study.codebook.of_scale(scale.name)
        ],
        axis=0,
    )


def error(values):
    return 4 * np.std(values) / np.sqrt(len(values))


def everybody(study, population, wave, seed=3):
    truth = true_scores(study, population, wave, seed=seed)
    return truth, simulate_points(study, population, truth, wave, seed=seed)


def test_every_scale_changes_by_its_attenuated_truth(demo, crowd):
    population = crowd(demo)
    truth, before = everybody(demo, population, demo.plan.waves[0])
    _, after = everybody(demo, population, demo.plan.waves[-1])
    effects = demo.plan.simulation.change.effects
    for scale in demo.scales:
        first, last = (score(demo, points, scale) for points in (before, after))
        shrunk = effects[scale.name] * np.corrcoef(truth[scale.name], first)[0, 1]
        change = (last - first) / first.std()
        assert change.mean() == pytest.approx(shrunk, abs=error(change) + ROUNDING)


def test_scores_measure_about_as_well_as_real_scales_do(demo, crowd):
    truth, points = everybody(demo, crowd(demo), demo.plan.waves[0])
    for scale in demo.scales:
        found = np.corrcoef(truth[scale.name], score(demo, points, scale))[0, 1]
        assert 0.55 < found**2 < 0.8, scale.name


def test_half_way_the_councils_have_come_half_the_way(councils, crowd):
    population = crowd(councils)
    start, middle, _ = (
        true_scores(councils, population, wave, seed=3) for wave in councils.plan.waves
    )
    change = middle["verkko"] - start["verkko"]
    assert change.mean() == pytest.approx(0.55 * 0.3, abs=error(change))


def test_who_drops_out_was_lower_before(councils, crowd):
    population = crowd(councils)
    first, *_, last = councils.plan.waves
    truth = true_scores(councils, population, first, seed=3)
    here = population.present(councils, last)
    stays = simulate_response(councils, population, truth, last, seed=3)
    motivated = truth["motivaatio"]
    gap = motivated[here & stays].mean() - motivated[here & ~stays].mean()
    assert gap == pytest.approx(0.15, abs=2 * error(motivated[here]))


def test_in_the_offices_too_the_less_enthusiastic_drop_out(te_offices, crowd):
    population = crowd(te_offices)
    first, last = te_offices.plan.waves
    truth = true_scores(te_offices, population, first, seed=3)
    here = population.present(te_offices, last)
    stays = simulate_response(te_offices, population, truth, last, seed=3)
    keen = truth["innostus"]
    assert keen[here & stays].mean() > keen[here & ~stays].mean() + 0.1


def test_who_takes_part_starts_higher_in_their_network_only(councils, crowd):
    population = crowd(councils)
    truth = true_scores(councils, population, councils.plan.waves[0], seed=3)
    memberships = simulate_memberships(councils, population, seed=3)
    takes_part = np.any(
        [one.active(1.0) for one in memberships if one.group.item == "os_muoto"], axis=0
    )
    for scale, told in (("verkko", 0.15), ("digi", 0.0)):
        gap = truth.loc[takes_part, scale].mean() - truth.loc[~takes_part, scale].mean()
        assert gap == pytest.approx(told, abs=2 * error(truth[scale]))


def test_the_mean_gain_is_the_effect_however_unevenly_it_falls(demo, crowd):
    memberships = simulate_memberships(demo, crowd(demo), seed=3)
    for scale, effect in demo.plan.simulation.change.effects.items():
        for growth in (0.0, 0.5, 1.0):
            gains = true_gains(memberships, scale, effect, growth)
            assert np.mean(gains) == pytest.approx(effect * growth)


def test_both_workshops_are_worth_more_than_one_and_one_more_than_none(
    te_offices, crowd
):
    memberships = simulate_memberships(te_offices, crowd(te_offices), seed=3)
    gains = true_gains(memberships, "pal_saa", 0.35, 1.0)
    first, second, _ = (one.active(1.0) for one in memberships)
    none, one, both = (
        gains[first.astype(int) + second == attended].mean() for attended in range(3)
    )
    assert one / none == pytest.approx(1.6)
    assert both / none == pytest.approx(1.6**2)


def test_exchanges_add_a_third_of_a_standard_deviation(councils, crowd):
    memberships = simulate_memberships(councils, crowd(councils), seed=3)
    gains = true_gains(memberships, "verkko", 0.3, 1.0)
    exchange, network, event, alone = (one.active(1.0) for one in memberships)
    others = ~exchange & ~network & ~event
    by_group = {
        lonely: gains[exchange & lonely_ones].mean()
        - gains[others & lonely_ones].mean()
        for lonely, lonely_ones in (("no", ~alone), ("yes", alone))
    }
    assert by_group["yes"] / by_group["no"] == pytest.approx(1.5)
    weighted = alone.mean() * by_group["yes"] + (1 - alone.mean()) * by_group["no"]
    assert weighted == pytest.approx(0.35, abs=0.02)
