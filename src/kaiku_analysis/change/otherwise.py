"""Whether a change holds when it is looked at in another way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.change.verdict import Verdict, choose_verdict
from kaiku_analysis.stats import (
    Estimate,
    clustered_difference,
    overlapping_difference,
    paired_difference,
    permuted_difference,
    unit_difference,
)
from kaiku_analysis.study import Study

PERSON_LOOKS: dict[str, Callable[..., Estimate]] = {
    "paired": paired_difference,
    "overlapping": overlapping_difference,
    "permutation": permuted_difference,
}
UNIT_LOOKS: dict[str, Callable[..., Estimate]] = {
    "by_unit": clustered_difference,
    "unit_signs": unit_difference,
}


@dataclass(frozen=True)
class Otherwise:
    """One change, looked at in other ways.

    Attributes
    ----------
    looks
        Each other estimate by its name; unknown where it cannot be had, which the
        report says. `paired`, `overlapping` and `permutation` ask about these people;
        `by_unit` and `unit_signs` about units like these.
    """

    change: Change
    looks: dict[str, Estimate]

    def verdict(self, look: str) -> Verdict:
        """Judge the change by another look, by the same rule."""
        better = self.change.comparison.scale.better
        return choose_verdict(self.looks[look], self.change.margin, better=better)

    @property
    def differing(self) -> tuple[str, ...]:
        """The looks at these people whose verdict is another."""
        return tuple(
            look
            for look in PERSON_LOOKS
            if look in self.looks
            and self.looks[look].is_known
            and self.verdict(look) != self.change.verdict
        )


def look_otherwise(
    changes: Sequence[Change], scores: pd.DataFrame, study: Study
) -> tuple[Otherwise, ...]:
    """Estimate again, in other ways, each change of everyone that is shown.

    With fewer linked people than the smallest group nothing is said of them alone. With
    units in the study, the change is estimated once more with the unit as what chance
    deals out: it is units that get a project.
    """
    return tuple(
        Otherwise(change, _looks(change, scores, study))
        for change in changes
        if change.difference.is_known and change.comparison.unit is None
    )


def _looks(change: Change, scores: pd.DataFrame, study: Study) -> dict[str, Estimate]:
    comparison = change.comparison
    rows = scores[scores["scale"] == comparison.scale.name]
    table = rows.pivot(index="person", columns="wave", values="score")
    waves = [comparison.before.name, comparison.after.name]
    table = table.reindex(columns=waves).dropna(how="all")
    x, y = table.to_numpy(float).T
    looks = {name: look(x, y) for name, look in PERSON_LOOKS.items()}
    linked = change.answered.linked if change.answered else 0
    if linked < study.plan.privacy.smallest_group:
        looks["paired"] = Estimate.unknown(0)
    if "unit" in rows and len(study.plan.units) > 1:
        x, y, unit = _with_units(rows, table)
        looks |= {name: look(x, y, unit) for name, look in UNIT_LOOKS.items()}
    return looks


def _with_units(
    rows: pd.DataFrame, table: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give each person the unit of their last answer, and leave out who names none."""
    units = rows.dropna(subset="unit").groupby("person")["unit"].last()
    unit = units.reindex(table.index).astype("object")
    known = unit.notna()
    x, y = table[known].to_numpy(float).T
    return x, y, unit[known].to_numpy(str)
