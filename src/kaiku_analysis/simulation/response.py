"""Who answers: how many in each wave, and whether it is those who are well."""

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import simulation_of
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Study, Wave

USUAL_RATE = 0.6
LOYALTY_SD = 1.0  # of the log odds: some always answer, some never
LOGISTIC_VARIANCE = np.pi**2 / 3


def simulate_response(
    study: Study,
    population: Population,
    first_scores: pd.DataFrame,
    wave: Wave,
    *,
    seed: int,
) -> np.ndarray:
    """Draw who of the staff answers `wave`.

    Parameters
    ----------
    first_scores
        The people's true scores in the first wave: who drops out was different then.
    """
    response = simulation_of(study).response
    lean = _lean(study, first_scores, wave)
    loyal = random_stream("loyalty", seed=seed).standard_normal(len(population))
    lean = lean + LOYALTY_SD * loyal
    here = population.present(study, wave)
    rate = response.rates.get(wave.name, USUAL_RATE)
    chance = _logistic(lean + _intercept(lean[here], rate))
    draws = random_stream("response", wave.name, seed=seed).random(len(population))
    return here & (draws < chance)


def _lean(study: Study, first_scores: pd.DataFrame, wave: Wave) -> np.ndarray:
    """Add up the log odds that the scores bring.

    Where answering has a slope of d on a score with a standard deviation of one, those
    who answer are about d higher; the spread of loyalty weakens it by a known factor.
    """
    response = simulation_of(study).response
    first = wave.name == study.plan.waves[0].name
    wanted = [response.selects] + ([] if first else [response.loses])
    weakened = np.sqrt(1 + LOYALTY_SD**2 / LOGISTIC_VARIANCE)
    lean = np.zeros(len(first_scores))
    for slopes in wanted:
        for trait, slope in slopes.items():
            lean = lean + weakened * slope * first_scores[trait].to_numpy()
    return lean


def _intercept(lean: np.ndarray, rate: float) -> float:
    """Find what makes `rate` the mean chance, by halving."""
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        if _logistic(lean + middle).mean() < rate:
            low = middle
        else:
            high = middle
    return low


def _logistic(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds)))
