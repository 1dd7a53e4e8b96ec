"""Where a study is: a name under data/, or any folder."""

from pathlib import Path

from kaiku_analysis.study.problems import Problem, StudyNotFoundError


def find_study(study: str | Path) -> Path:
    """Find the folder of `study`, from any folder of the project.

    Raises
    ------
    StudyNotFoundError
        Naming the studies that are there.
    """
    here = Path.cwd()
    places = [here / study, *(folder / "data" / study for folder in _upwards(here))]
    for place in places:
        if (place / "study.toml").is_file():
            return place.resolve()
    raise StudyNotFoundError([_not_found(study, here)])


def find_project() -> Path:
    """Find the project: the nearest folder above that holds data/ and notebooks/."""
    return next(
        (one for one in _upwards(Path.cwd()) if _is_project(one)),
        Path(__file__).parents[3],
    )


def _is_project(folder: Path) -> bool:
    return (folder / "notebooks").is_dir() and (folder / "data").is_dir()


def _upwards(folder: Path) -> tuple[Path, ...]:
    return folder, *folder.parents


def _not_found(study: str | Path, here: Path) -> Problem:
    plans = {
        plan.parent.name
        for folder in _upwards(here)
        for plan in folder.glob("data/*/study.toml")
    }
    known = f"the studies here are {', '.join(sorted(plans))}" if plans else ""
    return Problem(
        str(study),
        "there is no study of this name, and no folder with a study.toml",
        known or f"start one with `kaiku new {study}`",
    )
