"""What `kaiku new` lays out can be gone on with as it stands."""

import csv
import stat
import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.responses import check_responses, load_responses
from kaiku_analysis.responses.drafts import draft_study, write_new_study
from kaiku_analysis.study import DataError, StudyError, load_study

LANGUAGES = ("fi", "en")


@pytest.fixture
def new_study(tmp_path, csv_text):
    """Draft a study from exports; it must hold together as it was written."""

    def new(*, languages=LANGUAGES, name="new", **exports):
        (tmp_path / "from").mkdir(exist_ok=True)
        paths = {}
        for wave, content in exports.items():
            paths[wave] = content
            if isinstance(content, list):
                paths[wave] = tmp_path / "from" / f"{wave}.csv"
                paths[wave].write_text(csv_text(content), encoding="utf-8")
        folder = write_new_study(tmp_path / name, paths, languages)
        study = load_study(folder)
        assert check_responses(study) == ()
        return study

    return new


def kinds(study):
    return {item.name: item.kind for item in study.codebook.items}


def labels(study, item):
    words = study.options_of(item).labels
    return {code: label["fi"] for code, label in words.items()}


def column(study, item):
    values = load_responses(study).frame[item].astype(object)
    return [None if value is None or value != value else value for value in values]


@pytest.mark.parametrize("languages", [("fi",), ("sv", "fi"), ("fi", "sv", "en")])
def test_a_draft_from_nothing_holds_together(new_study, languages):
    study = new_study(languages=languages)
    assert study.plan.languages == languages
    assert study.codebook.items == ()
    assert [wave.name for wave in study.plan.waves] == ["initial"]


def test_every_commented_line_of_the_plan_is_a_line_it_may_have(tmp_path):
    folder = write_new_study(tmp_path / "new", {}, LANGUAGES)
    plan = (folder / "study.toml").read_text(encoding="utf-8")
    tables = plan[plan.index("# [[units]]") :]
    opened = "\n".join(
        line.removeprefix("# ")
        if line.startswith(("# [", "# name", "# label", "# staff", "# options", "# sc"))
        else line
        for line in tables.splitlines()
    )
    table = tomllib.loads(opened)
    assert {"units", "options", "scales", "goals"} <= set(table)


def test_items_options_and_scales_are_found_in_the_exports(new_study):
    headings = ["id", "Vastattu", "a", "b", "c", "Rooli", "Tunnit", "Kerro omin sanoin"]
    before = [headings]
    after = [headings]
    for n in range(20):
        day = f"{n % 28 + 1}.1.2025 08:15"
        row = [f"p{n}", day, n % 5 + 1, 5 - n % 5, (n * 2) % 5 + 1]
        row += [("asiantuntija", "esihenkilö")[n % 2], n * 7.5, f"Sain {n} kertaa " * 4]
        (before if n % 2 else after).append(row)
    study = new_study(before=before, after=after)
    assert kinds(study) == {
        "id": "link",
        "Vastattu": "time",
        "a": "item",
        "b": "item",
        "c": "item",
        "Rooli": "choice",
        "Tunnit": "number",
        "q8": "story",
    }
    assert study.codebook["q8"].headings == ("Kerro omin sanoin",)
    assert study.codebook["q8"].text["en"] == "Kerro omin sanoin"
    assert labels(study, "a") == {code: code for code in "12345"}
    assert labels(study, "Rooli") == {"1": "asiantuntija", "2": "esihenkilö"}
    assert [scale.name for scale in study.plan.scales] == ["scale_1"]
    assert study.plan.linking.columns == ("id",)
    assert study.plan.linking.duplicates == "problem"
    assert column(study, "Tunnit")[:2] == [7.5, 22.5]


def test_words_shared_by_three_columns_make_a_scale(new_study):
    words = ["täysin samaa mieltä", "samaa mieltä", "eri mieltä"]
    rows = [["a", "b", "c"], *[[words[n % 3], words[1], words[2]] for n in range(6)]]
    study = new_study(only=rows)
    assert set(kinds(study).values()) == {"item"}
    # In alphabetical order: a person puts them into theirs.
    assert labels(study, "a") == {
        "1": "eri mieltä",
        "2": "samaa mieltä",
        "3": "täysin samaa mieltä",
    }
    assert column(study, "a") == [3, 2, 1, 3, 2, 1]


def test_a_question_of_one_wave_is_asked_in_that_wave_alone(new_study):
    study = new_study(before=[["a", "b"], ["1", "2"]], after=[["b", "c"], ["1", "2"]])
    waves = {item.name: item.waves for item in study.codebook.items}
    assert waves == {"a": ("before",), "b": (), "c": ("after",)}


def test_codes_and_words_of_a_sav_come_along(new_study, tmp_path, write_sav):
    sav = write_sav(
        tmp_path / "one.sav",
        {
            "id": ["x", "y", "z"],
            "mood": [1.0, 3.0, np.nan],
            "sex": ["m", "f", "f"],
            "age": [30.0, 31.0, 999.0],
        },
        labels={
            "mood": {1: "bad", 5: "good"},
            "sex": {"m": "man", "f": "woman"},
            "age": {999: "refused"},
        },
        questions=["", "How do you feel?", None, "Age"],
    )
    study = new_study(only=sav)
    # Only the ends have words, as is usual; the 3 between them was answered too.
    assert labels(study, "mood") == {"1": "bad", "3": "3", "5": "good"}
    assert study.codebook["mood"].text["fi"] == "How do you feel?"
    assert labels(study, "sex") == {"m": "man", "f": "woman"}
    assert kinds(study)["sex"] == "choice"
    assert column(study, "mood") == [1, 3, None]
    assert column(study, "sex") == ["m", "f", "f"]


def test_a_sav_with_words_that_say_the_same_is_told_apart_by_code(
    new_study, tmp_path, write_sav
):
    sav = write_sav(
        tmp_path / "one.sav",
        {"id": ["x", "y", "z"], "q": [1.0, 2.0, 3.0]},
        labels={"q": {1: "Yes", 2: "yes ", 3: "1"}},
    )
    study = new_study(only=sav)
    assert labels(study, "q") == {"1": "Yes", "2": "yes (2)", "3": "1 (3)"}
    assert column(study, "q") == [1, 2, 3]


def test_the_same_words_under_other_codes_are_other_options(
    new_study, tmp_path, write_sav
):
    sav = write_sav(
        tmp_path / "one.sav",
        {"a": [1.0, 2.0], "b": [1.0, 2.0]},
        labels={"a": {1: "yes", 2: "no"}, "b": {1: "no", 2: "yes"}},
    )
    study = new_study(only=sav)
    assert labels(study, "a") == {"1": "yes", "2": "no"}
    assert labels(study, "b") == {"1": "no", "2": "yes"}


def test_words_in_one_export_and_codes_in_another_are_one_question(
    new_study, tmp_path, write_sav
):
    sav = write_sav(
        tmp_path / "one.sav",
        {"a": [1.0, 2.0], "b": [0.0, 1.0]},
        labels={"a": {1: "yes", 2: "no"}},
    )
    study = new_study(before=sav, after=[["a", "b"], ["YES", "1"], ["no", "0"]])
    assert labels(study, "a") == {"1": "yes", "2": "no"}
    assert column(study, "a") == [1, 2, 1, 2]


AWKWARD = [
    'a "quoted" heading',
    "two\nlines",
    "[[scales]]",
    "🙂",
    "yes | no",
    "back\\slash",
    "person",
    "wave",
    "q3",
    "key = value",
    "#",
    "'",
    "true",
    "täysin samaa mieltä",
    "\x7f",
]


def test_awkward_headings_are_kept(new_study):
    answers = [[f"answer {n} {k}" for k in range(len(AWKWARD))] for n in range(3)]
    study = new_study(only=[AWKWARD, *answers])
    headings = [item.headings[0] for item in study.codebook.items]
    assert headings == [" ".join(one.split()) for one in AWKWARD]
    names = study.codebook.names
    assert len(set(names)) == len(names)
    assert not {"person", "wave"} & set(names)


def test_awkward_answers_are_kept(new_study):
    study = new_study(only=[["q", "r"], *[[one, "x"] for one in AWKWARD[:11]]])
    assert kinds(study)["q"] == "choice"
    words = set(labels(study, "q").values())
    assert words == set(AWKWARD[:11])
    codes = column(study, "q")
    assert [labels(study, "q")[code] for code in codes] == AWKWARD[:11]


@pytest.mark.parametrize(
    "answers",
    [
        ["Yes", "yes", " YES ", "no"],
        ["1", "2", "agree"],
        ["2", "3", "agree"],
        ["10", "1-5", "6+", "5"],
        ["1", "01", "x"],
        ["-1", "−1", "0"],
        ["1,5", "1.5", "x"],
        ["nan", "inf", "1"],
        ["", "", ""],
        ["3", "3", "3"],
        ["don't", "don’t", "do"],
        ["range", "missing", "fi"],
        ["1;2", "2", "1"],
        ["1_000", "1000", "2"],
        ["99999999999", "99999999998", "1"],
    ],
)
def test_answers_that_look_alike_or_like_codes_hold_together(new_study, answers):
    rows = [["id", "q", "r", "s"]]
    rows += [[f"p{n}", one, one, one] for n, one in enumerate(answers)]
    study = new_study(only=rows)
    assert len(load_responses(study).frame) == len(answers)


def test_a_heading_that_several_columns_have_is_left_out_and_said(new_study):
    study = new_study(only=[["a", "Other", "other ", "b"], ["1", "x", "y", "2"]])
    assert study.codebook.names == ("a", "b")
    plan = (study.folder / "study.toml").read_text(encoding="utf-8")
    said = (
        "# Left out, since several columns have this heading; rename them in a copy:\n"
    )
    assert f'{said}#     "Other"\n' in plan


def test_a_link_that_some_gave_twice_is_drafted_to_link_none_of_them(new_study):
    rows = [["token", "a"], ["x", "1"], ["y", "2"], [" X", "1"], ["z", "2"]]
    study = new_study(only=rows)
    assert study.plan.linking.duplicates == "apart"


def test_a_link_in_which_nobody_is_twice_is_preferred(new_study):
    rows = [["code", "id"], ["x", "1"], ["y", "2"], ["x", "3"]]
    study = new_study(only=rows)
    assert study.plan.linking.columns == ("id",)
    assert study.plan.linking.duplicates == "problem"


def test_waves_are_named_in_one_word(new_study):
    study = new_study(
        **{
            "before it": [["a", "b"], ["1", "2"]],
            "after": [["a"] * 1 + ["c"], ["1", "2"]],
        }
    )
    assert [wave.name for wave in study.plan.waves] == ["before_it", "after"]
    assert study.codebook["b"].waves == ("before_it",)


def test_exports_of_the_same_name_do_not_overwrite_one_another(tmp_path):
    paths = {}
    for wave, file in (("before", "Results.csv"), ("after", "results.csv")):
        (tmp_path / wave).mkdir()
        paths[wave] = tmp_path / wave / file
        paths[wave].write_text(f"id;said\n{wave};x\n")
    study = load_study(write_new_study(tmp_path / "new", paths, ("fi",)))
    said = {path.name: path.read_text() for path in study.raw.iterdir()}
    assert said == {
        "1-Results.csv": "id;said\nbefore;x\n",
        "2-results.csv": "id;said\nafter;x\n",
    }
    assert check_responses(study) == ()


def test_copies_of_the_exports_are_for_their_owner_alone(new_study):
    study = new_study(only=[["a", "b"], ["1", "2"]])
    assert stat.S_IMODE(study.raw.stat().st_mode) == 0o700
    [copy] = study.raw.iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_nothing_unfinished_is_left_beside_a_new_study(tmp_path):
    write_new_study(tmp_path / "data" / "new", {}, ("fi",))
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["new"]


def test_a_folder_that_is_there_is_never_touched(tmp_path):
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(StudyError) as caught:
        write_new_study(folder, {}, ("fi",))
    [problem] = caught.value.problems
    assert problem.what == "is there already"
    assert [one.name for one in folder.iterdir()] == ["notes.txt"]


def test_a_study_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    export = tmp_path / "a.csv"
    export.write_text("id;q\na;1\n")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="no space"):
        write_new_study(tmp_path / "data" / "new", {"only": export}, ("fi",))
    assert list((tmp_path / "data").iterdir()) == []


def test_every_export_that_cannot_be_read_is_told_and_nothing_is_written(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).touch()
    paths = {"before": tmp_path / "a.csv", "after": tmp_path / "b.csv"}
    with pytest.raises(DataError) as caught:
        write_new_study(tmp_path / "new", paths, ("fi",))
    assert [one.where for one in caught.value.problems] == ["a.csv", "b.csv"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_drafting_changes_no_export(tmp_path):
    export = tmp_path / "a.csv"
    export.write_text("id;q\na;1\n")
    draft_study({"only": export})
    assert export.read_text() == "id;q\na;1\n"


CELL = st.one_of(
    st.sampled_from(["", "1", "2", "2,5", "x", "Yes", "yes", "NA", "1.1.2025", "a|b"]),
    st.text(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"),
        max_size=5,
    ),
)


@pytest.fixture(scope="session")
def any_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("drafts")


@settings(max_examples=25)
@given(st.data())
def test_any_export_at_all_makes_a_draft_that_holds_together(any_folder, data):
    width = data.draw(st.integers(2, 5))
    row = st.lists(CELL, min_size=width, max_size=width)
    headings, *rows = data.draw(st.lists(row, min_size=2, max_size=6))
    path = any_folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerows([[f"h{one}" for one in headings], *rows])
    folder = any_folder / f"study{len(list(any_folder.iterdir()))}"
    try:
        write_new_study(folder, {"only": path}, ("fi",))
    except DataError as error:
        assert error.problems
        return
    assert check_responses(load_study(folder)) == ()
