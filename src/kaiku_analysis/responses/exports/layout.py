"""How a text file of rows is laid out: its encoding, delimiter and heading row."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from pathlib import Path

from kaiku_analysis.responses.exports.export import unreadable

DELIMITERS = (";", ",", "\t", "|")
QUOTE = b'"'
END = "end"
PIECE = 1 << 22


@dataclass(frozen=True)
class Layout:
    """What is needed to read the rows below the headings.

    Attributes
    ----------
    headings
        The cells of the heading row, empty ones too.
    lines, row
        How many lines of the file the heading row ends after, and which row it is.
    """

    encoding: str
    delimiter: str
    headings: list[str]
    lines: int
    row: int


def find_encoding(start: bytes, *, whole: bool) -> str:
    """Tell the encoding: Unicode by its mark or its content, or else Windows-1252."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may end in the middle of a letter; anywhere else it is no UTF-8.
        if whole or error.start < len(start) - 3:
            return "cp1252"
    return "utf-8-sig"


def find_layout(path: Path, encoding: str, sample: str) -> Layout:
    """Find the delimiter that splits the first rows most evenly, and the headings.

    The heading row is the first that is not blank; or, in a file that begins with a
    title, the first with more than one cell that is not empty.
    """
    if "\0" in sample:
        fix = "is it the right file? Exports are CSV, TSV, XLSX, ODS or SAV"
        raise unreadable(path, "is neither text nor a known format", fix)
    for titled in (False, True):
        found = [_split(encoding, sample, one, titled=titled) for one in DELIMITERS]
        evenness, best = max(found, key=lambda one: one[0])
        if evenness > 0:
            return best
    fix = "is it the right file? Each row should hold an answer to each question"
    raise unreadable(path, "has only one column", fix)


def _split(
    encoding: str, sample: str, delimiter: str, *, titled: bool, most: int = 50
) -> tuple[float, Layout]:
    """Split the first rows; say how many cells they have, and how evenly."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    layout = Layout(encoding, delimiter, [], 0, 0)
    widths: list[int] = []
    with suppress(csv.Error):
        for number, row in enumerate(reader, start=1):
            cells = [cell.strip() for cell in row]
            filled = sum(map(bool, cells))
            if not layout.headings and filled > (1 if titled else 0):
                layout = Layout(encoding, delimiter, cells, reader.line_num, number)
            if filled:
                widths.append(len(row))
            if len(widths) == most:
                break
    if sum(map(bool, layout.headings)) < 2:
        return 0, layout
    width = len(layout.headings)
    return width * widths.count(width) / len(widths), layout


def numbered_rows(path: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Read the rows below the headings once more, numbered as a spreadsheet does."""
    number = 0
    with path.open(encoding=layout.encoding, newline="", errors="replace") as file:
        rows = csv.reader(file, delimiter=layout.delimiter)
        try:
            for number, row in enumerate(rows, start=1):
                if number > layout.row:
                    yield number, row
        except csv.Error:
            raise unreadable(path, *_too_long(number + 1)) from None


def refuse_unclosed_quote(path: Path, layout: Layout) -> None:
    """Refuse a file in which an opened quote takes in all the rows that follow.

    Raises
    ------
    DataError
        Naming the row in which it opens.
    """
    if layout.encoding != "utf-16" and _quotes(path) % 2 == 0:
        return
    number, row = 0, [""]
    with path.open(encoding=layout.encoding, newline="", errors="replace") as file:
        rows = csv.reader(chain(file, ["\n", END]), delimiter=layout.delimiter)
        try:
            for last in enumerate(rows, start=1):
                number, row = last
        except csv.Error:
            raise unreadable(path, *_too_long(number + 1)) from None
    if row != [END]:
        fix = "close it in a copy; within an answer, double it"
        what = f"row {number} opens a quotation mark that is never closed"
        raise unreadable(path, what, fix)


def _quotes(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(QUOTE) for piece in iter(lambda: file.read(PIECE), b""))


def _too_long(row: int) -> tuple[str, str]:
    return (
        f"row {row} has an answer of more than {csv.field_size_limit()} letters",
        "is there a quotation mark that is never closed?",
    )
