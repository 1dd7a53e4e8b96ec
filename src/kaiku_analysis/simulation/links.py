"""What tells who answered: tokens, and codes that people make themselves."""

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import peculiarities
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Item, SimulatedItem, Study, Wave

TOKEN = "abcdefghjkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 8
CAPITAL, LOWER = 0.85, 0.93


def simulate_links(
    study: Study, population: Population, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Draw what everybody would write into the link columns of `wave`."""
    links = {
        item.name: _written(study, population, item, wave, seed=seed)
        for item in study.codebook.of_kind("link")
        if item.asked_in(wave.name)
    }
    return pd.DataFrame(links, index=population.frame.index)


def _written(
    study: Study, population: Population, item: Item, wave: Wave, *, seed: int
) -> np.ndarray:
    told = peculiarities(study, item.name)
    people = len(population)
    true = _elements(told, people, random_stream("link", item.name, seed=seed))
    rng = random_stream("link", item.name, wave.name, seed=seed)
    wrong = rng.random(people) < told.error
    other = _other(told, true, rng)
    # One draw for all items: who leaves out the code leaves out all of it.
    shy = random_stream("blank links", wave.name, seed=seed).random(people)
    cased = _cased(told, np.where(wrong, other, true), rng.random(people))
    return np.where(shy < told.blank, "", cased)


def _elements(told: SimulatedItem, people: int, rng: np.random.Generator) -> np.ndarray:
    match told.like:
        case "day":
            days = rng.integers(1, 32, people)
            return np.array([f"{day:02d}" for day in days], object)
        case "count":
            return np.minimum(rng.poisson(1.1, people), 9).astype(str).astype(object)
        case "letters" | "place" | "initial":
            return rng.choice(_starts(told.like), people).astype(object)
        case _:
            letters = rng.choice(list(TOKEN), (people, TOKEN_LENGTH))
            return np.array(["".join(row) for row in letters], object)


def _other(
    told: SimulatedItem, true: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw what is written by mistake; never the right element by chance."""
    other = _elements(told, len(true), rng)
    while (same := other == true).any():
        other = np.where(same, _elements(told, len(true), rng), other)
    return other


def _cased(told: SimulatedItem, elements: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Write most letters large, as asked, and some as people do."""
    if told.like not in ("letters", "place", "initial"):
        return elements
    ways = [
        text if draw < CAPITAL else text.lower() if draw < LOWER else text.capitalize()
        for text, draw in zip(elements, draws, strict=True)
    ]
    return np.array(ways, object)


@cache
def _starts(like: str) -> tuple[str, ...]:
    """Read how first names, municipalities and second names begin, as often as so."""
    text = files(__package__).joinpath("words", "links.toml").read_text("utf-8")
    return tuple(str(tomllib.loads(text)[like]).split())
