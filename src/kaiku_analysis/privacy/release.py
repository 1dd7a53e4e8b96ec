"""Files that leave the house: the same numbers as the report, for other programs."""

import os
from pathlib import Path

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\n")


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table of results as CSV: UTF-8, comma, decimal point.

    A text or a heading that a spreadsheet would take for a formula gets an apostrophe
    before it.
    The file appears under its name only when it is whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    texts = frame.select_dtypes(exclude="number").columns
    safe = frame.assign(**{name: frame[name].map(_safe) for name in texts})
    safe = safe.rename(columns=_safe)
    safe.to_csv(unfinished, index=False, encoding="utf-8", lineterminator="\n")
    unfinished.replace(path)
    return path


def _safe(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    # A bare carriage return would be written without quotes, as the end of a row.
    text = "\n".join(cell.replace("\r\n", "\n").split("\r"))
    return f"'{text}" if text.startswith(FORMULA) else text
