"""Notebooks are thin: parameters on top, nothing defined, no outputs kept."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try)
MOST_LINES = 10


def cells(notebook, kind="code"):
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def parsed(notebook):
    return ast.parse("\n".join("".join(cell["source"]) for cell in cells(notebook)))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_opens_with_a_title(self, notebook):
        assert "".join(cells(notebook, "markdown")[0]["source"]).startswith("# ")

    def test_starts_with_its_parameters(self, notebook):
        first = cells(notebook)[0]
        assert first["metadata"]["tags"] == ["parameters"]
        assigned = [line.split(" = ")[0] for line in first["source"] if " = " in line]
        assert assigned[:2] == ["study", "language"]

    def test_keeps_no_outputs(self, notebook):
        assert not any(c["outputs"] or c["execution_count"] for c in cells(notebook))

    def test_defines_nothing(self, notebook):
        nodes = ast.walk(parsed(notebook))
        assert not [node for node in nodes if isinstance(node, LOGIC)]

    def test_keeps_its_cells_short(self, notebook):
        assert all(len(cell["source"]) <= MOST_LINES for cell in cells(notebook))
