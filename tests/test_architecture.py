"""A question has one name everywhere: folder, chapter, notebook, texts, tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from kaiku_analysis.display import load_texts
from kaiku_analysis.report import QUESTIONS
from kaiku_analysis.runs import ORDER

PROJECT = Path(__file__).parents[1]
SOURCE = PROJECT / "src" / "kaiku_analysis"


@pytest.mark.parametrize("chapter", QUESTIONS, ids=lambda chapter: chapter.__name__)
def test_a_question_has_one_name_everywhere(chapter):
    name = chapter.__module__.split(".")[1]
    assert chapter.__name__ == f"{name}_chapter"
    assert list(PROJECT.glob(f"notebooks/??_{name}.ipynb"))
    assert (PROJECT / "tests" / name).is_dir()
    assert name in load_texts("en").entries


def test_every_notebook_has_its_place_in_the_order():
    assert sorted(ORDER) == sorted(
        path.stem for path in PROJECT.glob("notebooks/*.ipynb")
    )


def test_importing_the_package_loads_no_heavy_library():
    heavy = (
        "pandas",
        "scipy",
        "matplotlib",
        "nltk",
        "simplemma",
        "papermill",
        "pyarrow",
    )
    code = (
        "import sys, kaiku_analysis, kaiku_analysis.cli;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_every_test_folder_mirrors_a_room():
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    folders = {p.name for p in (PROJECT / "tests").iterdir() if p.is_dir()}
    assert folders - rooms <= {"real", "benchmarks", "__pycache__"}
