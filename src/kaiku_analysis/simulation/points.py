"""From true scores to the points of the answers: loadings, noise and rounding."""

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.contacts import closeness
from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import (
    measured_items,
    peculiarities,
    simulation_of,
    trait_of,
)
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Item, Options, Study, Wave

STEPS = 4  # between the least and the greatest of five answers
DIFFICULTY_SD = 0.25


def simulate_points(
    study: Study,
    population: Population,
    scores: pd.DataFrame,
    wave: Wave,
    *,
    seed: int,
) -> pd.DataFrame:
    """Let everybody answer every measuring item of `wave`, nothing left out.

    Parameters
    ----------
    scores
        The people's true scores in this wave.
    """
    agreeing = random_stream("acquiescence", seed=seed).standard_normal(len(population))
    agreeing = agreeing * simulation_of(study).answers.acquiescence_sd
    points = {
        item.name: _points(
            study,
            population,
            item,
            scores[trait_of(study, item)],
            agreeing=agreeing,
            wave=wave,
            seed=seed,
        )
        for item in measured_items(study)
        if item.asked_in(wave.name)
    }
    frame = pd.DataFrame(points, index=scores.index)
    return _straightened(study, frame, wave, seed=seed)


def _points(
    study: Study,
    population: Population,
    item: Item,
    score: pd.Series,
    *,
    agreeing: np.ndarray,
    wave: Wave,
    seed: int,
) -> np.ndarray:
    answers, options = simulation_of(study).answers, study.options_of(item.name)
    step = (options.high - options.low) / STEPS
    noise = random_stream("noise", item.name, wave.name, seed=seed)
    apart = _loading(
        study, item, seed=seed
    ) * answers.person_sd * score.to_numpy() + answers.noise_sd * noise.standard_normal(
        len(score)
    )
    felt = _location(study, item, options, seed=seed) + step * apart
    if item.reversed:
        felt = options.low + options.high - felt
    if item.kind == "contact":
        felt = felt + step * closeness(study, population, item.about, seed=seed)
    return _nearest(felt + step * agreeing, options)


def _loading(study: Study, item: Item, *, seed: int) -> float:
    """Draw how closely an item follows its scale; one is as closely as the average."""
    low, high = simulation_of(study).answers.loadings
    drawn = random_stream("loading", item.name, seed=seed).uniform(low, high)
    return float(drawn / ((low + high) / 2))


def _location(study: Study, item: Item, options: Options, *, seed: int) -> float:
    told = peculiarities(study, item.name).mean
    if told is not None:
        return told
    step = (options.high - options.low) / STEPS
    easier = random_stream("difficulty", item.name, seed=seed).normal(0, DIFFICULTY_SD)
    return float(options.low + step * (simulation_of(study).answers.mean - 1 + easier))


def _nearest(felt: np.ndarray, options: Options) -> np.ndarray:
    """Choose the answer nearest to what is felt; what is not asked stays missing."""
    if options.ends:
        return np.clip(np.round(felt), options.low, options.high)
    offered = np.array(options.numbers)
    between = (offered[1:] + offered[:-1]) / 2
    chosen = offered[np.searchsorted(between, felt, side="right")]
    return np.where(np.isnan(felt), np.nan, chosen)


def _straightened(
    study: Study, frame: pd.DataFrame, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Let some give all items of a scale the answer they gave to its first."""
    rng = random_stream("straightlining", wave.name, seed=seed)
    careless = rng.random(len(frame)) < simulation_of(study).answers.straightlining
    same = {
        item.name: frame[items[0].name].where(careless, frame[item.name])
        for scale in study.scales
        if (
            items := [i for i in study.codebook.of_scale(scale.name) if i.name in frame]
        )
        for item in items
    }
    return frame.assign(**same)
