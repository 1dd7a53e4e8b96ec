"""Who belongs to the plan's groups, and what that is worth to them."""

from dataclasses import dataclass

import numpy as np

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import simulation_of
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import SimulatedGroup, Study

NEVER = np.inf


@dataclass(frozen=True)
class Membership:
    """Who is in one group.

    Attributes
    ----------
    since
        At what growth of the effects each person joined it; infinite for the others.
    code
        What each person would answer as its member.
    """

    group: SimulatedGroup
    since: np.ndarray
    code: np.ndarray

    def active(self, growth: float) -> np.ndarray:
        """Tell who is in it by the time the effects have grown so far."""
        return self.since <= growth


def simulate_memberships(
    study: Study, population: Population, *, seed: int
) -> tuple[Membership, ...]:
    """Draw the members of every group of the plan."""
    return tuple(
        _membership(study, population, group, number, seed=seed)
        for number, group in enumerate(simulation_of(study).groups)
    )


def _membership(
    study: Study,
    population: Population,
    group: SimulatedGroup,
    number: int,
    *,
    seed: int,
) -> Membership:
    rng = random_stream("group", number, group.item, seed=seed)
    inside = rng.random(len(population)) < group.share
    since = 1 - rng.random(len(population))
    if group.item and study.codebook[group.item].kind == "background":
        since = np.zeros(len(population))
    codes = rng.choice(list(group.codes) or [""], len(population))
    return Membership(group, np.where(inside, since, NEVER), codes)


def true_starts(memberships: tuple[Membership, ...], trait: str) -> np.ndarray | float:
    """Give how much higher each person starts, beside a mean of zero."""
    worth = [
        (one.group, np.where(one.active(1.0), one.group.starts.get(trait, 0.0), 0.0))
        for one in memberships
    ]
    return _centred(_strongest(worth))


def true_gains(
    memberships: tuple[Membership, ...], trait: str, effect: float, growth: float
) -> np.ndarray | float:
    """Give how far each person has come; their mean is the effect grown so far."""
    worth = [
        (one.group, np.where(one.active(growth), one.group.adds.get(trait, 0.0), 0.0))
        for one in memberships
    ]
    times = np.prod(
        [np.where(one.active(growth), one.group.times, 1.0) for one in memberships],
        axis=0,
    )
    gains = (effect * growth + _centred(_strongest(worth))) * times
    # The plan's groups overlap by chance; the mean is to be exactly what it says.
    return _scaled(gains, effect * growth)


def _strongest(
    worth: list[tuple[SimulatedGroup, np.ndarray]],
) -> np.ndarray | float:
    """Add up over items what is worth most among the groups of each."""
    by_item: dict[object, np.ndarray] = {}
    for number, (group, values) in enumerate(worth):
        key = group.item or number
        before = by_item.get(key, np.zeros_like(values))
        by_item[key] = np.where(np.abs(values) > np.abs(before), values, before)
    return np.sum(list(by_item.values()), axis=0) if by_item else 0.0


def _centred(values: np.ndarray | float) -> np.ndarray | float:
    return values - float(np.mean(values))


def _scaled(values: np.ndarray | float, mean: float) -> np.ndarray | float:
    """Bring the mean to `mean`, keeping the ratios between people if there are any."""
    found = float(np.mean(values))
    return values * (mean / found) if found * mean > 0 else _centred(values) + mean
