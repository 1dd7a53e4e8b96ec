"""Workbooks: XLSX, XLS and ODS, the sheet with the answers."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import reduce
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from kaiku_analysis.responses.exports.export import (
    Export,
    answers,
    unreadable,
    without_blank_rows,
)

BROKEN = (BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError)
LARGEST = 2_000_000_000
MOST_CELLS = 50_000_000
# A sheet says at its beginning how far it reaches: <dimension ref="A1:CV501"/>.
REACH = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


def read_workbook(path: Path, sheet: str = "") -> Export:
    """Read a sheet: its first row with more than one cell is the heading."""
    _refuse_bombs(path)
    try:
        # Opened by its path, it would be read by its ending, not by its content.
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        names = [one.name for one in workbook.sheets_metadata if _is_table(one)]
        if sheet and sheet not in names:
            fix = f"name one of its sheets: {', '.join(names)}"
            raise unreadable(path, f"has no sheet {sheet!r}", fix)
        tables = (_rows(workbook, name) for name in ([sheet] if sheet else names))
        number, rows = next(found for found in tables if found[1])
    except CalamineError as error:
        what = f"cannot be opened as a workbook: {error}"
        fix = "save it again as XLSX without a password, or as CSV"
        raise unreadable(path, what, fix) from None
    except StopIteration:
        fix = "export it once more from the survey tool"
        raise unreadable(path, "holds no table", fix) from None
    return _export(path, rows, number)


def _refuse_bombs(path: Path) -> None:
    """Small zip files can unpack to more than the memory holds."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
            cells = 0 if size > LARGEST else max(_cells(archive), default=0)
    except BROKEN:
        return  # told when it is opened
    if size > LARGEST:
        what = f"would unpack to {size // 1_000_000} MB"
        raise unreadable(path, what, "save it again as CSV")
    if cells > MOST_CELLS:
        what = f"has a sheet that reaches over {cells // 1_000_000} million cells"
        fix = "delete what stands far from the answers, or save it again as CSV"
        raise unreadable(path, what, fix)


def _cells(archive: zipfile.ZipFile) -> Iterator[int]:
    """Count the cells that each sheet would take up, most of them empty."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/"):
            with archive.open(name) as sheet:
                found = REACH.search(sheet.read(2000))
            if found:
                letters, rows = found.groups()
                columns = reduce(lambda sofar, one: sofar * 26 + one - 64, letters, 0)
                yield columns * int(rows)


def _is_table(sheet: Any) -> bool:
    return bool(sheet.typ == SheetTypeEnum.WorkSheet)


def _rows(workbook: Any, name: str) -> tuple[int, list[list[str | None]]]:
    """Give the rows from the heading on, and the heading's number in the sheet."""
    rows = [
        [_text(cell) for cell in row]
        for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    ]
    for number, row in enumerate(rows, start=1):
        if sum(cell is not None for cell in row) > 1:
            return number, rows[number - 1 :]
    return 0, []


def _export(path: Path, rows: list[list[str | None]], number: int) -> Export:
    headings, *answered = rows
    named = [place for place, heading in enumerate(headings) if heading]
    frame = pd.DataFrame(
        {place: _answers([row[place] for row in answered]) for place in named},
        index=range(number + 1, number + 1 + len(answered)),
    )
    frame.columns = pd.Index([headings[place] for place in named])
    kept, blank = without_blank_rows(frame)
    return Export(path, kept, blank_rows=blank)


def _answers(cells: list[str | None]) -> pd.Categorical:
    codes, texts = pd.factorize(np.array(cells, dtype=object))
    return answers(codes.astype(np.int32), list(texts))


def _text(value: Any) -> str | None:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value.total_seconds())
        case _:
            return str(value).strip() or None
