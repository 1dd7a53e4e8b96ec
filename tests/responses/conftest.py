import csv
from io import StringIO

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter
from hypothesis import settings

from kaiku_analysis.study import load_study

# A law must not fail because the machine is busy.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

PLAN = """\
title = "Our study"
languages = ["fi", "en"]
empty = ["NA", "-99"]

[privacy]
smallest_group = 3

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
1 = { fi = "täysin eri mieltä", en = "strongly disagree" }
2 = { fi = "eri mieltä", en = "disagree" }
3 = { fi = "samaa mieltä", en = "agree" }
4 = { fi = "täysin samaa mieltä", en = "strongly agree" }
9 = { fi = "en osaa sanoa", en = "don't know", missing = true }

[options.ten]
range = [0, 10]
99 = { fi = "en osaa sanoa", en = "don't know", missing = true }

[options.role]
expert = { fi = "asiantuntija", en = "expert" }
chief = { fi = "esihenkilö", en = "chief" }

[options.ways]
1 = { fi = "koulutus", en = "training" }
2 = { fi = "kahvit", en = "coffee" }

[[scales]]
name = "support"
label = "Support"
options = "agree"
score = "sum"
answered = 0.6
"""

CODEBOOK = """\
item,kind,scale,options,reversed,waves,column,about,asked_if,text_fi,text_en
id,link,,,,,,,,Tunnus,Id
office,unit,,,,,,,,Toimisto,Office
role,background,,role,,,,,,Rooli,Role
q1,item,support,,,,,,,Saan tukea,I get support
q2,item,support,,yes,,,,,Jään yksin,I am left alone
q3,item,support,,,,Minua autetaan,,,Minua autetaan,I am helped
mood,rating,,ten,,,,,,Mieliala,Mood
ways,choices,,ways,,after,,,role=chief,Tavat,Ways
hours,number,,,,,,,,Tunnit,Hours
story,story,,,,,,,,Tarina,Story
"""

HEADINGS = [
    "id",
    "office",
    "role",
    "q1",
    "q2",
    "Minua autetaan",
    "mood",
    "hours",
    "story",
]
ANNA = ["a1", "north", "expert", "4", "1", "4", "8", "7,5", "Sain tukea."]
BERT = ["b2", "South", "esihenkilö", "agree", "disagree", "", "10", "8", ""]
CLEO = ["c3", "Etelä", "chief", "9", "don’t know", "NA", "99", "", "Soita 0401234567"]
BEFORE = [HEADINGS, ANNA, BERT, CLEO]
AFTER = [[*HEADINGS, "ways"]]
AFTER += [[*BERT, "1;2"], [*ANNA, ""], ["d4", *CLEO[1:], "kahvit"]]


def as_csv(rows, delimiter=";"):
    page = StringIO(newline="")
    csv.writer(page, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return page.getvalue()


@pytest.fixture(scope="session")
def csv_text():
    return as_csv


@pytest.fixture(scope="session")
def write_workbook():
    """Write the rows of each sheet as XLSX."""

    def write(path, *sheets):
        with xlsxwriter.Workbook(path) as book:
            for rows in sheets:
                sheet = book.add_worksheet()
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        sheet.write(number, place, cell)
        return path

    return write


@pytest.fixture(scope="session")
def write_sav():
    def write(path, columns, *, labels=None, questions=None):
        pyreadstat.write_sav(
            pd.DataFrame(columns),
            path,
            variable_value_labels=labels or {},
            column_labels=questions,
        )
        return path

    return write


@pytest.fixture
def rows():
    """What three people answered before, and three after; two of them both times."""
    return {
        "before.csv": [list(row) for row in BEFORE],
        "after.csv": [list(row) for row in AFTER],
    }


@pytest.fixture
def write_study(tmp_path, rows):
    """Write a study with its exports, and load it."""

    def write(*, plan=PLAN, codebook=CODEBOOK, exports=rows, name="ours"):
        folder = tmp_path / name
        (folder / "raw").mkdir(parents=True, exist_ok=True)
        (folder / "study.toml").write_text(plan, encoding="utf-8")
        (folder / "codebook.csv").write_text(codebook, encoding="utf-8")
        for file, content in exports.items():
            text = content if isinstance(content, str) else as_csv(content)
            (folder / "raw" / file).write_text(text, encoding="utf-8")
        return load_study(folder)

    return write


@pytest.fixture
def study(write_study):
    return write_study()


@pytest.fixture(scope="session")
def plan():
    return PLAN


@pytest.fixture(scope="session")
def codebook():
    return CODEBOOK


@pytest.fixture(scope="session")
def edited():
    """Change one place of a text, which must be there once."""

    def edit(text, old, new):
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        return text.replace(old, new)

    return edit
