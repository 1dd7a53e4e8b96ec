"""A plan and its parts: what study.toml may say."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import isfinite
from typing import Literal

from kaiku_analysis.study.label import Label
from kaiku_analysis.study.simulation import Simulation


@dataclass(frozen=True)
class Wave:
    """One time the survey was sent out.

    Attributes
    ----------
    files
        Exports in raw/, read one after another; none while the wave is still to come.
    where
        Which rows of the files belong to this wave, when they hold several:
        the cell each named column must have.
    sheet
        The sheet of a workbook; the first one with answers if empty.
    """

    name: str
    label: Label
    opened: date
    closed: date
    files: tuple[str, ...]
    where: dict[str, str] = field(default_factory=dict, hash=False)
    sheet: str = ""


@dataclass(frozen=True)
class Unit:
    """An office, a council: where the respondents work, and how many work there."""

    name: str
    label: Label
    staff: int


@dataclass(frozen=True)
class Options:
    """The answers a question offers.

    Attributes
    ----------
    labels
        The words of each answer, by its code; in the order of the plan.
    missing
        Codes that say something but measure nothing: "don't know".
    ends
        The least and the greatest number, where any number between is an answer.
    """

    name: str
    labels: dict[str, Label] = field(hash=False)
    missing: frozenset[str] = frozenset()
    ends: tuple[float, float] | None = None

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The codes that measure something, as numbers, least first."""
        codes = [code for code in self.labels if code not in self.missing]
        return tuple(sorted(float(code) for code in codes if is_number(code)))

    @property
    def low(self) -> float:
        """The least answer."""
        return self.ends[0] if self.ends else self.numbers[0]

    @property
    def high(self) -> float:
        """The greatest answer."""
        return self.ends[1] if self.ends else self.numbers[-1]


@dataclass(frozen=True)
class Scale:
    """Items that are scored together.

    Attributes
    ----------
    answered
        The share of the items a person must have answered to have a score.
    smallest_change
        The smallest change that matters, in points of the score; where the plan
        does not say, the study's `smallest_effect` does.
    source
        Where the scale comes from; a reader is told when it has no source.
    """

    name: str
    label: Label
    options: str
    score: Literal["mean", "sum"] = "mean"
    answered: float = 0.8
    better: Literal["high", "low"] = "high"
    smallest_change: float | None = None
    source: str = ""


@dataclass(frozen=True)
class Goal:
    """What the project wanted: the scales under one goal are tested as a family."""

    name: str
    label: Label
    scales: tuple[str, ...]


@dataclass(frozen=True)
class Privacy:
    """How small a group may be and still be shown."""

    smallest_group: int = 10


@dataclass(frozen=True)
class Linking:
    """How the same person is known in two waves.

    Attributes
    ----------
    columns
        The items that together tell who answered; none if nobody is linked.
    duplicates
        What to do when a wave holds the same person twice: list it as a problem,
        keep the first or the last row, or keep all apart as unlinked people.
    """

    columns: tuple[str, ...] = ()
    duplicates: Literal["problem", "first", "last", "apart"] = "problem"


@dataclass(frozen=True)
class Plan:
    """What study.toml says, table by table.

    Attributes
    ----------
    languages
        The study's languages; the first is the report's when none is asked for.
    smallest_effect
        The smallest change that matters, in standard deviations of the first wave,
        for the scales that do not give it in points.
    empty
        Cells that mean "no answer", besides the empty one: ``["NA"]``.
    """

    title: Label
    languages: tuple[str, ...]
    waves: tuple[Wave, ...]
    smallest_effect: float = 0.2
    empty: tuple[str, ...] = ()
    privacy: Privacy = field(default_factory=Privacy)
    linking: Linking = field(default_factory=Linking)
    units: tuple[Unit, ...] = ()
    options: dict[str, Options] = field(default_factory=dict)
    scales: tuple[Scale, ...] = ()
    goals: tuple[Goal, ...] = ()
    simulation: Simulation | None = None


def is_number(text: str) -> bool:
    """Whether a text is a number as people write it: no nan, no inf, no 1_000."""
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False
