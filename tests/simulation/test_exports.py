from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from kaiku_analysis.simulation import check_simulation, simulate_exports
from kaiku_analysis.simulation.workbook import workbook
from kaiku_analysis.study import StudyError, load_study

SEEDS = {"te-toimistot": 20170206, "maakuntien-liitot": 20220207}

BARE_PLAN = """
title = "Bare"
languages = ["en"]
[[waves]]
name = "before"
label = "Before"
opened = 2025-01-13
closed = 2025-01-24
files = ["all.csv", "more.csv"]
where = { survey = "T1" }
[[waves]]
name = "after"
label = "After"
opened = 2025-05-12
closed = 2025-05-23
files = ["all.csv"]
where = { survey = "T2" }
[[scales]]
name = "Energy"
label = "Energy"
options = "five"
[options.five]
1 = "no"
2 = "rather no"
3 = "so so"
4 = "rather yes"
5 = "yes"
[options.colours]
r = "red"
b = "blue"
"""

BARE_CODEBOOK = """item,kind,scale,options,about,text_en
id,link,,,,
e1,item,Energy,,,I have energy
e2,item,Energy,,,I look forward to work
mood,choice,,colours,,Your mood as a colour
likes,choices,,colours,,Colours you like
cups,number,,,,Cups of coffee
what,story,,,,What happened?
may,permission,,colours,what,May we quote you?
when,time,,,,
"""


@pytest.fixture
def bare(tmp_path):
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "study.toml").write_text(BARE_PLAN, encoding="utf-8")
    (folder / "codebook.csv").write_text(BARE_CODEBOOK, encoding="utf-8")
    return load_study(folder)


def contents(paths):
    return {path.name: path.read_bytes() for path in paths}


def cells(path: Path):
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return path.read_text(encoding="cp1252")


def test_the_same_seed_writes_the_same_bytes(te_offices, without_raw):
    one, again = (without_raw(te_offices, name) for name in ("one", "again"))
    written = contents(simulate_exports(one, seed=1))
    assert written == contents(simulate_exports(again, seed=1))


def test_a_workbook_does_not_say_when_it_was_really_made():
    rows = [{"When": datetime(2023, 10, 2, 7, 33), "What": "=no formula", "Many": 3}]
    content = workbook({"": rows}, date(2023, 10, 20))
    with ZipFile(BytesIO(content)) as archive:
        assert b"2023-10-20T12:00:00Z" in archive.read("docProps/core.xml")
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    assert read.to_python() == [["When", "What", "Many"], [*rows[0].values()]]


def test_another_seed_writes_other_answers(te_offices, without_raw):
    one, other = (without_raw(te_offices, name) for name in ("one", "other"))
    written = contents(simulate_exports(one, seed=1))
    different = contents(simulate_exports(other, seed=2))
    assert written.keys() == different.keys()
    assert all(written[name] != different[name] for name in written)


def test_the_shipped_exports_are_what_their_plan_says(demo, without_raw):
    for path in simulate_exports(without_raw(demo), seed=SEEDS[demo.name]):
        assert cells(path) == cells(demo.raw / path.name), path.name


def test_what_is_in_raw_is_never_overwritten(te_offices, without_raw):
    study = without_raw(te_offices)
    study.raw.mkdir()
    (study.raw / "seuranta.csv").write_text("real answers", encoding="utf-8")
    with pytest.raises(StudyError, match=r"raw/seuranta\.csv: is there already"):
        simulate_exports(study, seed=1)
    assert (study.raw / "seuranta.csv").read_text(encoding="utf-8") == "real answers"
    assert not (study.raw / "alku.csv").exists()


def test_any_plan_can_be_simulated_without_saying_how(bare):
    paths = simulate_exports(bare, seed=1)
    assert [path.name for path in paths] == ["all.csv", "more.csv"]
    heading, *rows = paths[0].read_text(encoding="utf-8-sig").splitlines()
    assert heading == "survey;id;e1;e2;mood;likes;cups;what;may;when"
    assert {row.partition(";")[0] for row in rows} == {"T1", "T2"}


def test_a_name_that_is_not_there_is_named(te_offices, without_raw):
    folder = without_raw(te_offices).folder
    plan = folder / "study.toml"
    text = plan.read_text(encoding="utf-8").replace("pal_saa = 0.35", "pal_sa = 0.35")
    plan.write_text(text, encoding="utf-8")
    (problem,) = check_simulation(load_study(folder))
    assert "[simulation.change] effects" in problem.where
    assert "there is no 'pal_sa', only pal_saa," in problem.what


def test_a_format_that_cannot_be_written_is_named(te_offices, without_raw):
    folder = without_raw(te_offices).folder
    plan = folder / "study.toml"
    text = plan.read_text(encoding="utf-8").replace("alku.csv", "alku.sav")
    plan.write_text(text, encoding="utf-8")
    (problem,) = check_simulation(load_study(folder))
    assert "'alku.sav'" in problem.what


def test_the_offices_are_written_as_a_finnish_excel_does(te_offices):
    content = (te_offices.raw / "alku.csv").read_bytes()
    heading, first, *_ = content.decode("cp1252").split("\r\n")
    assert heading.startswith("vastattu;kesto_min;k1;")
    assert first.startswith("6.2.2017 07:15;10,8;")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_the_councils_answer_in_words_of_their_own_language(councils):
    heading, *rows = cells(councils.raw / "loppu.xlsx")
    language = heading.index("Vastauskieli")
    agreeing = heading.index("Lähden maanantaina töihin mielelläni.")
    words = {
        told: {row[agreeing] for row in rows if row[language] == told}
        for told in ("suomi", "svenska")
    }
    assert "jokseenkin samaa mieltä" in words["suomi"]
    assert "delvis av samma åsikt" in words["svenska"]
    assert not words["suomi"] & words["svenska"] - {""}
