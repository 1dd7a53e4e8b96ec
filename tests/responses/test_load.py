"""From the exports of two waves to one table of answers."""

import pandas as pd
import pytest

from kaiku_analysis.responses import check_responses, load_responses
from kaiku_analysis.study import DataError, load_study


def problems_of(study):
    """List the problems, which loading and checking must tell alike."""
    problems = check_responses(study)
    with pytest.raises(DataError) as caught:
        load_responses(study)
    assert caught.value.problems == problems
    assert problems
    return [(one.where, one.what, one.fix) for one in problems]


def answers(study, item, wave="before"):
    frame = load_responses(study).frame
    column = frame.loc[frame["wave"] == wave, item].astype(object)
    return [None if pd.isna(answer) else answer for answer in column]


def test_words_and_codes_of_any_language_are_the_same_answers(study):
    assert answers(study, "q1") == [4, 3, None]
    assert answers(study, "role") == ["expert", "chief", "chief"]
    assert answers(study, "office") == ["north", "south", "south"]
    assert answers(study, "mood") == [8, 10, None]
    assert answers(study, "hours") == [7.5, 8, None]


def test_several_answers_to_one_question_stay_apart(study):
    assert answers(study, "ways", "after") == ["1;2", None, "2"]


def test_stories_are_masked_and_links_are_gone(study):
    frame = load_responses(study).frame
    assert "id" not in frame
    assert answers(study, "story") == ["Sain tukea.", None, "Soita [phone]"]
    assert "0401234567" not in frame.to_csv()


def test_the_same_id_is_the_same_person_in_both_waves(study):
    frame = load_responses(study).frame
    anna, bert, cleo = frame.loc[frame["wave"] == "before", "person"]
    again = list(frame.loc[frame["wave"] == "after", "person"])
    assert again[:2] == [bert, anna]
    assert again[2] not in (anna, bert, cleo)


def test_columns_stand_in_the_order_of_the_codebook(study):
    assert list(load_responses(study).frame.columns) == [
        *("person", "wave", "office", "role", "q1", "q2", "q3", "mood"),
        *("ways", "hours", "story"),
    ]


def test_what_was_asked_answered_and_not_known_is_counted(study):
    items = load_responses(study).items.set_index(["wave", "item"])
    assert list(items.loc[("before", "q1")]) == [3, 2, 1]
    assert list(items.loc[("before", "q2")]) == [3, 2, 1]
    assert list(items.loc[("before", "q3")]) == [3, 1, 0]
    assert list(items.loc[("before", "mood")]) == [3, 2, 1]
    # Only the two chiefs of the second wave were asked.
    assert list(items.loc[("before", "ways")]) == [0, 0, 0]
    assert list(items.loc[("after", "ways")]) == [2, 2, 0]


def test_a_question_put_after_one_of_several_ticks_is_asked_of_those(
    write_study, codebook, rows, edited
):
    book = edited(codebook, "hours,number,,,,,,,,", "hours,number,,,,after,,,ways=2,")
    study = write_study(codebook=book, exports=rows)
    items = load_responses(study).items.set_index(["wave", "item"])
    assert items.loc[("after", "hours"), "asked"] == 2


def test_rows_left_out_are_counted_by_file(write_study, rows):
    rows["before.csv"].insert(2, [""] * 9)
    set_aside = load_responses(write_study()).set_aside
    assert set_aside.to_dict("records") == [
        {"wave": "before", "file": "before.csv", "rows": 4, "blank": 1, "duplicate": 0},
        {"wave": "after", "file": "after.csv", "rows": 3, "blank": 0, "duplicate": 0},
    ]


def test_the_order_of_the_rows_does_not_matter(write_study, rows):
    def known(study):
        frame = load_responses(study).frame
        linked = frame.groupby("person")["wave"].transform("size")
        plain = frame.assign(linked=linked).drop(columns="person").astype(object)
        return sorted(plain.fillna("").astype(str).agg("|".join, axis=1))

    straight = known(write_study(name="one"))
    turned = {file: [cells[0], *cells[:0:-1]] for file, cells in rows.items()}
    assert turned != rows
    assert known(write_study(exports=turned, name="two")) == straight


def test_several_waves_of_one_file_are_told_apart_by_a_cell(
    write_study, plan, rows, edited
):
    for number, row in enumerate(rows["before.csv"]):
        row.append("Wave" if number == 0 else " T0")
    for number, row in enumerate(rows["after.csv"]):
        row[9:] = ["Wave" if number == 0 else "t1"]
    both = [*rows["before.csv"], *rows["after.csv"][1:]]
    plan = edited(
        plan, 'files = ["before.csv"]', 'files = ["all.csv"]\nwhere = { Wave = "t0" }'
    )
    plan = edited(
        plan, 'files = ["after.csv"]', 'files = ["all.csv"]\nwhere = { Wave = "T1" }'
    )
    book_rows = [*both, [""] * 10]
    codebook = (
        "item,kind,column,text_fi,text_en\nid,link,,,\nhours,number,,Tunnit,Hours\n"
    )
    plan = plan.partition("[[scales]]")[0]
    study = write_study(plan=plan, codebook=codebook, exports={"all.csv": book_rows})
    assert answers(study, "hours", "before") == [7.5, 8, None]
    assert answers(study, "hours", "after") == [8, 7.5, None]
    assert load_responses(study).frame["person"].nunique() == 4
    # A blank row belongs to no wave.
    assert load_responses(study).set_aside[["rows", "blank"]].to_numpy().tolist() == [
        [3, 0],
        [3, 0],
    ]


def test_a_wave_may_lack_its_file_while_it_is_to_come(write_study, plan, edited):
    study = write_study(plan=edited(plan, 'files = ["after.csv"]', "files = []"))
    frame = load_responses(study).frame
    assert set(frame["wave"]) == {"before"}
    assert list(frame["wave"].cat.categories) == ["before", "after"]


def test_a_study_without_exports_has_nothing_to_fix_but_nothing_to_load(
    write_study, plan, edited
):
    plan = edited(plan, 'files = ["before.csv"]', "files = []")
    study = write_study(plan=edited(plan, 'files = ["after.csv"]', "files = []"))
    assert check_responses(study) == ()
    with pytest.raises(DataError) as caught:
        load_responses(study)
    [problem] = caught.value.problems
    assert problem.where == "ours/study.toml, waves"
    assert problem.what == "none has answers yet"


def test_an_empty_codebook_is_told_when_answers_are_asked_for(write_study, plan):
    plan = plan.partition("[[scales]]")[0].replace('columns = ["id"]', "")
    study = write_study(plan=plan, codebook="item,kind\n")
    with pytest.raises(DataError) as caught:
        load_responses(study)
    [problem] = caught.value.problems
    assert (problem.where, problem.what) == ("ours/codebook.csv", "has no items")


ADD = "if people could answer so, add it to {} in study.toml; "
EMPTY = "if it means no answer, add it to `empty`"


@pytest.mark.parametrize(
    "row, place, cell, where, what, fix",
    [
        (
            *(1, 3, "samaa mielta", "before.csv, column 'q1', row 2"),
            "'samaa mielta' is not one of the answers to q1; "
            "the nearest is 'samaa mieltä'",
            ADD.format("its options") + EMPTY,
        ),
        (
            *(2, 3, "5", "before.csv, column 'q1', row 3"),
            "'5' is not one of the answers to q1",
            ADD.format("its options") + EMPTY,
        ),
        (
            *(1, 1, "Pohjonen", "before.csv, column 'office', row 2"),
            "'Pohjonen' is not one of the answers to office; "
            "the nearest is 'Pohjoinen'",
            ADD.format("[[units]]") + EMPTY,
        ),
        (
            *(3, 2, "johtaja", "before.csv, column 'role', row 4"),
            "'johtaja' is not one of the answers to role",
            ADD.format("[options.role]") + EMPTY,
        ),
        (
            *(1, 6, "11", "before.csv, column 'mood', row 2"),
            "'11' is not one of the answers to mood",
            ADD.format("[options.ten]") + EMPTY,
        ),
        (
            *(2, 7, "noin 8", "before.csv, column 'hours', row 3"),
            "'noin 8' is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        ),
        (
            *(2, 7, "nan", "before.csv, column 'hours', row 3"),
            "'nan' is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        ),
        (
            *(2, 7, "1_000", "before.csv, column 'hours', row 3"),
            "'1_000' is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        ),
        (
            *(2, 7, "soita 040 1234567", "before.csv, column 'hours', row 3"),
            "'soita [phone]' is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        ),
    ],
)
def test_an_answer_that_does_not_match_is_told_with_its_place(
    write_study, rows, row, place, cell, where, what, fix
):
    rows["before.csv"][row][place] = cell
    assert problems_of(write_study()) == [(where, what, fix)]


def test_the_same_misfit_is_told_once_with_its_first_rows(write_study, rows):
    rows["before.csv"] += [
        [f"x{n}", "north", "expert", "joo", "1", "4", "8", "7", ""] for n in range(8)
    ]
    [(where, _, _)] = problems_of(write_study())
    assert where == "before.csv, column 'q1', rows 5, 6, 7, 8, 9 and 3 more"


def test_of_many_kinds_of_misfits_the_first_ten_are_told(write_study, rows):
    rows["before.csv"] += [
        [f"x{n}", "north", "expert", "1", "1", "4", "8", f"n{n}", ""] for n in range(15)
    ]
    problems = problems_of(write_study())
    assert len(problems) == 11
    assert problems[-1][:2] == (
        "before.csv, column 'hours'",
        "5 more kinds of answers do not fit",
    )


def test_everything_that_does_not_fit_comes_at_once(write_study, rows):
    rows["before.csv"][1][3] = "joo"
    rows["before.csv"][0][5] = "Autetaan"
    rows["after.csv"][1][0] = rows["after.csv"][2][0] = "b2"
    rows["after.csv"][3][1] = "länsi"
    where = [where for where, _, _ in problems_of(write_study())]
    assert where == [
        "before.csv",
        "before.csv, column 'q1', row 2",
        "after.csv, column 'office', row 4",
        "after.csv, rows 2, 3",
    ]


def test_a_missing_file_hides_no_other_problem(write_study, rows):
    del rows["before.csv"]
    rows["after.csv"][1][3] = "joo"
    problems = problems_of(write_study(exports=rows))
    assert [what for _, what, _ in problems] == [
        "there is no such file in ours/raw; raw/ holds after.csv",
        "'joo' is not one of the answers to q1",
    ]


def test_a_missing_column_is_told_with_the_nearest_heading(write_study, rows):
    rows["before.csv"][0][5] = "Minua autettiin"
    fix = (
        "add its heading to `column` of q3 in codebook.csv (several with | between), "
        "or name in `waves` where it was asked"
    )
    assert problems_of(write_study()) == [
        (
            "before.csv",
            "no column 'Minua autetaan'; the nearest is 'Minua autettiin'",
            fix,
        )
    ]


def test_a_heading_that_several_columns_have_is_told_with_their_places(
    write_study, rows
):
    rows["before.csv"][0][8] = "Q1"
    rows["before.csv"][0][7] = "hours"
    problems = problems_of(write_study())
    assert problems[0] == (
        "before.csv",
        "'q1' is the heading of several columns: 4, 9",
        "rename all but the right one in a copy, or take out the others",
    )


def test_a_heading_two_columns_have_that_nobody_asks_for_is_left_alone(
    write_study, rows
):
    for row in rows["before.csv"]:
        row += ["other", "other"]
    assert check_responses(write_study()) == ()


def test_a_column_that_two_items_claim_is_told(write_study, codebook, edited):
    book = edited(
        codebook, "q1,item,support,,,,,", "q1,item,support,,,,Minua autetaan,"
    )
    problems = problems_of(write_study(codebook=book))
    assert problems[0] == (
        "before.csv, column 'Minua autetaan'",
        "is read as several items: q1, q3",
        "name another heading in `column` of all but one in codebook.csv",
    )


def test_two_items_may_have_one_another_s_names_as_headings(
    write_study, codebook, edited
):
    book = edited(codebook, "q1,item,support,,,,,", "q1,item,support,,,,q2,")
    book = edited(book, "q2,item,support,,yes,,,", "q2,item,support,,yes,,q1,")
    study = write_study(codebook=book)
    assert answers(study, "q1") == [1, 2, None]
    assert answers(study, "q2") == [4, 3, None]


@pytest.mark.parametrize(
    "where, what, fix",
    [
        (
            '{ t = "0" }',
            "no column 't', by which study.toml tells the wave 'before'",
            "correct `where` of the wave; write the heading as it stands in the file, "
            "where it must stand once",
        ),
        (
            '{ role = "boss" }',
            "no row has role = 'boss', by which study.toml tells the wave 'before'",
            "correct `where` of the wave",
        ),
        (
            '{ twin = "1" }',
            "2 columns are called 'twin', by which study.toml tells the wave 'before'",
            "correct `where` of the wave; write the heading as it stands in the file, "
            "where it must stand once",
        ),
    ],
)
def test_a_wave_that_cannot_be_told_apart_is_told(
    write_study, plan, rows, edited, where, what, fix
):
    for row in rows["before.csv"]:
        row += ["twin", "twin"] if row[0] == "id" else ["1", "1"]
    files = 'files = ["before.csv"]'
    study = write_study(plan=edited(plan, files, f"{files}\nwhere = {where}"))
    assert problems_of(study) == [("before.csv", what, fix)]


def test_a_sav_whose_words_disagree_with_the_plan_is_told(
    write_study, plan, codebook, rows, write_sav, edited
):
    plan = edited(plan, 'files = ["before.csv"]', 'files = ["before.sav"]')
    study = write_study(plan=plan)
    columns = {
        heading: [row[place] for row in rows["before.csv"][1:]]
        for place, heading in enumerate(rows["before.csv"][0])
    }
    columns["autettu"] = columns.pop("Minua autetaan")
    columns["q1"] = [4.0, 1.0, 9.0]
    agreeing = {4: "Strongly  AGREE", 1: "strongly disagree", 9: "en osaa sanoa"}
    book = edited(
        codebook, ",Minua autetaan,,,Minua", ",Minua autetaan|autettu,,,Minua"
    )
    (study.folder / "codebook.csv").write_text(book)
    study = load_study(study.folder)

    write_sav(study.raw / "before.sav", columns, labels={"q1": agreeing})
    assert check_responses(study) == ()
    assert answers(study, "q1") == [4, 1, None]

    turned = {4: "strongly disagree", 1: "strongly agree", 9: "en osaa sanoa"}
    write_sav(study.raw / "before.sav", columns, labels={"q1": turned})
    fix = "number the answers of its options in study.toml as the file does"
    assert sorted(problems_of(study)) == [
        (
            "before.sav, column 'q1', row 1",
            "'4' ('strongly disagree') is another answer to q1 by its code "
            "than by its words",
            fix,
        ),
        (
            "before.sav, column 'q1', row 2",
            "'1' ('strongly agree') is another answer to q1 by its code "
            "than by its words",
            fix,
        ),
    ]


def test_an_export_as_workbook_reads_as_the_same_answers(
    write_study, plan, rows, write_workbook, edited
):
    straight = load_responses(write_study(name="one")).frame
    plan = edited(plan, 'files = ["before.csv"]', 'files = ["before.xlsx"]')
    study = write_study(plan=plan, name="two")
    write_workbook(study.raw / "before.xlsx", rows["before.csv"])
    pd.testing.assert_frame_equal(load_responses(study).frame, straight)


def test_what_the_plan_calls_empty_is_no_answer(write_study, rows):
    rows["before.csv"][1][3] = " na "
    rows["before.csv"][1][7] = "-99"
    rows["before.csv"][1][8] = "NA"
    study = write_study()
    assert answers(study, "q1")[0] is None
    assert answers(study, "hours")[0] is None
    assert answers(study, "story")[0] is None
