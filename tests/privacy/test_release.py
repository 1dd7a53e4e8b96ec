"""Tables that leave the house are whole, exact, and safe to open."""

import csv

import pandas as pd
import pytest

from kaiku_analysis.privacy import write_table


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_table_is_written_as_it_is(tmp_path):
    frame = pd.DataFrame({"wave": ["alku", 'a "b", c'], "n": [1, -2], "d": [0.5, None]})
    path = write_table(frame, tmp_path / "tables" / "one.csv")
    assert read(path) == [
        ["wave", "n", "d"],
        ["alku", "1", "0.5"],
        ['a "b", c', "-2", ""],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_no_text_is_taken_for_a_formula(tmp_path, start):
    cell = f"{start}cmd|' /C calc'!A0"
    frame = pd.DataFrame({cell: [cell, "plain"]}, dtype=object)
    path = write_table(frame, tmp_path / "one.csv")
    assert read(path) == [[f"'{cell}"], [f"'{cell}"], ["plain"]]


def test_a_carriage_return_ends_no_row(tmp_path):
    frame = pd.DataFrame({"label": ["a\rb", "\r=1+1", "c\r\nd"]})
    path = write_table(frame, tmp_path / "one.csv")
    assert read(path) == [["label"], ["a\nb"], ["'\n=1+1"], ["c\nd"]]


def test_names_of_a_category_are_made_safe_too(tmp_path):
    frame = pd.DataFrame({"unit": pd.Categorical(["=1+1", "north", None])})
    path = write_table(frame, tmp_path / "one.csv")
    assert read(path) == [["unit"], ["'=1+1"], ["north"], [""]]


def test_the_old_table_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    path = write_table(pd.DataFrame({"n": [1]}), tmp_path / "one.csv")

    def full(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(OSError, match="no space"):
        write_table(pd.DataFrame({"n": [2]}), path)
    assert read(path) == [["n"], ["1"]]


def test_nothing_else_is_left_in_the_folder(tmp_path):
    write_table(pd.DataFrame({"n": [1]}), tmp_path / "one.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["one.csv"]
