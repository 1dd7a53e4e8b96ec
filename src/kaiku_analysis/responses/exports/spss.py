"""SPSS .sav and .zsav files, with the labels they bring."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kaiku_analysis.responses.exports.export import (
    Export,
    answers,
    unreadable,
    without_blank_rows,
)


def read_spss(path: Path) -> Export:
    """Read a .sav file; user-missing values come as no answer."""
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(path)
    except Exception as error:  # pyreadstat raises errors of many kinds
        what = f"cannot be read as an SPSS file: {error}"
        raise unreadable(path, what, "export it once more, or as CSV") from None
    columns = {name: _answers(frame[name]) for name in frame}
    kept, blank = without_blank_rows(pd.DataFrame(columns, index=frame.index + 1))
    labels = {
        name: {_text(code): str(word) for code, word in of_column.items()}
        for name, of_column in meta.variable_value_labels.items()
    }
    questions = {
        name: text.strip()
        for name, text in meta.column_names_to_labels.items()
        if text and text.strip()
    }
    return Export(path, kept, labels, questions, blank)


def _answers(column: pd.Series) -> pd.Categorical:
    codes, values = pd.factorize(column)
    return answers(codes.astype(np.int32), [_text(value) for value in values])


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, pd.Timestamp):
        return str(value.isoformat())
    return str(value).strip()
