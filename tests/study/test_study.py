"""What a plan and a codebook say is what a study holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.study import (
    KaikuError,
    find_project,
    find_study,
    is_number,
    load_codebook,
    load_study,
    same_key,
)


def test_a_study_holds_what_its_two_files_say(write_study):
    study = load_study(write_study())
    assert study.name == "ours"
    assert [wave.name for wave in study.plan.waves] == ["before", "after"]
    assert study.wave("after").files == ("after.csv",)
    assert study.unit_column == "office"
    assert study.codebook["q2"].reversed
    assert not study.codebook["q1"].reversed
    assert study.codebook["id"].identifying
    assert study.codebook["mood"].asked_if == ("role", "chief")
    assert study.codebook["mood"].waves == ("after",)
    assert study.codebook["story"].headings == ("What happened?", "Mitä tapahtui?")
    assert study.codebook["story"].text["fi"] == "Mitä tapahtui?"
    assert study.options_of("q1").missing == {"9"}
    assert (study.options_of("q1").low, study.options_of("q1").high) == (1, 2)
    assert (study.options_of("mood").low, study.options_of("mood").high) == (0, 10)
    assert [scale.name for scale in study.scales] == ["support"]
    assert study.plan.privacy.smallest_group == 10


def test_a_label_without_a_language_serves_them_all(write_study):
    study = load_study(write_study())
    assert study.plan.title["fi"] == study.plan.title["en"] == "Our study"
    assert study.plan.units[1].label["fi"] == "Etelä"


def test_a_report_is_written_in_the_first_language_unless_another_is_asked_for(
    write_study,
):
    study = load_study(write_study())
    assert study.spoken() == "fi"
    assert study.spoken("en") == "en"
    with pytest.raises(KaikuError) as caught:
        study.spoken("sv")
    [problem] = caught.value.problems
    assert problem.where == "ours/study.toml, languages"
    assert problem.what == "has fi, en, not 'sv'"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_codebook_may_be_saved_as_any_spreadsheet_saves(
    tmp_path, codebook, delimiter, encoding
):
    path = tmp_path / "codebook.csv"
    path.write_bytes(codebook.replace(",", delimiter).encode(encoding))
    assert load_codebook(path)["q2"].text["fi"] == "Jään yksin"


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text('\nitem,kind,text_en\n\na,story,"two\nlines"\n,,\nb,link,B\n')
    numbers = {item.name: item.row.number for item in load_codebook(path).items}
    assert numbers == {"a": 4, "b": 6}


def test_a_codebook_of_headings_alone_has_no_items(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text("item,kind,text_fi\n")
    assert load_codebook(path).items == ()


def test_an_empty_codebook_lacks_its_headings(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text("")
    with pytest.raises(KaikuError) as caught:
        load_codebook(path)
    [problem] = caught.value.problems
    assert problem.what == "no column 'item' and no column 'kind', only nothing"


def test_a_bar_after_a_backslash_is_part_of_a_heading(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text("item,kind,column\na,comment,Yes \\| no|Kyllä \\| ei\n")
    assert load_codebook(path)["a"].headings == ("Yes | no", "Kyllä | ei")


def test_cells_of_one_row_may_be_fewer_than_the_headings(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text("item,kind,scale,text_en\na,comment\n")
    assert load_codebook(path)["a"].row.cells["text_en"] == ""


def test_a_study_is_found_by_name_from_any_folder_of_the_project(
    tmp_path, monkeypatch, plan
):
    folder = tmp_path / "data" / "ours"
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text(plan)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert find_study("ours") == folder
    assert find_study(folder) == folder
    assert find_project() == tmp_path


def test_reports_go_beside_data_or_into_a_folder_of_its_own(write_study, tmp_path):
    alone = load_study(write_study())
    assert alone.reports == alone.folder / "reports"
    (tmp_path / "data").mkdir()
    alone.folder.rename(tmp_path / "data" / "ours")
    assert (
        load_study(tmp_path / "data" / "ours").reports == tmp_path / "reports" / "ours"
    )


@pytest.mark.parametrize("text", ["1", "-2", "2.5", " 3 ", "1e3", "0"])
def test_what_people_write_as_a_number_is_one(text):
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "nan", "inf", "-Infinity", "1_000", "1,5", "x"])
def test_what_only_a_computer_takes_for_a_number_is_none(text):
    assert not is_number(text)


@given(st.text())
def test_what_two_texts_have_in_common_is_found_once(text):
    assert same_key(same_key(text)) == same_key(text)


@given(st.text(alphabet="abcäöÅ 'éß1", min_size=1))
def test_case_spaces_and_apostrophes_do_not_count(text):
    for other in (
        text.upper(),
        text.swapcase(),
        f"  {text}\u00a0",
        text.replace(" ", " \t\n"),
        text.replace("'", "’"),
        text.replace("'", "`"),
    ):
        assert same_key(other) == same_key(text)


@given(st.text(alphabet="abc", max_size=4), st.text(alphabet="abc", max_size=4))
def test_other_letters_count(one, other):
    assert (same_key(one) == same_key(other)) == (one == other)
