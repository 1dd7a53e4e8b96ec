"""From the exports of every wave to one table of answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kaiku_analysis.responses.link import find_persons
from kaiku_analysis.responses.store import keep_responses, kept_responses
from kaiku_analysis.responses.wave import WaveAnswers, read_wave
from kaiku_analysis.study import DataError, Problem, Study


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
    if (kept := kept_responses(study)) is not None:
        return Responses(*kept)
    responses, problems = _read(study)
    if problems or responses is None:
        raise DataError(problems)
    keep_responses(study, responses.frame, responses.items, responses.set_aside)
    return responses


def check_responses(study: Study) -> tuple[Problem, ...]:
    """List everything in the exports that does not fit the plan."""
    if kept_responses(study) is not None:
        return ()
    return _read(study)[1]


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
    rows = [
        one.frame.assign(person=who, wave=one.wave)[keep]
        for one, who, keep in zip(readable, persons, kept, strict=True)
    ]
    frame = _arranged(pd.concat(rows, ignore_index=True), study)
    unsure = pd.concat(
        [one.dont_know[keep] for one, keep in zip(readable, kept, strict=True)],
        ignore_index=True,
    )
    items = _item_counts(frame, unsure, study)
    return Responses(frame, items, _set_aside(readable, kept)), ()


def _arranged(frame: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the columns in the codebook's order, and know every wave and unit."""
    waves = [wave.name for wave in study.plan.waves]
    links = {item.name for item in study.codebook.of_kind("link")}
    names = [n for n in study.codebook.names if n in frame and n not in links]
    arranged = frame[["person", "wave", *names]]
    typed = {"wave": pd.Categorical(frame["wave"], waves)}
    for item in study.codebook.of_kind("choice", "background", "unit"):
        if item.name in frame:
            typed[item.name] = pd.Categorical(
                frame[item.name], _codes(study, item.name)
            )
    return arranged.assign(**typed)


def _codes(study: Study, name: str) -> list[str]:
    item = study.codebook[name]
    if item.kind == "unit":
        return [unit.name for unit in study.plan.units]
    return list(study.options_of(name).labels)


def _item_counts(
    frame: pd.DataFrame, unsure: pd.DataFrame, study: Study
) -> pd.DataFrame:
    counts = []
    for item in study.codebook.items:
        if item.name not in frame:
            continue
        asked = _asked(frame, study, item.name)
        table = pd.DataFrame(
            {
                "asked": asked,
                "answered": asked & frame[item.name].notna() & ~_yes(unsure, item.name),
                "dont_know": asked & _yes(unsure, item.name),
            }
        )
        of_waves = table.groupby(frame["wave"], observed=False).sum()
        counts.append(of_waves.assign(item=item.name))
    return pd.concat(counts).reset_index()[
        ["wave", "item", "asked", "answered", "dont_know"]
    ]


def _yes(unsure: pd.DataFrame, name: str) -> pd.Series:
    # A question of one wave only has no cell in the others.
    return unsure[name].eq(True).fillna(False)


def _asked(frame: pd.DataFrame, study: Study, name: str) -> pd.Series:
    item = study.codebook[name]
    asked = frame["wave"].isin(
        [w.name for w in study.plan.waves if item.asked_in(w.name)]
    )
    if item.asked_if:
        condition, code = item.asked_if
        asked &= frame[condition].astype(str).str.removesuffix(".0") == code
    return asked


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
