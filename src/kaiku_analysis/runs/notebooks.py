"""Which notebooks there are, and running them in their order."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaiku_analysis.study import Study, find_project

# It parses grammars for two seconds whenever jsonschema is imported, for the sake of
# web addresses that no notebook holds; jsonschema does without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

ORDER = ("01_responses", "02_change", "03_stories", "08_report")
QUESTIONS = tuple(name.partition("_")[2] for name in ORDER)
FAILED = ".failed.ipynb"


@dataclass(frozen=True)
class NotebookFailedError(Exception):
    """A notebook stopped before its end.

    Attributes
    ----------
    output
        What it had written until then.
    cell
        The number of the cell that it stopped in, counting code cells; 0 if unknown.
    """

    name: str
    output: Path
    cell: int
    reason: str

    def __str__(self) -> str:
        cell = f", code cell {self.cell}" if self.cell else ""
        return (
            f"{self.name}{cell}: {self.reason}\n"
            f"    → open {self.output} to see how far it came"
        )


def chosen_notebooks(only: str = "") -> tuple[str, ...]:
    """List the notebooks to run: all, or the one of a question (or its number)."""
    return tuple(
        name for name in ORDER if only in ("", name, *name.split("_", maxsplit=1))
    )


def run_notebooks(
    study: Study,
    *,
    only: str = "",
    language: str = "",
    begun: Callable[[str], object] = lambda name: None,
) -> Iterator[Path]:
    """Run the notebooks of a study in their order, into reports/<study>/.

    Each is written beside its final name and takes it only when it is whole.

    Parameters
    ----------
    only
        A question, such as ``change``; every notebook if empty.
    begun
        Called with the name of each notebook before it runs.

    Raises
    ------
    NotebookFailedError
        At the first notebook that fails; the later ones are not run.
    """
    study.reports.mkdir(parents=True, exist_ok=True)
    for name in chosen_notebooks(only):
        begun(name)
        parameters = {"study": str(study.folder), "language": study.spoken(language)}
        yield _run(name, study.reports, parameters)


def _run(name: str, reports: Path, parameters: dict[str, str]) -> Path:
    # Importing papermill takes half a second: `kaiku check` does without it.
    import papermill

    source = find_project() / "notebooks" / f"{name}.ipynb"
    unfinished = reports / f".{name}.unfinished.ipynb"
    failed, whole = reports / f"{name}{FAILED}", reports / f"{name}.ipynb"
    unfinished.unlink(missing_ok=True)
    try:
        notebook = papermill.execute_notebook(
            source,
            unfinished,
            parameters=parameters,
            progress_bar=False,
            cwd=str(reports),
            config=_private_channel(),
            extra_arguments=["--log-level=CRITICAL"],
        )
    except Exception as error:
        # A kernel can die, a cell run out of time, a file be missing: every way of
        # failing is told the same way, and what was written so far is kept.
        reason = _reason(error)
        if unfinished.exists():
            unfinished.replace(failed)
        raise NotebookFailedError(
            name, failed, getattr(error, "exec_count", 0) or 0, reason
        ) from None
    if (cell := _unfinished_cell(notebook)) is not None:
        unfinished.replace(failed)
        raise NotebookFailedError(name, failed, cell, "did not run to its end")
    failed.unlink(missing_ok=True)
    return unfinished.replace(whole)


def _private_channel() -> Any:
    """Let no other user of the machine listen to a kernel, where it can be had."""
    from traitlets.config import Config

    return Config({"KernelManager": {"transport": "ipc"}} if os.name == "posix" else {})


def _unfinished_cell(notebook: Any) -> int | None:
    """Find the first code cell that did not run; papermill's own status is no proof."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed or (cell.source.strip() and cell.execution_count is None):
            return number
    return None


def _reason(error: Exception) -> str:
    name = getattr(error, "ename", "")
    if name:
        return f"{name}: {str(getattr(error, 'evalue', '')).strip()}"
    return str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
