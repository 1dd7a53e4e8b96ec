"""SPSS files come with the words of their codes and their questions."""

import shutil

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.responses.exports import read_export


@pytest.fixture
def sav(tmp_path, write_sav):
    return write_sav(
        tmp_path / "a.sav",
        {
            "id": ["a", "b", "", "d"],
            "q1": [1.0, 2.0, np.nan, 1.5],
            "day": pd.to_datetime(["2025-01-31 00:00", None, None, "2025-02-01 08:30"]),
        },
        labels={"q1": {1: "no", 2: "yes"}},
        questions=["", "Did it help?", " "],
    )


def test_codes_are_read_as_texts_and_gaps_as_no_answer(sav):
    export = read_export(sav)
    assert list(export.frame["q1"].astype(object)) == ["1", "2", "1.5"]
    assert list(export.frame["id"].astype(object)) == ["a", "b", "d"]
    assert list(export.frame.index) == [1, 2, 4]
    assert export.blank_rows == 1


def test_moments_are_written_as_elsewhere(sav):
    days = read_export(sav).frame["day"].astype(object).dropna()
    assert list(days) == ["2025-01-31T00:00:00", "2025-02-01T08:30:00"]


def test_the_words_of_codes_and_questions_come_along(sav):
    export = read_export(sav)
    assert export.value_labels == {"q1": {"1": "no", "2": "yes"}}
    assert export.column_labels == {"q1": "Did it help?"}


def test_the_content_decides_not_the_ending(sav, tmp_path):
    shutil.copy(sav, tmp_path / "a.csv")
    assert list(read_export(tmp_path / "a.csv").frame.columns) == ["id", "q1", "day"]
