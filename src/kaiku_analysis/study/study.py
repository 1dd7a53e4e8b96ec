"""A study: a folder with a plan, a codebook and the exports."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kaiku_analysis.study.check import check_plan
from kaiku_analysis.study.codebook import Codebook
from kaiku_analysis.study.find import find_study
from kaiku_analysis.study.load_codebook import load_codebook
from kaiku_analysis.study.load_plan import load_plan
from kaiku_analysis.study.plan import Options, Plan, Scale, Wave
from kaiku_analysis.study.problems import KaikuError, Problem, StudyError

Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class Study:
    """What was asked, of whom, and when.

    Attributes
    ----------
    folder
        Where study.toml, codebook.csv and raw/ are.
    """

    folder: Path
    plan: Plan
    codebook: Codebook

    @property
    def name(self) -> str:
        """The folder's name: what commands and reports call the study."""
        return self.folder.name

    @property
    def raw(self) -> Path:
        """Where the exports are, as they came."""
        return self.folder / "raw"

    @property
    def derived(self) -> Path:
        """Where what was read from the exports is kept; safe to delete."""
        return self.folder / "derived"

    @property
    def reports(self) -> Path:
        """Where everything written about the study goes."""
        if self.folder.parent.name == "data":
            return self.folder.parents[1] / "reports" / self.folder.name
        return self.folder / "reports"

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that have items in the codebook."""
        named = {item.scale for item in self.codebook.items}
        return tuple(scale for scale in self.plan.scales if scale.name in named)

    @property
    def unit_column(self) -> str:
        """The item that tells where a respondent works; empty if none does."""
        return next((item.name for item in self.codebook.of_kind("unit")), "")

    def spoken(self, language: str = "") -> str:
        """Choose the language of a report: one of the study's, its first if empty.

        Raises
        ------
        StudyError
            If the plan has no words in that language.
        """
        if language and language not in self.plan.languages:
            raise StudyError([_not_spoken(self, language)])
        return language or self.plan.languages[0]

    def wave(self, name: str) -> Wave:
        """Find a wave by its name."""
        return next(wave for wave in self.plan.waves if wave.name == name)

    def options_of(self, item: str) -> Options:
        """Find the answers an item offers: its own, or else its scale's."""
        question = self.codebook[item]
        named = question.options or next(
            (s.options for s in self.plan.scales if s.name == question.scale), ""
        )
        return self.plan.options[named]


def load_study(study: str | Path) -> Study:
    """Read a study's plan and codebook.

    Parameters
    ----------
    study
        A name under data/, in this folder or one above it, or a folder's path.

    Raises
    ------
    StudyError
        Naming every mistake in study.toml and codebook.csv.
    """
    folder = find_study(study)
    problems: list[Problem] = []
    plan = _collect(problems, lambda: load_plan(folder / "study.toml"))
    codebook = _collect(problems, lambda: load_codebook(folder / "codebook.csv"))
    if plan:
        problems += check_plan(plan, codebook, folder)
    if problems or plan is None or codebook is None:
        raise StudyError(problems)
    return Study(folder, plan, codebook)


def _not_spoken(study: Study, language: str) -> Problem:
    return Problem(
        f"{study.name}/study.toml, languages",
        f"has {', '.join(study.plan.languages)}, not {language!r}",
        "add it there and write the texts, or choose one of those",
    )


def _collect(problems: list[Problem], load: Callable[[], Loaded]) -> Loaded | None:
    try:
        return load()
    except KaikuError as error:
        problems += error.problems
        return None
