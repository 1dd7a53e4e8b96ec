"""Respondents are linked by what they gave, duplicates as the plan settles them."""

import pandas as pd
import pytest

from kaiku_analysis.responses import check_responses, load_responses

TWICE = "the same person more than once in the wave {!r}"
CHOOSE = (
    'choose which row counts: [linking] duplicates = "first" or "last" in '
    'study.toml, or "apart" to link none of them'
)


@pytest.fixture
def with_duplicates(write_study, plan, rows, edited):
    """Let Anna answer the first wave twice, the second time otherwise."""

    def write(policy=""):
        again = [*rows["before.csv"][1]]
        again[0], again[3] = " A1 ", "1"
        rows["before.csv"] = [*rows["before.csv"][:4], again]
        rule = f'columns = ["id"]\nduplicates = "{policy}"'
        changed = edited(plan, 'columns = ["id"]', rule) if policy else plan
        return write_study(plan=changed, name=policy or "none")

    return write


def test_duplicates_are_problems_until_the_plan_settles_them(with_duplicates):
    problems = check_responses(with_duplicates())
    assert [(one.where, one.what, one.fix) for one in problems] == [
        ("before.csv, rows 2, 5", TWICE.format("before"), CHOOSE)
    ]
    assert "a1" not in str(problems).casefold()


@pytest.mark.parametrize("policy, kept", [("first", 4), ("last", 1)])
def test_the_first_or_the_last_row_of_a_person_counts(with_duplicates, policy, kept):
    responses = load_responses(with_duplicates(policy))
    before = responses.frame[responses.frame["wave"] == "before"]
    anna = before[before["role"] == "expert"]
    assert list(anna["q1"]) == [kept]
    assert responses.set_aside["duplicate"].tolist() == [1, 0]
    waves = responses.frame.groupby("person")["wave"].nunique()
    assert (waves == 2).sum() == 2


def test_people_kept_apart_are_linked_to_nobody(with_duplicates):
    responses = load_responses(with_duplicates("apart"))
    assert len(responses.frame) == 7
    assert responses.set_aside["duplicate"].tolist() == [0, 0]
    waves = responses.frame.groupby("person")["wave"].nunique()
    assert (waves == 2).sum() == 1  # Bert alone
    assert len(waves) == 6


def test_the_same_person_in_two_files_of_a_wave_is_told_once(
    write_study, plan, rows, edited
):
    files = 'files = ["before.csv", "more.csv"]'
    study = write_study(
        plan=edited(plan, 'files = ["before.csv"]', files),
        exports={**rows, "more.csv": rows["before.csv"][:2]},
    )
    problems = check_responses(study)
    assert [(one.where, one.what) for one in problems] == [
        ("before.csv, row 2 and more.csv, row 2", TWICE.format("before"))
    ]


def test_of_many_duplicates_the_first_ten_are_told(write_study, rows):
    rows["before.csv"] += [
        [f"x{n % 15}", *row[1:]] for n in range(30) for row in [rows["before.csv"][1]]
    ]
    problems = check_responses(write_study())
    assert len(problems) == 11
    assert problems[-1].where == "before.csv"
    what = "5 more people are there more than once in the wave 'before'"
    assert problems[-1].what == what


def test_whoever_left_the_link_empty_is_a_person_of_their_own(write_study, rows):
    for row in (rows["before.csv"][1], rows["before.csv"][2], rows["after.csv"][1]):
        row[0] = ""
    frame = load_responses(write_study()).frame
    assert frame["person"].nunique() == 6


def test_several_columns_link_only_where_all_are_given(
    write_study, plan, codebook, rows, edited
):
    plan = edited(plan, 'columns = ["id"]', 'columns = ["id", "born"]')
    codebook += "born,link,,,,,,,,Syntymäaika,Born\n"
    for row in rows["before.csv"]:
        row.append("born" if row[0] == "id" else "13")
    for row, born in zip(rows["after.csv"], ["born", "13", "", "13"], strict=True):
        row.append(born)
    frame = load_responses(write_study(plan=plan, codebook=codebook)).frame
    waves = frame.groupby("person")["wave"].nunique()
    assert (waves == 2).sum() == 1  # Anna gave no second part afterwards
    assert "born" not in frame


def test_nobody_is_linked_where_the_plan_names_no_column(
    write_study, plan, rows, edited
):
    rows["before.csv"].append(rows["before.csv"][1])
    study = write_study(plan=edited(plan, 'columns = ["id"]', "columns = []"))
    frame = load_responses(study).frame
    assert frame["person"].is_unique


def test_the_numbers_of_people_say_nothing_about_them(study):
    people = load_responses(study).frame["person"]
    assert pd.api.types.is_integer_dtype(people)
    assert set(people) == set(range(4))
