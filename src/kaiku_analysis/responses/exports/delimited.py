"""CSV and TSV files: delimiter and encoding are found from the content."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from kaiku_analysis.responses.exports.export import (
    Export,
    answers,
    unreadable,
    without_blank_rows,
)
from kaiku_analysis.study import DataError, Problem

DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 256 * 1024
BLOCK = 8 * 1024 * 1024


@dataclass(frozen=True)
class _Headings:
    """The heading row, and how many lines of the file it ends after."""

    cells: list[str]
    delimiter: str
    lines: int
    row: int


def read_delimited(path: Path) -> Export:
    """Read a text file of rows; every cell is kept as the text it is.

    The encoding is UTF-8 or UTF-16, by its mark or by its content, or else
    Windows-1252, in which Excel saves.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    encoding = _encoding(start, whole=path.stat().st_size <= SAMPLE)
    headings = _headings(path, start.decode(encoding, errors="ignore"))
    try:
        table, empty_lines = _table(path, encoding, headings)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        if encoding != "utf-8-sig" or "UTF8" not in str(error):
            fix = "save it again as CSV in UTF-8"
            raise unreadable(path, f"cannot be read: {error}", fix) from None
        # Beyond the sample there was a letter that is no UTF-8.
        encoding = "cp1252"
        table, empty_lines = _table(path, encoding, headings)
    return _export(path, encoding, headings, table, empty_lines)


def _encoding(start: bytes, *, whole: bool) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may end in the middle of a letter; anywhere else it is no UTF-8.
        if whole or error.start < len(start) - 3:
            return "cp1252"
    return "utf-8-sig"


def _headings(path: Path, sample: str) -> _Headings:
    """Find the delimiter that splits the first rows most evenly, and the headings."""
    if "\0" in sample:
        fix = "is it the right file? Exports are CSV, TSV, XLSX, ODS or SAV"
        raise unreadable(path, "is neither text nor a known format", fix)
    found = [_split(sample, delimiter) for delimiter in DELIMITERS]
    evenness, best = max(found, key=lambda one: one[0])
    if evenness == 0:
        fix = "is it the right file? Each row should hold an answer to each question"
        raise unreadable(path, "has only one column", fix)
    return best


def _split(sample: str, delimiter: str, most: int = 50) -> tuple[float, _Headings]:
    """Split the first rows; say how many cells they have, and how evenly."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    headings = _Headings([], delimiter, 0, 0)
    widths: list[int] = []
    with suppress(csv.Error):
        for number, row in enumerate(reader, start=1):
            if not any(cell.strip() for cell in row):
                continue
            if not widths:
                cells = [cell.strip() for cell in row]
                headings = _Headings(cells, delimiter, reader.line_num, number)
            widths.append(len(row))
            if len(widths) == most:
                break
    width = len(headings.cells)
    if width < 2:
        return 0, headings
    return width * widths.count(width) / len(widths), headings


def _table(path: Path, encoding: str, headings: _Headings) -> tuple[pa.Table, int]:
    """Read every cell as text, repeated texts stored once; count the empty lines."""
    source: Any = path
    if encoding == "utf-16":
        source = BytesIO(path.read_bytes().decode("utf-16").encode("utf-8"))
    ragged: list[str] = []

    def refuse(row: Any) -> str:
        ragged.append(row.text.strip())
        return "skip"

    table = arrow_csv.read_csv(
        source,
        read_options=arrow_csv.ReadOptions(
            column_names=[str(place) for place in range(len(headings.cells))],
            skip_rows=headings.lines,
            encoding="cp1252" if encoding == "cp1252" else "utf8",
            block_size=BLOCK,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=headings.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=refuse,
        ),
        convert_options=arrow_csv.ConvertOptions(
            default_column_type=pa.dictionary(pa.int32(), pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    if any(ragged):
        raise DataError(_ragged_rows(path, encoding, headings))
    return table, len(ragged)


def _ragged_rows(path: Path, encoding: str, headings: _Headings) -> Iterator[Problem]:
    """Find the rows again, since the fast reader does not number them."""
    width = len(headings.cells)
    for number, row in _numbered_rows(path, encoding, headings.delimiter):
        if number > headings.row and row and len(row) != width:
            yield Problem(
                f"{path.name}, row {number}",
                f"has {len(row)} cells where the heading row has {width}",
                "is there a delimiter in an answer that has no quotes around it?",
            )


def _numbered_rows(
    path: Path, encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        yield from enumerate(csv.reader(file, delimiter=delimiter), start=1)


def _export(
    path: Path, encoding: str, headings: _Headings, table: pa.Table, empty_lines: int
) -> Export:
    rows = pd.RangeIndex(headings.row + 1, headings.row + 1 + table.num_rows)
    if empty_lines:
        numbered = _numbered_rows(path, encoding, headings.delimiter)
        rows = pd.Index([n for n, row in numbered if n > headings.row and row])
    columns = {
        place: _answers(table.column(place))
        for place, heading in enumerate(headings.cells)
        if heading
    }
    frame = pd.DataFrame(columns, index=rows)
    frame.columns = pd.Index([headings.cells[place] for place in columns])
    kept, blank = without_blank_rows(frame)
    return Export(path, kept, blank_rows=blank)


def _answers(column: pa.ChunkedArray) -> pd.Categorical:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # an empty column has no chunk
        return answers(np.empty(0, np.int32), [])
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return answers(codes, whole.dictionary.to_pylist())
