"""What a study will be able to see, before anybody has answered."""

from dataclasses import dataclass

from kaiku_analysis.stats import PanelSize, needed_linked, visible_change
from kaiku_analysis.study import Problem, Study, StudyError


@dataclass(frozen=True)
class Expectation:
    """What is expected of the people asked.

    Attributes
    ----------
    response
        The share of the staff that answers each survey.
    again
        The share of the first survey's respondents found again in the last.
    correlation
        How alike a person's two scores will be.
    """

    response: float = 0.6
    again: float = 0.5
    correlation: float = 0.5


@dataclass(frozen=True)
class Outlook:
    """What may be seen of one group of people.

    Attributes
    ----------
    group
        A unit's name; empty for everyone.
    smallest
        The smallest change found four times out of five, in standard deviations; None
        where fewer are expected than may be shown.
    """

    group: str
    staff: int
    size: PanelSize
    smallest: float | None


def plan_change(study: Study, expected: Expectation) -> tuple[Outlook, ...]:
    """Say what change could be seen of everyone and of each unit.

    Raises
    ------
    StudyError
        If the plan gives no head counts.
    """
    units = study.plan.units
    if not units:
        raise StudyError([_no_head_counts(study)])
    everyone = _outlook("", sum(unit.staff for unit in units), study, expected)
    of_units = [_outlook(unit.name, unit.staff, study, expected) for unit in units]
    return (everyone, *(of_units if len(units) > 1 else ()))


def linked_needed(study: Study, expected: Expectation) -> int:
    """Say how many linked answers alone would show a change that just matters."""
    effect = study.plan.smallest_effect
    return needed_linked(effect, sd=1, correlation=expected.correlation)


def _outlook(group: str, staff: int, study: Study, expected: Expectation) -> Outlook:
    answered = round(staff * expected.response)
    size = PanelSize(answered, answered, round(answered * expected.again))
    if answered < study.plan.privacy.smallest_group:
        return Outlook(group, staff, size, None)
    smallest = visible_change(size, sd=1, correlation=expected.correlation)
    return Outlook(group, staff, size, smallest)


def _no_head_counts(study: Study) -> Problem:
    return Problem(
        f"{study.name}/study.toml, units",
        "there is none, so nobody can say how many will be asked",
        "add a [[units]] table for each workplace, with its head count as staff",
    )
