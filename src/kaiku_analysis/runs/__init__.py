"""Which notebooks run, when and where."""

from kaiku_analysis.runs.notebooks import (
    ORDER,
    QUESTIONS,
    NotebookFailedError,
    chosen_notebooks,
    run_notebooks,
)

__all__ = [
    "ORDER",
    "QUESTIONS",
    "NotebookFailedError",
    "chosen_notebooks",
    "run_notebooks",
]
