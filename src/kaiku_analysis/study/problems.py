"""What can be wrong with the files people give us, said so that they can fix it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to fix in one file.

    Attributes
    ----------
    where
        The file, and the place in it: ``initial.csv, row 4, column wb_2``.
    what
        What was found there.
    fix
        What to do about it.
    """

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n    → {self.fix}"


class KaikuError(Exception):
    """Base of every error a person can fix by editing a file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n" + "\n".join(map(str, self.problems)))

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the problems, not the code they were found by."""
        return str(self).strip().splitlines()


class StudyError(KaikuError):
    """The plan of the study (study.toml, codebook.csv) does not hold together."""


class StudyNotFoundError(StudyError):
    """There is no study of that name."""


class DataError(KaikuError):
    """An export does not match the plan of the study."""
