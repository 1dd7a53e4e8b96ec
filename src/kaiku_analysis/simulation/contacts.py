"""Which units are close to one another, before any project."""

from itertools import combinations

import numpy as np

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Study

SPREAD = 1.0


def closeness(
    study: Study, population: Population, other: str, *, seed: int
) -> np.ndarray:
    """Give how close each person's unit is to the unit `other`.

    Units lie on an invented map, so that neighbours of neighbours tend to be
    neighbours. Nobody is asked about their own unit: there it is missing.
    """
    units = [unit.name for unit in study.plan.units]
    places = {
        unit: random_stream("map", unit, seed=seed).standard_normal(2) for unit in units
    }
    apart = [_distance(places, one, two) for one, two in combinations(units, 2)]
    middle = np.mean(apart or [0.0])
    known = {
        unit: SPREAD * (middle - _distance(places, unit, other))
        for unit in units
        if unit != other
    }
    return np.array([known.get(unit, np.nan) for unit in population.frame["unit"]])


def _distance(places: dict[str, np.ndarray], one: str, other: str) -> float:
    return float(np.linalg.norm(places[one] - places[other]))
