"""How many answered, and how well the scales held together."""

from dataclasses import dataclass
from math import nan

import pandas as pd

from kaiku_analysis.privacy import shown_units
from kaiku_analysis.responses.load import Responses
from kaiku_analysis.responses.score import asked_items, scored_items
from kaiku_analysis.stats import Estimate, cronbach_alpha
from kaiku_analysis.study import Scale, Study, Unit, Wave


@dataclass(frozen=True)
class ResponseRate:
    """How many of those asked answered in one wave.

    Attributes
    ----------
    unit
        One unit; None for all of them together.
    staff
        The head count; None where the plan has no units.
    answered
        How many answered; None for a group too small to be shown.
    again
        How many of them are linked to an answer in another wave; None where the
        group, or the number itself, is too small to be shown.
    """

    wave: Wave
    unit: Unit | None
    staff: int | None
    answered: int | None
    again: int | None

    @property
    def share(self) -> float:
        """The share of the staff that answered."""
        if self.staff is None or self.answered is None:
            return nan
        return self.answered / self.staff


@dataclass(frozen=True)
class ScaleQuality:
    """How a scale was answered in one wave, and whether its items hold together.

    Attributes
    ----------
    n
        How many have a score; None where too few do, and then nothing else is told.
    unanswered, dont_know
        Shares of the answers asked for.
    """

    scale: Scale
    wave: Wave
    items: int
    n: int | None
    unanswered: float
    dont_know: float
    alpha: Estimate


def estimate_response_rates(
    responses: Responses, study: Study
) -> tuple[ResponseRate, ...]:
    """Count who answered, for everyone and by unit, wave by wave."""
    frame = responses.frame
    waves_answered = frame.groupby("person")["wave"].transform("nunique")
    counted = frame.assign(again=waves_answered > 1)
    smallest = study.plan.privacy.smallest_group
    staff = sum(unit.staff for unit in study.plan.units) or None
    rates = [
        _rate(wave, None, staff, counted[counted["wave"] == wave.name], smallest)
        for wave in study.plan.waves
    ]
    return (*rates, *_unit_rates(counted, study))


def _unit_rates(counted: pd.DataFrame, study: Study) -> list[ResponseRate]:
    column = study.unit_column
    if column not in counted:
        return []
    smallest = study.plan.privacy.smallest_group
    counted = counted.assign(unit=counted[column])
    shown = shown_units(counted, smallest)
    rates = []
    for wave in study.plan.waves:
        for unit in study.plan.units:
            here = (counted["wave"] == wave.name) & (counted["unit"] == unit.name)
            if unit.name in shown.get(wave.name, ()):
                rates.append(_rate(wave, unit, unit.staff, counted[here], smallest))
            else:
                rates.append(ResponseRate(wave, unit, unit.staff, None, None))
    return rates


def _rate(
    wave: Wave, unit: Unit | None, staff: int | None, rows: pd.DataFrame, smallest: int
) -> ResponseRate:
    if 0 < len(rows) < smallest:
        return ResponseRate(wave, unit, staff, None, None)
    again = int(rows["again"].sum())
    few = 0 < again < smallest or 0 < len(rows) - again < smallest
    hide = unit is not None and few
    return ResponseRate(wave, unit, staff, len(rows), None if hide else again)


def estimate_scale_quality(
    responses: Responses, scores: pd.DataFrame, study: Study
) -> tuple[ScaleQuality, ...]:
    """Describe every scale in every wave that asked it."""
    return tuple(
        _quality(responses, scores, study, scale, wave)
        for scale in study.scales
        for wave in study.plan.waves
        if (responses.frame["wave"] == wave.name).any()
        and asked_items(scale, wave, study)
    )


def _quality(
    responses: Responses, scores: pd.DataFrame, study: Study, scale: Scale, wave: Wave
) -> ScaleQuality:
    names = asked_items(scale, wave, study)
    items = responses.items
    here = items[(items["wave"] == wave.name) & items["item"].isin(names)]
    asked = max(int(here["asked"].sum()), 1)
    n = int(((scores["wave"] == wave.name) & (scores["scale"] == scale.name)).sum())
    if n < study.plan.privacy.smallest_group:
        unknown = Estimate.unknown(0)
        return ScaleQuality(scale, wave, len(names), None, nan, nan, unknown)
    frame = responses.frame[responses.frame["wave"] == wave.name]
    answers = scored_items(frame, scale, study)[names]
    return ScaleQuality(
        scale,
        wave,
        items=len(names),
        n=n,
        unanswered=1 - (here["answered"].sum() + here["dont_know"].sum()) / asked,
        dont_know=here["dont_know"].sum() / asked,
        alpha=cronbach_alpha(answers.to_numpy()),
    )
