"""CSV and TSV files: delimiter and encoding are found from the content."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
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
from kaiku_analysis.responses.exports.layout import (
    Layout,
    find_encoding,
    find_layout,
    numbered_rows,
    refuse_unclosed_quote,
)
from kaiku_analysis.study import DataError, Problem

SAMPLE = 256 * 1024
BLOCK = 8 * 1024 * 1024
MOST_NAMED = 10


def read_delimited(path: Path) -> Export:
    """Read a text file of rows; every cell is kept as the text it is.

    The encoding is UTF-8 or UTF-16, by its mark or by its content, or else
    Windows-1252, in which Excel saves.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    encoding = find_encoding(start, whole=path.stat().st_size <= SAMPLE)
    layout = find_layout(path, encoding, start.decode(encoding, errors="ignore"))
    refuse_unclosed_quote(path, layout)
    try:
        return _read(path, layout)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        if encoding != "utf-8-sig" or "UTF8" not in str(error):
            raise unreadable(path, *_cause(error)) from None
    # Beyond the sample there was a letter that is no UTF-8.
    try:
        return _read(path, replace(layout, encoding="cp1252"))
    except UnicodeDecodeError as error:
        raise unreadable(path, *_cause(error)) from None


def _cause(error: Exception) -> tuple[str, str]:
    """Say what was wrong, without what stands in the cells."""
    fix = "save it again as CSV in UTF-8"
    if isinstance(error, UnicodeDecodeError):
        return "is written in neither Unicode nor Windows-1252", fix
    return f"cannot be read: {str(error).partition(':')[0]}", fix


def _read(path: Path, layout: Layout) -> Export:
    table, skipped = _table(path, layout)
    first = layout.row + 1
    rows: pd.Index = pd.RangeIndex(first, first + table.num_rows)
    if skipped:
        width = len(layout.headings)
        numbered = numbered_rows(path, layout)
        rows = pd.Index([n for n, row in numbered if not row or len(row) == width])
    columns = {
        place: _answers(table.column(place))
        for place, heading in enumerate(layout.headings)
        if heading
    }
    frame = pd.DataFrame(columns, index=rows)
    frame.columns = pd.Index([layout.headings[place] for place in columns])
    kept, blank = without_blank_rows(frame)
    return Export(path, kept, blank_rows=blank + skipped)


def _table(path: Path, layout: Layout) -> tuple[pa.Table, int]:
    """Read every cell as text, repeated texts stored once; count the rows skipped."""
    source: Any = path
    if layout.encoding == "utf-16":
        source = BytesIO(path.read_bytes().decode("utf-16").encode("utf-8"))
    elif path.stat().st_size <= BLOCK:
        # The reader takes an unfinished last line for an answer, or for a mistake.
        content = path.read_bytes()
        source = BytesIO(content if content[-1:] in b"\r\n" else content + b"\n")
    ragged: list[bool] = []

    def refuse(row: Any) -> str:
        ragged.append(_is_filled(row.text.replace(layout.delimiter, "")))
        return "skip"

    table = arrow_csv.read_csv(
        source,
        read_options=arrow_csv.ReadOptions(
            column_names=[str(place) for place in range(len(layout.headings))],
            skip_rows=layout.lines,
            encoding="cp1252" if layout.encoding == "cp1252" else "utf8",
            block_size=BLOCK,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter,
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
        raise DataError(_ragged_rows(path, layout))
    return table, len(ragged)


def _is_filled(text: str) -> bool:
    return bool(text.replace('"', "").strip())


def _ragged_rows(path: Path, layout: Layout) -> Iterator[Problem]:
    """Find the rows again, since the fast reader does not number them."""
    width = len(layout.headings)
    ragged = [
        (number, len(row))
        for number, row in numbered_rows(path, layout)
        if len(row) != width and any(map(_is_filled, row))
    ]
    fix = "is there a delimiter in an answer that has no quotes around it?"
    for number, cells in ragged[:MOST_NAMED]:
        what = f"has {cells} cells where the heading row has {width}"
        yield Problem(f"{path.name}, row {number}", what, fix)
    if len(ragged) > MOST_NAMED:
        what = f"{len(ragged) - MOST_NAMED} more rows have too many or too few cells"
        yield Problem(path.name, what, fix)


def _answers(column: pa.ChunkedArray) -> pd.Categorical:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # an empty column has no chunk
        return answers(np.empty(0, np.int32), [])
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return answers(codes, whole.dictionary.to_pylist())
