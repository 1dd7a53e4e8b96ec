"""A file that cannot be read is told in words, never as a traceback."""

import random
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.responses.exports import read_export
from kaiku_analysis.study import DataError

AGAIN = "export it once more from the survey tool"
RIGHT_FILE = "is it the right file? Exports are CSV, TSV, XLSX, ODS or SAV"
EACH_ROW = "is it the right file? Each row should hold an answer to each question"
UTF_8 = "save it again as CSV in UTF-8"
UNQUOTED = "is there a delimiter in an answer that has no quotes around it?"
CLOSE = "close it in a copy; within an answer, double it"
NO_ANSWERS = "export it once more; or take it out of `files` until there are answers"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(range(256))
LONG = b'id;q\na;"x\n' + b"b;2\n" * 40_000

BAD = {
    "empty": (b"", "is empty", AGAIN),
    "only a heading": (b"id;q\n", "has headings, but no answers", NO_ANSWERS),
    "a heading without an end": (b"id;q", "has headings, but no answers", NO_ANSWERS),
    "blank rows alone": (b"id;q\n;\n\n", "has headings, but no answers", NO_ANSWERS),
    "one column": (b"id\na\nb\n", "has only one column", EACH_ROW),
    "blank": (b"\n\n  \n", "has only one column", EACH_ROW),
    "a picture": (PNG, "is neither text nor a known format", RIGHT_FILE),
    "NUL": (b"id;q\na;\0\n", "is neither text nor a known format", RIGHT_FILE),
    "UTF-16 without its mark": (
        "id;q\na;1\n".encode("utf-16-le"),
        "is neither text nor a known format",
        RIGHT_FILE,
    ),
    "half a letter of UTF-16": (
        "id;q\na;1\n".encode("utf-16") + b"x",
        "is written in neither Unicode nor Windows-1252",
        UTF_8,
    ),
    "no letter of Windows": (
        b"id;q\n\xe4;\x81\n",
        "is written in neither Unicode nor Windows-1252",
        UTF_8,
    ),
    "a quote that is never closed": (
        b'id;q\na;1\nb;"x\nc;3\n',
        "row 3 opens a quotation mark that is never closed",
        CLOSE,
    ),
    "a quote that takes in a long file": (
        LONG,
        "row 2 has an answer of more than 131072 letters",
        "is there a quotation mark that is never closed?",
    ),
    "no SPSS file": (
        b"$FL2" + b"junk" * 20,
        "cannot be read as an SPSS file: Unable to read from file",
        "export it once more, or as CSV",
    ),
}


def told(path, sheet=""):
    with pytest.raises(DataError) as caught:
        read_export(path, sheet)
    return [(one.where, one.what, one.fix) for one in caught.value.problems]


@pytest.mark.parametrize("kind", BAD)
def test_what_is_wrong_with_a_file_is_told(tmp_path, kind):
    content, what, fix = BAD[kind]
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert told(path) == [("export.csv", what, fix)]


def test_a_file_that_is_not_there_is_told_with_those_that_are(tmp_path):
    raw = tmp_path / "ours" / "raw"
    raw.mkdir(parents=True)
    fix = "put the export there, or correct `files` in study.toml"
    what = "there is no such file in ours/raw; raw/ is empty"
    assert told(raw / "a.csv") == [("a.csv", what, fix)]
    (raw / "b.csv").touch()
    (raw / "c.csv").touch()
    what = "there is no such file in ours/raw; raw/ holds b.csv, c.csv"
    assert told(raw / "a.csv") == [("a.csv", what, fix)]


def test_a_file_that_may_not_be_opened_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("id;q\na;1\n")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    fix = "close it in other programs; may you read it?"
    assert told(path) == [("a.csv", "cannot be opened: Permission denied", fix)]


def test_every_ragged_row_is_named_up_to_ten(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;q\na;1\nb;1;2\n\nc\n")
    assert told(path) == [
        ("a.csv, row 3", "has 3 cells where the heading row has 2", UNQUOTED),
        ("a.csv, row 5", "has 1 cells where the heading row has 2", UNQUOTED),
    ]
    path.write_text("id;q\n" + "a;1;secret\n" * 50)
    problems = told(path)
    assert len(problems) == 11
    what = "40 more rows have too many or too few cells"
    assert problems[-1] == ("a.csv", what, UNQUOTED)
    assert "secret" not in str(problems)


BROKEN = "save it again as XLSX without a password, or as CSV"


def as_zip(**files):
    page = BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return page.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_zip(a="text"),
        as_zip(**{"word/document.xml": "<x/>"}),
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(500),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"junk" * 500,
    ],
    ids=["a zip", "a letter", "four bytes", "zeros", "an old file"],
)
def test_what_is_no_workbook_is_told(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    what = "cannot be opened as a workbook: Cannot detect file format"
    assert told(path) == [("a.xlsx", what, BROKEN)]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_workbook_cut_short_is_told(tmp_path, write_workbook, share):
    path = write_workbook(tmp_path / "a.xlsx", [["id", "q"], ["a", 1]])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    [(where, what, fix)] = told(path)
    assert where == "a.xlsx"
    assert what.startswith("cannot be opened as a workbook: ")
    assert fix == BROKEN


def test_a_workbook_without_answers_is_told(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "a.xlsx", [["cover"]], [])
    assert told(path) == [("a.xlsx", "holds no table", AGAIN)]
    path = write_workbook(tmp_path / "b.xlsx", [["id", "q"]])
    assert told(path) == [("b.xlsx", "has headings, but no answers", NO_ANSWERS)]


def test_a_zip_that_would_fill_the_memory_is_not_unpacked(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_zip(**{"xl/worksheets/sheet1.xml": "x" * 100}))
    content = path.read_bytes()
    place = (
        content.rfind(b"PK\x01\x02") + 24
    )  # the size that the list of files declares
    declared = struct.pack("<I", 4_000_000_000)
    path.write_bytes(content[:place] + declared + content[place + 4 :])
    assert told(path) == [("a.xlsx", "would unpack to 4000 MB", "save it again as CSV")]


def test_a_stray_cell_far_away_does_not_fill_the_memory(tmp_path, write_workbook):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "q"])
        sheet.write_row(1, 0, ["a", 1])
        sheet.write(1_048_575, 16_383, "x")
    assert told(path) == [
        (
            "a.xlsx",
            "has a sheet that reaches over 17179 million cells",
            "delete what stands far from the answers, or save it again as CSV",
        )
    ]


def read_or_tell(path, content):
    path.write_bytes(content)
    try:
        assert not read_export(path).frame.empty
    except DataError as error:
        assert error.problems
        assert all(one.what and one.fix for one in error.problems)


def test_a_damaged_workbook_is_read_or_told(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "a.xlsx", [["id", "q"], ["a", 1]])
    whole, chance = path.read_bytes(), random.Random(1)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        read_or_tell(path, bytes(damaged))


def test_a_damaged_spss_file_is_read_or_told(tmp_path, write_sav):
    path = write_sav(tmp_path / "a.sav", {"id": ["a", "b"], "q": [1.0, 2.0]})
    whole, chance = path.read_bytes(), random.Random(1)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        read_or_tell(path, bytes(damaged[: chance.randrange(8, len(damaged) + 1)]))


@pytest.fixture(scope="session")
def any_file(tmp_path_factory):
    return tmp_path_factory.mktemp("any") / "any.csv"


@settings(max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet='ab;,\t"\n\r |ä', max_size=40).map(str.encode),
        st.lists(st.sampled_from([b"a;b", b"\n", b'"', b";", b" ", b"\xff\xfe"])).map(
            b"".join
        ),
    )
)
def test_no_file_at_all_makes_anything_but_rows_or_problems(any_file, content):
    read_or_tell(any_file, content)
