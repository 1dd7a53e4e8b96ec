import shutil
from pathlib import Path

import pytest

from kaiku_analysis.simulation import simulate_population
from kaiku_analysis.study import load_study

DATA = Path(__file__).parents[2] / "data"
MANY = 8_000


@pytest.fixture(params=["te-toimistot", "maakuntien-liitot"], scope="session")
def demo(request):
    return load_study(DATA / request.param)


@pytest.fixture(scope="session")
def te_offices():
    return load_study(DATA / "te-toimistot")


@pytest.fixture(scope="session")
def councils():
    return load_study(DATA / "maakuntien-liitot")


@pytest.fixture
def without_raw(tmp_path):
    """Copy a study's plan and codebook, and nothing else, into a folder of its own."""

    def copy(study, name="copy"):
        folder = tmp_path / name / study.name
        folder.mkdir(parents=True)
        for file in ("study.toml", "codebook.csv"):
            shutil.copy(study.folder / file, folder / file)
        return load_study(folder)

    return copy


@pytest.fixture
def crowd():
    """Draw so many people that chance hardly moves a mean."""

    def draw(study, seed=3):
        staff = sum(unit.staff for unit in study.plan.units)
        return simulate_population(study, seed=seed, times=MANY / staff)

    return draw
