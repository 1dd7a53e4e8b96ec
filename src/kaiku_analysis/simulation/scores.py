"""What each person's true score is in a wave, before any question is asked."""

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.groups import (
    simulate_memberships,
    true_gains,
    true_starts,
)
from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import growth_at, simulation_of, trait_names
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Study, Wave


def true_scores(
    study: Study, population: Population, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Draw every person's true scores in `wave`.

    Returns
    -------
    A row a person and a column a scale; in each, the people of the first wave have
    a standard deviation of one.
    """
    simulation = simulation_of(study)
    memberships = simulate_memberships(study, population, seed=seed)
    growth = growth_at(study, wave)
    people = simulation.people
    within = np.sqrt(1 - people.unit_share)
    common = _common(population, people.stable, wave, seed=seed)
    scores = {
        trait: (
            np.sqrt(people.unit_share) * _of_units(population, trait, seed=seed)
            + within * np.sqrt(people.shared) * common
            + within
            * np.sqrt(1 - people.shared)
            * _own(population, trait, people.stable, wave, seed=seed)
            + true_starts(memberships, trait)
            + true_gains(
                memberships, trait, simulation.change.effects.get(trait, 0.0), growth
            )
        )
        for trait in trait_names(study)
    }
    return pd.DataFrame(scores, index=population.frame.index)


def _of_units(population: Population, trait: str, *, seed: int) -> np.ndarray:
    units, names = pd.factorize(population.frame["unit"])
    drawn = [
        random_stream("unit", name, trait, seed=seed).standard_normal()
        for name in names
    ]
    return np.asarray(np.array(drawn)[units])


def _common(
    population: Population, stable: float, wave: Wave, *, seed: int
) -> np.ndarray:
    return _own(population, "every scale", stable, wave, seed=seed)


def _own(
    population: Population, trait: str, stable: float, wave: Wave, *, seed: int
) -> np.ndarray:
    """Draw what lasts in a person, and what is only so in this wave."""
    people = len(population)
    lasts = random_stream("person", trait, seed=seed).standard_normal(people)
    now = random_stream("person", trait, wave.name, seed=seed).standard_normal(people)
    return np.asarray(np.sqrt(stable) * lasts + np.sqrt(1 - stable) * now)
