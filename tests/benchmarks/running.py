"""What `kaiku run te-toimistot` takes with the environment in place, and where it goes.

Run: python tests/benchmarks/running.py

The split comes from what papermill notes in each notebook: how long the cells took, the
one with the imports apart. The rest of a notebook's time is papermill, and starting and
stopping its kernel.
"""

import json
import shutil
import tempfile
import time
from pathlib import Path

from kaiku_analysis.responses import check_responses
from kaiku_analysis.runs import ORDER, run_notebooks
from kaiku_analysis.study import load_study

PROJECT = Path(__file__).parents[2]


def main() -> None:
    """Run the notebooks on a fresh copy of the demo study, and print the split."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data" / "te-toimistot"
        ignored = shutil.ignore_patterns("derived")
        shutil.copytree(PROJECT / "data" / "te-toimistot", folder, ignore=ignored)
        begun = time.perf_counter()
        study = load_study(folder)
        problems = check_responses(study)
        assert not problems
        checked = time.perf_counter()
        print(
            f"{'':14}{'all':>8}{'kernel':>8}{'imports':>9}{'work':>8}   seconds of wall"
        )
        print(f"{'check':14}{checked - begun:8.2f}")
        before, total = checked, checked - begun
        for name, path in zip(ORDER, run_notebooks(study), strict=True):
            now = time.perf_counter()
            imports, work = cell_seconds(path)
            rest = now - before - imports - work
            print(f"{name:14}{now - before:8.2f}{rest:8.2f}{imports:9.2f}{work:8.2f}")
            total += now - before
            before = now
        print(f"{'together':14}{total:8.2f}")


def cell_seconds(path: Path) -> tuple[float, float]:
    """Add up the seconds of the cells that import, and of the others."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    imports = work = 0.0
    for cell in cells:
        seconds = cell["metadata"].get("papermill", {}).get("duration") or 0.0
        if cell["cell_type"] == "code" and "import" in "".join(cell["source"]):
            imports += seconds
        else:
            work += seconds
    return imports, work


if __name__ == "__main__":
    main()
