"""One column of an export as the answers to one item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kaiku_analysis.privacy import mask_text
from kaiku_analysis.responses.answers import (
    Matcher,
    as_number,
    options_matcher,
    units_matcher,
)
from kaiku_analysis.responses.wording import same_key
from kaiku_analysis.study import FREE_TEXT, Item, Problem, Study

MOST_SHOWN = 60
MOST_ROWS = 5
MOST_KINDS = 10
CODED = frozenset({"choice", "choices", "background", "unit"})


@dataclass(frozen=True)
class Decoded:
    """The answers to an item.

    Attributes
    ----------
    values
        Numbers for what measures, codes for what tells apart, texts for free text;
        missing where there is no answer.
    dont_know
        Where the answer is one of those that measure nothing.
    """

    values: pd.Series
    dont_know: pd.Series
    problems: tuple[Problem, ...] = ()


def decode_item(
    column: pd.Series, item: Item, study: Study, labels: dict[str, str], file: str
) -> Decoded:
    """Read the answers to `item` from the column of an export.

    Parameters
    ----------
    column
        A categorical of texts; its index is the row in the file.
    labels
        Words for codes that the file itself brings.
    """
    column = _without_empty(column, study)
    if item.kind in FREE_TEXT:
        return _plain(_by_category(column, mask_text))
    if item.kind == "number":
        return _numbers(column, item, file)
    if item.kind in ("link", "time"):
        return _plain(_by_category(column, str))
    matcher = (
        units_matcher(study)
        if item.kind == "unit"
        else options_matcher(study.options_of(item.name))
    )
    return _coded(column, item, study, _reading(item, matcher, labels), file)


def _without_empty(column: pd.Series, study: Study) -> pd.Series:
    """Leave out what the plan says means "no answer"."""
    empty = {same_key(cell) for cell in study.plan.empty}
    gone = [text for text in column.cat.categories if same_key(text) in empty]
    return column.cat.remove_categories(gone) if gone else column


def _by_category(column: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Read each distinct text once, however many rows hold it."""
    values = np.array([*map(read, column.cat.categories), None], dtype=object)
    return pd.Series(values[column.cat.codes], index=column.index, dtype=object)


def _plain(values: pd.Series) -> Decoded:
    return Decoded(values, _never(values))


def _never(values: pd.Series) -> pd.Series:
    return pd.Series(False, index=values.index)


def _numbers(column: pd.Series, item: Item, file: str) -> Decoded:
    read = [as_number(text) for text in column.cat.categories]
    numbers = np.array([*(np.nan if one is None else one for one in read), np.nan])
    unread = [one is None for one in read]
    problems = [
        Problem(
            _place(column, int(place), file),
            f"{_short(column.cat.categories[place])} is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        )
        for place in np.flatnonzero(unread)
    ]
    values = pd.Series(numbers[column.cat.codes], index=column.index)
    return Decoded(values, _never(values), _first_few(problems, column, file))


Reading = tuple[Callable[[str], str | None], Matcher, dict[str, str]]


def _reading(item: Item, matcher: Matcher, labels: dict[str, str]) -> Reading:
    """Choose how a cell is read: words that the file brings for a code count too."""
    match = matcher.match_several if item.kind == "choices" else matcher.match

    def read(text: str) -> str | None:
        code, worded = match(text), match(labels[text]) if text in labels else None
        # Where a code and its words mean two different answers, we do not guess.
        return None if code and worded and code != worded else worded or code

    return read, matcher, labels


def _coded(
    column: pd.Series, item: Item, study: Study, reading: Reading, file: str
) -> Decoded:
    read, matcher, labels = reading
    codes = [read(text) for text in column.cat.categories]
    problems = [
        _unmatched(column, place, item, matcher, labels, file)
        for place, code in enumerate(codes)
        if code is None
    ]
    missing = (
        frozenset() if item.kind == "unit" else study.options_of(item.name).missing
    )
    unsure = np.array([*(code in missing for code in codes), False])
    dont_know = pd.Series(unsure[column.cat.codes], index=column.index)
    values = _values(codes, missing, item)
    return Decoded(
        pd.Series(values[column.cat.codes], index=column.index),
        dont_know,
        _first_few(problems, column, file),
    )


def _values(
    codes: Sequence[str | None], missing: frozenset[str], item: Item
) -> np.ndarray:
    if item.kind in CODED:
        return np.array([*codes, None], dtype=object)
    numbers = [
        np.nan if code is None or code in missing else float(code) for code in codes
    ]
    return np.array([*numbers, np.nan])


def _unmatched(
    column: pd.Series,
    place: int,
    item: Item,
    matcher: Matcher,
    labels: dict[str, str],
    file: str,
) -> Problem:
    text = column.cat.categories[place]
    shown = _short(text) + (f" ({_short(labels[text])})" if text in labels else "")
    like = matcher.nearest(text)
    options = f"[options.{item.options}]" if item.options else "its options"
    return Problem(
        _place(column, place, file),
        f"{shown} is not one of the answers to {item.name}"
        + (f"; the nearest is {like!r}" if like else ""),
        f"if people could answer so, add it to {options} in study.toml; "
        "if it means no answer, add it to `empty`",
    )


def _place(column: pd.Series, place: int, file: str) -> str:
    rows = column.index[column.cat.codes == place]
    first = ", ".join(map(str, rows[:MOST_ROWS]))
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    name = "row" if len(rows) == 1 else "rows"
    return f"{file}, column {column.name!r}, {name} {first}{more}"


def _short(text: str) -> str:
    """Show what is there, without what tells who wrote it."""
    plain = mask_text(text)
    return repr(plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…")


def _first_few(
    problems: list[Problem], column: pd.Series, file: str
) -> tuple[Problem, ...]:
    """Name the first answers that do not fit, and count the rest."""
    if len(problems) <= MOST_KINDS:
        return tuple(problems)
    rest = Problem(
        f"{file}, column {column.name!r}",
        f"{len(problems) - MOST_KINDS} more kinds of answers do not fit",
        "is this the right column, and are its options the right ones?",
    )
    return (*problems[:MOST_KINDS], rest)
