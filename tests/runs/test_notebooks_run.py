import json
import shutil
from pathlib import Path

import nbformat
import papermill
import pytest

from kaiku_analysis.runs import (
    ORDER,
    NotebookFailedError,
    chosen_notebooks,
    run_notebooks,
)
from kaiku_analysis.runs import notebooks as module
from kaiku_analysis.study import load_study

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("", ORDER),
        ("change", ("02_change",)),
        ("02", ("02_change",)),
        ("02_change", ("02_change",)),
        ("nothing", ()),
    ],
)
def test_notebooks_are_chosen_by_question_or_number(only, names):
    assert chosen_notebooks(only) == names


@pytest.fixture(scope="module")
def ran(demo_folders):
    study = load_study(demo_folders["te-toimistot"])
    return study, list(run_notebooks(study, language="sv"))


def test_every_notebook_runs_to_its_end_and_takes_its_name(ran):
    study, written = ran
    assert [path.name for path in written] == [f"{name}.ipynb" for name in ORDER]
    assert (study.reports / "evaluation.sv.html").is_file()
    assert not list(study.reports.glob(".*unfinished*"))
    for path in written:
        nbformat.validate(nbformat.read(path, as_version=4))


def test_what_a_notebook_shows_is_tables_and_pictures(ran):
    shown = " ".join(path.read_text(encoding="utf-8") for path in ran[1])
    assert "<table>" in shown
    assert "data:image/svg+xml" in shown
    assert "Förändring" in shown


def test_plain_papermill_runs_a_notebook_from_any_folder_of_the_project(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(PROJECT / "tests" / "runs")
    output = tmp_path / "out.ipynb"
    source = PROJECT / "notebooks" / "02_change.ipynb"
    papermill.execute_notebook(
        source, output, {"study": "te-toimistot"}, progress_bar=False
    )
    cells = json.loads(output.read_text(encoding="utf-8"))["cells"]
    assert any("<table>" in str(cell.get("outputs")) for cell in cells)


@pytest.fixture
def broken_project(tmp_path, monkeypatch, demo_folders):
    """A project whose second notebook fails in its third code cell."""
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "data").mkdir()
    path = tmp_path / "notebooks" / "02_change.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[2]["source"] = ["1 / 0"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setattr(module, "find_project", lambda: tmp_path)
    return load_study(demo_folders["te-toimistot"])


def test_the_first_failure_stops_the_run_and_says_where(broken_project):
    done = []
    with pytest.raises(NotebookFailedError) as failed:
        done += run_notebooks(broken_project, only="change")
    assert done == []
    assert "02_change, code cell 4: ZeroDivisionError: division by zero" in str(
        failed.value
    )
    assert failed.value.output.is_file()
    assert not list(broken_project.reports.glob(".*unfinished*"))


def test_a_kernel_that_dies_is_not_taken_for_success(broken_project, tmp_path):
    path = tmp_path / "notebooks" / "02_change.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[2]["source"] = ["import os; os._exit(1)"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(NotebookFailedError, match="02_change"):
        list(run_notebooks(broken_project, only="change"))
