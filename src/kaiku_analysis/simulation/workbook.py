"""Rows as a workbook."""

from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter

from kaiku_analysis.simulation.cells import Cell

SHEET = "Sheet1"
WIDTH = 18


def workbook(sheets: dict[str, list[dict[str, Cell]]], written: date) -> bytes:
    """Write each sheet's rows below their headings, dates as true dates.

    Parameters
    ----------
    written
        The day that the workbook says it was made on, so that the bytes do not depend
        on when it really was.
    """
    content = BytesIO()
    # Texts stay texts: what somebody wrote may begin with an equals sign.
    book = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "d.m.yyyy h:mm",
        },
    )
    book.set_properties({"created": datetime.combine(written, time(12))})
    for name, rows in sheets.items():
        _write_sheet(book.add_worksheet(name or SHEET), rows)
    book.close()
    return content.getvalue()


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet, rows: list[dict[str, Cell]]
) -> None:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, start=1):
        for place, heading in enumerate(headings):
            if (cell := row.get(heading, "")) != "":
                sheet.write(number, place, cell)
