import os
import shutil
from pathlib import Path

import pytest

from kaiku_analysis.display import load_texts
from kaiku_analysis.study import load_study

PROJECT = Path(__file__).parents[1]
DEMOS = ("te-toimistot", "maakuntien-liitot")


def copied(name, folder):
    """Copy a demo study, without what earlier runs left in derived/."""
    ignored = shutil.ignore_patterns("derived")
    return shutil.copytree(
        PROJECT / "data" / name, folder / "data" / name, ignore=ignored
    )


@pytest.fixture(scope="session")
def demo_folders(tmp_path_factory):
    project = tmp_path_factory.mktemp("project")
    return {name: copied(name, project) for name in DEMOS}


@pytest.fixture(scope="session")
def te_study(demo_folders):
    return load_study(demo_folders["te-toimistot"])


@pytest.fixture(scope="session")
def council_study(demo_folders):
    return load_study(demo_folders["maakuntien-liitot"])


@pytest.fixture
def own_te_folder(tmp_path):
    """A copy that a test may change."""
    return copied("te-toimistot", tmp_path)


@pytest.fixture(scope="session")
def english():
    return load_texts("en")


@pytest.fixture(scope="session")
def finnish():
    return load_texts("fi")


@pytest.fixture(scope="session")
def clean_environment():
    """What a command sees, without the settings of the test runner."""
    return {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
