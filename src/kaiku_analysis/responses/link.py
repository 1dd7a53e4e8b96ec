"""Who is who across the waves, where they can be told at all."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from kaiku_analysis.responses.wave import WaveAnswers
from kaiku_analysis.study import Problem, Study, same_key

MOST_NAMED = 10


def find_persons(
    waves: Sequence[WaveAnswers], study: Study
) -> tuple[list[pd.Series], list[pd.Series], tuple[Problem, ...]]:
    """Give each person a number, the same in two waves where their links agree.

    Whoever left a link column empty is a person of their own. The numbers say nothing
    about the respondent; the link columns themselves go no further than this.

    Returns
    -------
    For each file the person of each row, and whether the row is kept; problems, where
    the plan does not say what to do about a wave that holds somebody twice.
    """
    columns = study.plan.linking.columns
    keys = pd.concat([_keys(one, columns) for one in waves], ignore_index=True)
    wave_of = np.repeat([one.wave for one in waves], _lengths(waves))
    again = pd.DataFrame({"key": keys, "wave": wave_of}).duplicated(keep=False)
    again &= keys.notna()
    policy = study.plan.linking.duplicates
    kept = pd.Series(True, index=keys.index)
    problems: tuple[Problem, ...] = ()
    if policy in ("first", "last"):
        rows = pd.DataFrame({"key": keys, "wave": wave_of})
        kept = ~(again & rows.duplicated(keep=policy))
    elif policy == "apart":
        keys = keys.mask(again)
    else:
        problems = tuple(_duplicates(waves, keys, again))
    persons = _numbered(keys)
    return _split(persons, waves), _split(kept, waves), problems


def _keys(one: WaveAnswers, columns: tuple[str, ...]) -> pd.Series:
    """Join the link columns of each row; none where one of them is empty."""
    if not columns or not set(columns) <= set(one.frame):
        return pd.Series(None, index=one.frame.index, dtype=object)
    parts = [
        one.frame[name].map(lambda cell: same_key(str(cell)), na_action="ignore")
        for name in columns
    ]
    complete = pd.concat(parts, axis=1).notna().all(axis=1)
    joined = parts[0].astype(object)
    for part in parts[1:]:
        joined = joined + "\x1f" + part.astype(object)
    return joined.where(complete, None)


def _numbered(keys: pd.Series) -> pd.Series:
    codes, distinct = pd.factorize(keys)
    alone = codes < 0
    codes[alone] = len(distinct) + np.arange(alone.sum())
    return pd.Series(codes, index=keys.index)


def _split(values: pd.Series, waves: Sequence[WaveAnswers]) -> list[pd.Series]:
    ends = np.cumsum(_lengths(waves))[:-1]
    pieces = np.split(values.to_numpy(), ends)
    return [
        pd.Series(piece, index=one.frame.index)
        for piece, one in zip(pieces, waves, strict=True)
    ]


def _duplicates(
    waves: Sequence[WaveAnswers], keys: pd.Series, again: pd.Series
) -> Iterator[Problem]:
    """Name the rows, never the key: it tells who answered."""
    rows = pd.DataFrame(
        {
            "key": keys,
            "wave": np.repeat([one.wave for one in waves], _lengths(waves)),
            "file": np.repeat([one.file for one in waves], _lengths(waves)),
            "row": np.concatenate([one.frame.index for one in waves]),
        }
    )[again.to_numpy()]
    for wave, of_wave in rows.groupby("wave", sort=False):
        people = [one for _, one in of_wave.groupby("key", sort=False)]
        for one in people[:MOST_NAMED]:
            yield Problem(
                " and ".join(
                    _rows(file, at) for file, at in one.groupby("file")["row"]
                ),
                f"the same person more than once in the wave {wave!r}",
                'choose which row counts: [linking] duplicates = "first" or "last" in '
                'study.toml, or "apart" to link none of them',
            )
        if len(people) > MOST_NAMED:
            where = ", ".join(of_wave["file"].unique())
            what = f"{len(people) - MOST_NAMED} more people are there more than once"
            yield Problem(where, f"{what} in the wave {wave!r}", "see above")


def _rows(file: str, rows: pd.Series) -> str:
    name = "row" if len(rows) == 1 else "rows"
    return f"{file}, {name} {', '.join(map(str, rows))}"


def _lengths(waves: Sequence[WaveAnswers]) -> list[int]:
    return [len(one.frame) for one in waves]
