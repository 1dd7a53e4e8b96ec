"""Workbooks are read by their content: the sheet with the answers, cells as texts."""

import shutil
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from kaiku_analysis.responses.exports import read_export
from kaiku_analysis.study import DataError

GOOD = [["id", "q"], ["a", 1], ["b", 2.5]]
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Answers">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""


def rows_of(export):
    plain = export.frame.astype(object)
    plain = plain.where(plain.notna(), None)
    return dict(zip(plain.index, plain.to_numpy().tolist(), strict=True))


def write_ods(path, rows):
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        for row in rows
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(table))
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a.ods", "a.sav", "a"])
def test_the_content_decides_not_the_ending(tmp_path, write_workbook, name):
    made = write_workbook(tmp_path / "made.xlsx", GOOD)
    shutil.copy(made, tmp_path / name)
    export = read_export(tmp_path / name)
    assert list(export.frame.columns) == ["id", "q"]
    assert rows_of(export) == {2: ["a", "1"], 3: ["b", "2.5"]}


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx", "a.csv"])
def test_an_open_document_is_read_too(tmp_path, name):
    export = read_export(write_ods(tmp_path / name, [["id", "q"], ["ä", "1"]]))
    assert rows_of(export) == {2: ["ä", "1"]}


def test_the_heading_is_the_first_row_with_more_than_one_cell(tmp_path, write_workbook):
    rows = [["Survey 2025"], [], ["id", "q"], ["a", 1], [], ["b", 2]]
    export = read_export(write_workbook(tmp_path / "a.xlsx", rows))
    assert rows_of(export) == {4: ["a", "1"], 6: ["b", "2"]}
    assert export.blank_rows == 1


def test_the_first_sheet_with_answers_is_read_unless_one_is_named(
    tmp_path, write_workbook
):
    path = write_workbook(
        tmp_path / "a.xlsx", [["cover"]], GOOD, [["id", "q"], ["c", 3]]
    )
    assert rows_of(read_export(path)) == {2: ["a", "1"], 3: ["b", "2.5"]}
    assert rows_of(read_export(path, "Sheet3")) == {2: ["c", "3"]}


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(
    tmp_path, write_workbook
):
    path = write_workbook(tmp_path / "a.xlsx", GOOD, GOOD)
    with pytest.raises(DataError) as caught:
        read_export(path, "Answers")
    [problem] = caught.value.problems
    assert (problem.where, problem.what, problem.fix) == (
        "a.xlsx",
        "has no sheet 'Answers'",
        "name one of its sheets: Sheet1, Sheet2",
    )


def test_cells_are_read_as_the_texts_they_stand_for(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["whole", "half", "yes", "day", "time", "text"])
        sheet.write_number(1, 0, 3.0)
        sheet.write_number(1, 1, 0.5)
        sheet.write_boolean(1, 2, True)
        sheet.write_datetime(1, 3, date(2025, 1, 31), day)
        minutes = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 4, datetime(2025, 1, 31, 8, 30), minutes)
        sheet.write_string(1, 5, "  1,5 ")
    [row] = rows_of(read_export(path)).values()
    assert row[:3] == ["3", "0.5", "TRUE"]
    assert row[3].startswith("2025-01-31")
    assert row[4:] == ["2025-01-31T08:30:00", "1,5"]


def test_a_workbook_and_a_text_file_of_the_same_cells_are_the_same(
    tmp_path, write_workbook, csv_text
):
    (tmp_path / "a.csv").write_text(csv_text([["id", "q"], ["a", "1"], ["b", "2.5"]]))
    write_workbook(tmp_path / "a.xlsx", GOOD)
    text, book = read_export(tmp_path / "a.csv"), read_export(tmp_path / "a.xlsx")
    assert rows_of(text) == rows_of(book)
