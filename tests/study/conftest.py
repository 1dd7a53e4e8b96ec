from unittest.mock import patch

import pytest
from hypothesis import settings

from kaiku_analysis.study import load_study

# A law must not fail because the machine is busy.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

PLAN = """\
title = "Our study"
languages = ["fi", "en"]

[linking]
columns = ["id"]

[[waves]]
name = "before"
label = "Before"
opened = 2025-01-01
closed = 2025-01-31
files = ["before.csv"]

[[waves]]
name = "after"
label = "After"
opened = 2025-06-01
closed = 2025-06-30
files = ["after.csv"]

[[units]]
name = "north"
label = { fi = "Pohjoinen", en = "North" }
staff = 40

[[units]]
name = "south"
label = { fi = "Etelä", en = "South" }
staff = 30

[options.agree]
1 = { fi = "eri mieltä", en = "disagree" }
2 = { fi = "samaa mieltä", en = "agree" }
9 = { fi = "en osaa sanoa", en = "don't know", missing = true }

[options.role]
expert = { fi = "asiantuntija", en = "expert" }
chief = { fi = "esihenkilö", en = "chief" }

[options.ten]
range = [0, 10]

[[scales]]
name = "support"
label = "Support"
options = "agree"

[[goals]]
name = "more"
label = "More support"
scales = ["support"]
"""

CODEBOOK = """\
item,kind,scale,options,reversed,waves,column,about,asked_if,identifying,text_fi,text_en
id,link,,,,,,,,yes,Tunnus,Id
office,unit,,,,,,,,yes,Toimisto,Office
role,background,,role,,,,,,,Rooli,Role
q1,item,support,,,,,,,,Saan tukea,I get support
q2,item,support,,yes,,,,,,Jään yksin,I am left alone
mood,rating,,ten,,after,,,role=chief,,Mieliala,Mood
story,story,,,,,What happened?|Mitä tapahtui?,,,,Mitä tapahtui?,What happened?
may,permission,,role,,,,story,,,Saako lainata?,May we quote?
touch,contact,,ten,,,,north,,,Yhteys,Contact
"""


@pytest.fixture
def write_study(tmp_path):
    """Write a plan and a codebook as a person would, and give back the folder."""

    def write(plan=PLAN, codebook=CODEBOOK, *, name="ours", encoding="utf-8"):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for file, text in (("study.toml", plan), ("codebook.csv", codebook)):
            if text is not None:
                (folder / file).write_bytes(text.encode(encoding))
        return folder

    return write


@pytest.fixture(scope="session")
def edited():
    """Change one place of a text, which must be there once."""

    def edit(text, old, new):
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        return text.replace(old, new)

    return edit


@pytest.fixture(scope="session")
def plan():
    return PLAN


@pytest.fixture(scope="session")
def codebook():
    return CODEBOOK


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any") / "ours"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def load_any_plan(session_folder):
    """Load a plan as if study.toml had been parsed into it: TOML writes no None."""

    def load(table):
        (session_folder / "study.toml").touch()
        (session_folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
        with patch("tomllib.loads", return_value=table):
            return load_study(session_folder)

    return load
