"""What every reader of an export gives back."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kaiku_analysis.study import DataError, Problem


@dataclass(frozen=True)
class Export:
    """A file from a survey tool, as it came: every answer still a text.

    Attributes
    ----------
    frame
        A row per respondent; each column a categorical of texts, missing where the
        cell is empty. The index is the row as a spreadsheet counts it.
    value_labels
        Words for codes by column, where the file itself brings them.
    column_labels
        The questions' words by column, where the file itself brings them.
    blank_rows
        How many rows without any answer were left out.
    """

    path: Path
    frame: pd.DataFrame
    value_labels: dict[str, dict[str, str]] = field(default_factory=dict)
    column_labels: dict[str, str] = field(default_factory=dict)
    blank_rows: int = 0


def unreadable(path: Path, what: str, fix: str) -> DataError:
    """Say in one problem why a file cannot be read."""
    return DataError([Problem(path.name, what, fix)])


def without_blank_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Leave out the rows that hold no answer at all, and count them."""
    answered = frame.notna().any(axis=1)
    return frame[answered], int((~answered).sum())


def answers(codes: NDArray[np.int32], texts: list[str]) -> pd.Categorical:
    """Make a column of answers: texts without spaces around them, none if empty.

    Parameters
    ----------
    codes
        For each row the place of its text in `texts`; -1 where the cell is empty.
    """
    tidy = pd.Series(texts, dtype=object).map(str.strip).replace("", None)
    places, distinct = pd.factorize(tidy)
    moved = np.append(places, -1).astype(np.int32)[codes]
    return pd.Categorical.from_codes(moved, categories=pd.Index(distinct, dtype=str))
