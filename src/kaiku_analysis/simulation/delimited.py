"""Rows as a text file: CSV or TSV."""

import csv
from datetime import datetime
from io import StringIO

from kaiku_analysis.simulation.cells import Cell
from kaiku_analysis.simulation.settings import simulation_of
from kaiku_analysis.study import Study


def delimited(study: Study, file: str, rows: list[dict[str, Cell]]) -> bytes:
    """Write rows as the plan's files are: its delimiter, encoding and decimal mark."""
    told = simulation_of(study).files
    delimiter = "\t" if file.casefold().endswith(".tsv") else told.delimiter
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_text(row.get(one, ""), told.decimal) for one in headings])
    # A letter that Windows-1252 lacks becomes a question mark, as in Excel.
    return text.getvalue().encode(told.encoding, errors="replace")


def _text(cell: Cell, decimal: str) -> str:
    """Write numbers and dates the Finnish way where the decimal mark is a comma."""
    if isinstance(cell, datetime):
        finnish = f"{cell.day}.{cell.month}.{cell.year} {cell:%H:%M}"
        return finnish if decimal == "," else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", decimal)
    return str(cell)
