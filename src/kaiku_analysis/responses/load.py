"""From the exports of every wave to one table of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kaiku_analysis.responses.answers import SEPARATOR
from kaiku_analysis.responses.link import find_persons
from kaiku_analysis.responses.store import keep_responses, kept_responses, name_source
from kaiku_analysis.responses.wave import WaveAnswers, read_wave
from kaiku_analysis.study import DataError, Item, Problem, Study

COUNTED = ("asked", "answered", "dont_know")


@dataclass(frozen=True)
class Responses:
    """Who answered what.

    Attributes
    ----------
    frame
        A row per person and wave: ``person`` (a number without meaning), ``wave``,
        and a column per item; free text is masked, link columns are gone.
    items
        A row per wave and item: how many were ``asked``, how many ``answered`` with
        something that measures, how many said ``dont_know``.
    set_aside
        A row per file: ``wave, file, rows``, and how many rows were left out because
        they were ``blank`` or the ``duplicate`` of another.
    """

    frame: pd.DataFrame
    items: pd.DataFrame
    set_aside: pd.DataFrame


def load_responses(study: Study) -> Responses:
    """Read the export of every wave.

    What was read is kept in derived/ until the exports, the plan, the codebook or the
    code that reads them change.

    Raises
    ------
    DataError
        Naming every problem found, not just the first.
    """
    responses, problems = _kept_or_read(study)
    if problems or responses is None:
        raise DataError(problems or [_nothing(study)])
    return responses


def check_responses(study: Study) -> tuple[Problem, ...]:
    """List everything in the exports that does not fit the plan."""
    return _kept_or_read(study)[1]


def _kept_or_read(study: Study) -> tuple[Responses | None, tuple[Problem, ...]]:
    source = name_source(study)
    if (kept := kept_responses(study, source)) is not None:
        return Responses(*kept), ()
    responses, problems = _read(study)
    if responses is not None:
        frames = responses.frame, responses.items, responses.set_aside
        keep_responses(study, source, *frames)
    return responses, problems


def _read(study: Study) -> tuple[Responses | None, tuple[Problem, ...]]:
    files = [one for wave in study.plan.waves for one in read_wave(study, wave)]
    problems = [problem for one in files for problem in one.problems]
    readable = [one for one in files if not one.frame.empty]
    if not readable:
        return None, tuple(problems)
    persons, kept, duplicates = find_persons(readable, study)
    problems += duplicates
    if problems:
        return None, tuple(problems)
    waves = [wave.name for wave in study.plan.waves]
    rows = [
        _kept(one.frame, keep).assign(
            person=_kept(who, keep), wave=_one_wave(one.wave, waves, int(keep.sum()))
        )
        for one, who, keep in zip(readable, persons, kept, strict=True)
    ]
    frame = _arranged(_stacked(rows), study)
    unsure = _stacked(
        [_kept(one.dont_know, keep) for one, keep in zip(readable, kept, strict=True)]
    )
    items = _item_counts(frame, unsure, study)
    return Responses(frame, items, _set_aside(readable, kept)), ()


def _nothing(study: Study) -> Problem:
    if not study.codebook.items:
        fix = "add a row for each question"
        return Problem(f"{study.name}/codebook.csv", "has no items", fix)
    fix = "put the exports into raw/, and name them in `files` of their waves"
    return Problem(f"{study.name}/study.toml, waves", "none has answers yet", fix)


Rows = TypeVar("Rows", pd.DataFrame, pd.Series)


def _kept(rows: Rows, keep: pd.Series) -> Rows:
    # Copying a million rows to leave out none takes a second.
    return rows if keep.all() else rows[keep]


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    return pd.concat(frames, ignore_index=True)


def _one_wave(wave: str, waves: list[str], rows: int) -> pd.Categorical:
    codes = np.full(rows, waves.index(wave), dtype=np.int8)
    return pd.Categorical.from_codes(codes, categories=pd.Index(waves, dtype=str))


def _arranged(frame: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the columns in the codebook's order, and know every wave and unit."""
    links = {item.name for item in study.codebook.of_kind("link")}
    names = [n for n in study.codebook.names if n in frame and n not in links]
    arranged = frame[["person", "wave", *names]]
    typed = {name: _typed(frame[name], study) for name in names}
    return arranged.assign(**typed)


def _typed(answers: pd.Series, study: Study) -> pd.Series:
    """Know all codes of what tells apart, and texts as such; numbers are numbers."""
    item = study.codebook[str(answers.name)]
    if item.kind in ("choice", "background", "unit"):
        return answers.astype(pd.CategoricalDtype(_codes(study, item)))
    return answers.astype("str") if answers.dtype == object else answers


def _codes(study: Study, item: Item) -> list[str]:
    if item.kind == "unit":
        return [unit.name for unit in study.plan.units]
    return list(study.options_of(item.name).labels)


def _item_counts(
    frame: pd.DataFrame, unsure: pd.DataFrame, study: Study
) -> pd.DataFrame:
    waves = frame["wave"].cat
    counts = []
    for name in [name for name in study.codebook.names if name in frame]:
        asked = _asked(frame, study, name).to_numpy()
        dont_know = asked & _yes(unsure, name, len(frame))
        answered = asked & frame[name].notna().to_numpy() & ~dont_know
        table = {"wave": waves.categories, "item": name}
        for key, chosen in zip(COUNTED, (asked, answered, dont_know), strict=True):
            codes = waves.codes.to_numpy()[chosen]
            table[key] = np.bincount(codes, minlength=len(waves.categories))
        counts.append(pd.DataFrame(table))
    if not counts:
        return pd.DataFrame(columns=["wave", "item", *COUNTED])
    return pd.concat(counts, ignore_index=True)


def _yes(unsure: pd.DataFrame, name: str, rows: int) -> NDArray[np.bool_]:
    """Tell who said "don't know"; a question of one wave has no cell in the others."""
    if name not in unsure:
        return np.zeros(rows, bool)
    return np.asarray(unsure[name].eq(True).fillna(False), dtype=bool)


def _asked(frame: pd.DataFrame, study: Study, name: str) -> pd.Series:
    item = study.codebook[name]
    asked = frame["wave"].isin(
        [w.name for w in study.plan.waves if item.asked_in(w.name)]
    )
    if item.asked_if:
        condition, code = item.asked_if
        if condition in frame:
            answers = frame[condition].astype(object)
            asked &= answers.map(lambda answer: code in _ticked(answer)).astype(bool)
    return asked


def _ticked(answer: object) -> list[str]:
    """List the codes of an answer: one, or several where several may be ticked."""
    return [one.removesuffix(".0") for one in str(answer).split(SEPARATOR)]


def _set_aside(files: Sequence[WaveAnswers], kept: Sequence[pd.Series]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wave": one.wave,
            "file": one.file,
            "rows": len(one.frame) + one.blank_rows,
            "blank": one.blank_rows,
            "duplicate": int((~keep).sum()),
        }
        for one, keep in zip(files, kept, strict=True)
    )
