"""What people answer about themselves and about what they did."""

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.groups import Membership, simulate_memberships
from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import (
    MEASURED,
    growth_at,
    measured_items,
    peculiarities,
)
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Item, Options, Study, Wave

CHOSEN = ("background", "choice", *MEASURED)
TICKED = 0.3
MANY = 3.0
UNEVENNESS = 0.6
ELASTICITY = 0.4

Memberships = tuple[Membership, ...]


def simulate_choices(
    study: Study,
    population: Population,
    scores: pd.DataFrame,
    wave: Wave,
    *,
    seed: int,
) -> pd.DataFrame:
    """Draw the codes and counts that everybody would answer in `wave`.

    Parameters
    ----------
    scores
        The people's true scores in this wave.
    """
    growth = growth_at(study, wave)
    memberships = simulate_memberships(study, population, seed=seed)
    asked = [item for item in study.codebook.items if item.asked_in(wave.name)]
    measured = measured_items(study)
    answers: dict[str, object] = {}
    for item in asked:
        inside = tuple(one for one in memberships if one.group.item == item.name)
        if item.kind == "unit":
            answers[item.name] = population.frame["unit"].to_numpy()
        elif item.kind in CHOSEN and item not in measured:
            answers[item.name] = _choice(
                study, population, item, inside, growth=growth, seed=seed
            )
        elif item.kind == "choices":
            answers[item.name] = _choices(
                study, population, item, inside, growth=growth, seed=seed
            )
        elif item.kind == "number":
            answers[item.name] = _count(study, scores, item, wave, seed=seed)
    return pd.DataFrame(answers, index=population.frame.index)


def _choice(
    study: Study,
    population: Population,
    item: Item,
    inside: Memberships,
    *,
    growth: float,
    seed: int,
) -> np.ndarray:
    told, options = peculiarities(study, item.name), study.options_of(item.name)
    if told.like == "language":
        codes = dict(zip(study.plan.languages, options.labels, strict=False))
        return np.asarray(population.frame["language"].map(codes).fillna(""))
    of_members = {code for one in inside for code in one.group.codes}
    shares = _shares(options, told.shares, of_members)
    if told.otherwise:
        shares = {told.otherwise: 1.0}
    rng = random_stream("choice", item.name, seed=seed)
    chosen = rng.choice(list(shares), len(population), p=list(shares.values())).astype(
        object
    )
    for one in inside:
        chosen = np.where(one.active(growth), one.code, chosen)
    return chosen


def _shares(
    options: Options, told: dict[str, float], apart: set[str]
) -> dict[str, float]:
    """Share out what the plan leaves open among the answers it does not name."""
    codes = [c for c in options.labels if c not in options.missing and c not in apart]
    untold = [code for code in codes if code not in told]
    left = max(1 - sum(told.values()), 0) / max(len(untold), 1)
    shares = {code: told.get(code, left) for code in codes or list(options.labels)}
    total = sum(shares.values()) or 1.0
    return {code: share / total for code, share in shares.items()}


def _choices(
    study: Study,
    population: Population,
    item: Item,
    inside: Memberships,
    *,
    growth: float,
    seed: int,
) -> list[str]:
    told, options = peculiarities(study, item.name), study.options_of(item.name)
    of_members = {code for one in inside for code in one.group.codes}
    ticked = {}
    for code in options.labels:
        rng = random_stream("choices", item.name, code, seed=seed)
        share = told.shares.get(code, 0.0 if inside else TICKED)
        ticked[code] = rng.random(len(population)) < share
        if code in of_members or code == told.otherwise or code in options.missing:
            ticked[code] = np.zeros(len(population), bool)
        for one in inside:
            ticked[code] = ticked[code] | (one.active(growth) & (one.code == code))
    return [
        ";".join(code for code in ticked if ticked[code][row]) or told.otherwise
        for row in range(len(population))
    ]


def _count(
    study: Study, scores: pd.DataFrame, item: Item, wave: Wave, *, seed: int
) -> list[str]:
    """Draw counts that few people have many of, whole and within the item's range."""
    told = peculiarities(study, item.name)
    people = random_stream("count", item.name, seed=seed)
    rate = people.gamma(UNEVENNESS, 1 / UNEVENNESS, len(scores))
    if told.follows:
        rate = rate * np.exp(ELASTICITY * scores[told.follows].to_numpy())
    mean = MANY if told.mean is None else told.mean
    rng = random_stream("count", item.name, wave.name, seed=seed)
    counts = rng.poisson(mean * rate)
    if item.options:
        options = study.options_of(item.name)
        counts = np.clip(counts, options.low, options.high)
    return [f"{count:g}" for count in counts]
