"""Text files are read whatever their delimiter, encoding and blank rows are."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.responses.exports import read_export

CONTROLS = "".join(map(chr, range(32)))
LETTERS = st.characters(
    blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"
)
WINDOWS = st.characters(
    codec="cp1252", blacklist_categories=("Cc",), blacklist_characters="\ufeff"
)


def tables(letters):
    """Make rows of texts: quotes, delimiters and line ends within them, none blank."""
    awkward = st.sampled_from(
        ['"', ";", ",", "\t", "|", "\n", "'", " ", "=", "ä", "1,5"]
    )
    text = st.lists(letters | awkward, max_size=6).map("".join)
    return st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(text, min_size=width, max_size=width).filter(
                lambda row: any(cell.strip() for cell in row)
            ),
            min_size=1,
            max_size=5,
        )
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("delimited")


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "export.csv"
        path.write_bytes(text.encode(encoding))
        return read_export(path)

    return write


def cells(export):
    """Give the rows with their numbers, None where a cell is empty."""
    plain = export.frame.astype(object)
    plain = plain.where(plain.notna(), None)
    return dict(zip(plain.index, plain.to_numpy().tolist(), strict=True))


def round_trip(folder, rows, delimiter, encoding):
    headings = [f"heading {n}" for n in range(len(rows[0]))]
    page = StringIO(newline="")
    writer = csv.writer(page, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([headings, *rows])
    path = folder / "export.csv"
    path.write_bytes(page.getvalue().encode(encoding))
    export = read_export(path)
    assert list(export.frame.columns) == headings
    expected = [[cell.strip() or None for cell in row] for row in rows]
    assert cells(export) == dict(enumerate(expected, start=2))


@settings(max_examples=60)
@given(
    tables(LETTERS),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_texts_come_back_as_they_were_written(folder, rows, delimiter, encoding):
    round_trip(folder, rows, delimiter, encoding)


@settings(max_examples=30)
@given(tables(WINDOWS), st.sampled_from(";,\t|"))
def test_any_texts_of_windows_come_back_as_they_were_written(folder, rows, delimiter):
    # A letter that no UTF-8 has by itself tells the encoding.
    round_trip(
        folder, [[f"ä é{cell}" for cell in row] for row in rows], delimiter, "cp1252"
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_from_the_rows(written, delimiter, end):
    rows = [["id", "hours", "said"], ["a", "7,5", "yes, no; both"], ["b", "8", ""]]
    page = StringIO(newline="")
    csv.writer(page, delimiter=delimiter, lineterminator=end).writerows(rows)
    assert cells(written(page.getvalue())) == {
        2: ["a", "7,5", "yes, no; both"],
        3: ["b", "8", None],
    }


def test_semicolons_leave_decimal_commas_alone(written):
    export = written("id;a;b\nx;1,5;2,5\ny;3,25;4,0\n")
    assert cells(export) == {2: ["x", "1,5", "2,5"], 3: ["y", "3,25", "4,0"]}


@pytest.mark.parametrize(
    "text, expected, blank",
    [
        ("\n\nid;q\na;1\n", {4: ["a", "1"]}, 0),
        (";\n \nid;q\na;1\n", {4: ["a", "1"]}, 0),
        ("Survey export\n\nid;q\na;1\n", {4: ["a", "1"]}, 0),
        ("Survey export;\n;\nid;q\na;1\n", {4: ["a", "1"]}, 0),
        ("sep=;\nid;q\na;1\n", {3: ["a", "1"]}, 0),
        ("id;q\na;1\n\nb;2\n", {2: ["a", "1"], 4: ["b", "2"]}, 1),
        ("id;q\na;1\n;\nb;2\n;\n", {2: ["a", "1"], 4: ["b", "2"]}, 2),
        ("id;q\na;1\n   \nb;2\n", {2: ["a", "1"], 4: ["b", "2"]}, 1),
        ('id;q;r\na;1;2\n""\n;\nb;2;3\n', {2: ["a", "1", "2"], 5: ["b", "2", "3"]}, 2),
        ('"id\nx";q\na;1\n\nb;2\n', {2: ["a", "1"], 4: ["b", "2"]}, 1),
        ('id;q\na;"1\n\n2"\nb;2', {2: ["a", "1\n\n2"], 3: ["b", "2"]}, 0),
        ("id;q\na;1", {2: ["a", "1"]}, 0),
    ],
)
def test_rows_keep_the_number_a_spreadsheet_gives_them(written, text, expected, blank):
    export = written(text)
    assert cells(export) == expected
    assert export.blank_rows == blank


def test_a_letter_beyond_the_first_sample_still_tells_windows(written):
    export = written("id;q\n" + "a;1\n" * 70_000 + "ä;2\n", "cp1252")
    assert len(export.frame) == 70_001
    assert list(export.frame.iloc[-1]) == ["ä", "2"]


def test_a_sample_that_ends_within_a_letter_is_still_utf_8(written):
    # The sample of 256 kB ends after the first byte of an ä.
    head = "id;q\n" + "a;1\n" * 65_534 + "aa"
    assert len(head) == 256 * 1024 - 1
    assert list(written(head + "ä;2\n").frame.iloc[-1]) == ["aaä", "2"]


def test_a_column_without_a_heading_is_left_alone(written):
    export = written("id;;q\na;x;1\n")
    assert list(export.frame.columns) == ["id", "q"]
    assert cells(export) == {2: ["a", "1"]}


def test_a_stray_quote_within_an_answer_is_part_of_it(written):
    assert cells(written('id;q\na;5" screen\nb;x\n')) == {
        2: ["a", '5" screen'],
        3: ["b", "x"],
    }
