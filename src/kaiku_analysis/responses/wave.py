"""The answers of one wave, from its files."""

from dataclasses import dataclass

import pandas as pd

from kaiku_analysis.responses.columns import find_columns
from kaiku_analysis.responses.decode import Decoded, decode_item
from kaiku_analysis.responses.exports import Export, read_export
from kaiku_analysis.study import DataError, Problem, Study, Wave, same_key


@dataclass(frozen=True)
class WaveAnswers:
    """What one file holds of a wave.

    Attributes
    ----------
    frame
        A row per respondent, a column per item that was asked; the index is the row
        in the file.
    dont_know
        Where an answer measures nothing; only the columns in which one does.
    """

    wave: str
    file: str
    frame: pd.DataFrame
    dont_know: pd.DataFrame
    blank_rows: int
    problems: tuple[Problem, ...]


def read_wave(study: Study, wave: Wave) -> tuple[WaveAnswers, ...]:
    """Read the files of a wave, and list all that does not fit in each."""
    return tuple(_read_file(study, wave, file) for file in wave.files)


def _read_file(study: Study, wave: Wave, file: str) -> WaveAnswers:
    try:
        export = read_export(study.raw / file, wave.sheet)
        frame = _rows_of_wave(export, wave)
    except DataError as error:
        nothing = pd.DataFrame()
        return WaveAnswers(wave.name, file, nothing, nothing, 0, error.problems)
    places, problems = find_columns(export, study, wave)
    decoded = {
        name: decode_item(
            frame.iloc[:, place],
            study.codebook[name],
            study,
            export.value_labels.get(str(frame.columns[place]), {}),
            file,
        )
        for name, place in places.items()
    }
    return WaveAnswers(
        wave.name,
        file,
        pd.DataFrame({name: one.values for name, one in decoded.items()}),
        _dont_know(decoded, frame.index),
        0 if wave.where else export.blank_rows,
        (*problems, *(p for one in decoded.values() for p in one.problems)),
    )


def _dont_know(decoded: dict[str, Decoded], rows: pd.Index) -> pd.DataFrame:
    """Keep the columns in which somebody said so: in most, nobody can."""
    said = {name: one.dont_know for name, one in decoded.items()}
    return pd.DataFrame({n: one for n, one in said.items() if one.any()}, index=rows)


def _rows_of_wave(export: Export, wave: Wave) -> pd.DataFrame:
    """Keep the rows that the plan counts to the wave, of a file that holds several."""
    frame = export.frame
    for column, cell in wave.where.items():
        places = [n for n, one in enumerate(export.frame.columns) if one == column]
        if len(places) != 1:
            raise DataError([_not_one_column(export, wave, column, len(places))])
        cells = frame.iloc[:, places[0]]
        wanted = [c for c in cells.cat.categories if same_key(c) == same_key(cell)]
        frame = frame[cells.isin(wanted)]
    if not wave.where:
        return frame
    if frame.empty:
        raise DataError([_no_rows(export, wave)])
    # The answers of the other waves are none of this one's.
    return frame.apply(lambda column: column.cat.remove_unused_categories())


def _not_one_column(export: Export, wave: Wave, column: str, found: int) -> Problem:
    there = f"{found} columns are called" if found else "no column"
    return Problem(
        export.path.name,
        f"{there} {column!r}, by which study.toml tells the wave {wave.name!r}",
        "correct `where` of the wave; write the heading as it stands in the file, "
        "where it must stand once",
    )


def _no_rows(export: Export, wave: Wave) -> Problem:
    where = " and ".join(f"{name} = {cell!r}" for name, cell in wave.where.items())
    return Problem(
        export.path.name,
        f"no row has {where}, by which study.toml tells the wave {wave.name!r}",
        "correct `where` of the wave",
    )
