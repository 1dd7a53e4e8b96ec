"""When each person answered, and how long it took."""

from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import peculiarities
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Study, Wave

EAGER = 1.6  # more answer in the first days than in the last
MORNING, WORKDAY = 7, 10 * 60 * 60
USUAL_MINUTES, SPREAD = 12.0, 0.45


def simulate_arrivals(population: Population, wave: Wave, *, seed: int) -> pd.Series:
    """Draw when each person would answer: on a day the survey is open, by daylight."""
    rng = random_stream("arrival", wave.name, seed=seed)
    days = (wave.closed - wave.opened).days + 1
    day = np.floor(days * rng.random(len(population)) ** EAGER)
    second = rng.integers(0, WORKDAY, len(population))
    start = datetime.combine(wave.opened, time(MORNING))
    arrivals = [
        start + timedelta(days=int(one), seconds=int(other))
        for one, other in zip(day, second, strict=True)
    ]
    return pd.Series(arrivals, index=population.frame.index, dtype=object)


def simulate_times(
    study: Study, population: Population, arrivals: pd.Series, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Fill the columns of kind time: with the arrivals, or with minutes taken."""
    columns = {
        item.name: _minutes(study, item.name, population, wave, seed=seed)
        if peculiarities(study, item.name).like == "minutes"
        else arrivals
        for item in study.codebook.of_kind("time")
        if item.asked_in(wave.name)
    }
    return pd.DataFrame(columns, index=arrivals.index, dtype=object)


def _minutes(
    study: Study, item: str, population: Population, wave: Wave, *, seed: int
) -> pd.Series:
    mean = peculiarities(study, item).mean or USUAL_MINUTES
    rng = random_stream("minutes", item, wave.name, seed=seed)
    drawn = mean * rng.lognormal(-(SPREAD**2) / 2, SPREAD, len(population))
    return pd.Series(np.round(drawn, 1), index=population.frame.index)
