"""The people who work there, from the first wave to the last."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.settings import simulation_of
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Study, Wave


@dataclass(frozen=True)
class Population:
    """The staff of the units, with those who leave and those who come.

    Attributes
    ----------
    frame
        A row a person: ``unit, language``, and the number of the ``first`` wave and
        of the ``last`` in which they work there.
    """

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    def present(self, study: Study, wave: Wave) -> np.ndarray:
        """Tell who works there when `wave` goes out."""
        number = [one.name for one in study.plan.waves].index(wave.name)
        here = self.frame["first"].le(number) & self.frame["last"].ge(number)
        return np.asarray(here)


def simulate_population(study: Study, *, seed: int, times: float = 1.0) -> Population:
    """Draw the people of a study.

    Parameters
    ----------
    times
        How many times as many as the plan says work there.
    """
    people = simulation_of(study).people
    staff = {unit.name: unit.staff for unit in study.plan.units} or {"": people.staff}
    units = [unit for unit, count in staff.items() for _ in range(round(count * times))]
    here = _first_staff(study, units, seed=seed)
    new = _joiners(study, units, seed=seed)
    frame = pd.concat([here, new], ignore_index=True)
    return Population(frame.assign(language=_languages(study, frame, seed=seed)))


def _first_staff(study: Study, units: list[str], *, seed: int) -> pd.DataFrame:
    """Let some leave before the last wave."""
    rng = random_stream("leavers", seed=seed)
    final = len(study.plan.waves) - 1
    leaves = rng.random(len(units)) < simulation_of(study).people.leavers
    left = rng.integers(0, max(final, 1), len(units))
    last = np.where(leaves & (final > 0), left, final)
    return pd.DataFrame({"unit": units, "first": 0, "last": last})


def _joiners(study: Study, units: list[str], *, seed: int) -> pd.DataFrame:
    rng = random_stream("joiners", seed=seed)
    final = len(study.plan.waves) - 1
    count = round(len(units) * simulation_of(study).people.joiners) if final else 0
    return pd.DataFrame(
        {
            "unit": rng.choice(units, count),
            "first": rng.integers(1, final + 1, count),
            "last": final,
        }
    )


def _languages(study: Study, frame: pd.DataFrame, *, seed: int) -> list[str]:
    people = simulation_of(study).people
    usual = people.languages or {study.plan.languages[0]: 1.0}
    draws = random_stream("languages", seed=seed).random(len(frame))
    return [
        _language(people.in_units.get(unit, usual), draw)
        for unit, draw in zip(frame["unit"], draws, strict=True)
    ]


def _language(shares: dict[str, float], draw: float) -> str:
    bounds = np.cumsum(list(shares.values())) / sum(shares.values())
    return list(shares)[int(np.searchsorted(bounds, draw, side="right"))]
