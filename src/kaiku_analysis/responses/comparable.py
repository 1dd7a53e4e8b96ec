"""May the means of a scale be compared between waves?"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kaiku_analysis.responses.load import Responses
from kaiku_analysis.responses.score import asked_items, scored_items
from kaiku_analysis.stats import Invariance, Step, measure_invariance
from kaiku_analysis.study import Scale, Study, Wave

Comparing = Literal["fine", "care", "unknown"]
FEWEST_LINKED = 100
FEWEST = 50
CHANCE = 0.05
WORSE_FIT = -0.01


@dataclass(frozen=True)
class Comparability:
    """Whether a scale measured the same thing in the first wave and the last.

    Attributes
    ----------
    invariance
        The ladder of models; None where fewer than may be shown gave every answer.
    """

    scale: Scale
    before: Wave
    after: Wave
    invariance: Invariance | None

    @property
    def comparing(self) -> Comparing:
        """Whether anything speaks against comparing the means.

        No single cutoff serves every scale (Putnick & Bornstein 2016): care is asked
        for when an item moved by itself, or when equal loadings or equal intercepts
        cost fit both by the likelihood ratio and by more than 0.01 of CFI. Where the
        scale does not fit one factor to begin with, it cannot be judged.
        """
        found = self.invariance
        if found is None or not found.steps or found.n < FEWEST:
            return "unknown"
        first, *asked = found.steps[:3]
        if first.trouble:
            return "unknown"
        if found.odd_items or any(map(_is_costly, asked)):
            return "care"
        return "unknown" if any(step.trouble for step in asked) else "fine"


def _is_costly(step: Step) -> bool:
    cost = step.against
    return cost is not None and cost.p < CHANCE and cost.cfi < WORSE_FIT


def estimate_comparability(
    responses: Responses, study: Study
) -> tuple[Comparability, ...]:
    """Look at every scale that was asked in the first and in the last wave.

    The same people in both waves where at least 100 gave every answer in both, with the
    residuals of the same item related; else the waves as two groups of people.
    """
    answered = set(responses.frame["wave"].unique())
    waves = [wave for wave in study.plan.waves if wave.name in answered]
    if len(waves) < 2:
        return ()
    before, after = waves[0], waves[-1]
    return tuple(
        Comparability(
            scale, before, after, _invariance(responses, study, scale, before, after)
        )
        for scale in study.scales
        if len(_items(scale, before, after, study)) > 2
    )


def _items(scale: Scale, before: Wave, after: Wave, study: Study) -> list[str]:
    later = asked_items(scale, after, study)
    return [name for name in asked_items(scale, before, study) if name in later]


def _invariance(
    responses: Responses, study: Study, scale: Scale, before: Wave, after: Wave
) -> Invariance | None:
    frame = responses.frame
    answers = scored_items(frame, scale, study)[_items(scale, before, after, study)]
    keyed = answers.set_index(pd.MultiIndex.from_frame(frame[["wave", "person"]]))
    complete = keyed.dropna()
    tables = [complete.loc[w] for w in (before.name, after.name) if w in complete.index]
    smallest = study.plan.privacy.smallest_group
    if len(tables) < 2 or min(map(len, tables)) < smallest:
        return None
    both = tables[0].index.intersection(tables[1].index)
    if len(both) >= FEWEST_LINKED:
        return measure_invariance(*(table.loc[both].to_numpy() for table in tables))
    first, last = (table.to_numpy() for table in tables)
    return measure_invariance(first, last, linked=False)
