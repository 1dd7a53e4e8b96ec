import shutil
from pathlib import Path

import pytest

from kaiku_analysis.study import load_study

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def real_study(tmp_path):
    """Put a plan and the real files that it reads into a folder of their own."""

    def study(name, folder, exports):
        missing = [file for file in exports if not (SHARED / folder / file).is_file()]
        if missing:
            pytest.skip(f"{SHARED / folder} does not hold {', '.join(missing)}")
        shutil.copytree(HERE / name, tmp_path / name)
        (tmp_path / name / "raw").mkdir()
        for file, called in exports.items():
            shutil.copyfile(SHARED / folder / file, tmp_path / name / "raw" / called)
        return load_study(tmp_path / name)

    return study
