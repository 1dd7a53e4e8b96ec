"""One column of an export as the answers to one item."""

from collections import Counter
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
from kaiku_analysis.responses.misfits import first_few, place_of, short, unmatched
from kaiku_analysis.study import FREE_TEXT, Item, Problem, Study, is_number, same_key

CODED = frozenset({"choice", "choices", "background", "unit", "permission"})


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
            place_of(column, int(place), file),
            f"{short(column.cat.categories[place])} is not a number",
            "write the number only, or make the item a comment in codebook.csv",
        )
        for place in np.flatnonzero(unread)
    ]
    values = pd.Series(numbers[column.cat.codes], index=column.index)
    return Decoded(values, _never(values), first_few(problems, column, file))


Reading = tuple[Callable[[str], str | None], Matcher, dict[str, str]]


def _reading(item: Item, matcher: Matcher, labels: dict[str, str]) -> Reading:
    """Choose how a cell is read: words that the file brings for a code count too."""
    match = matcher.match_several if item.kind == "choices" else matcher.match
    labels = _telling(labels)

    def read(text: str) -> str | None:
        code, worded = match(text), match(labels[text]) if text in labels else None
        # Where a code and its words mean two different answers, we do not guess.
        return None if code and worded and code != worded else worded or code

    return read, matcher, labels


def _telling(labels: dict[str, str]) -> dict[str, str]:
    """Keep the words that stand for one code: no numbers, nothing twice."""
    times = Counter(map(same_key, labels.values()))
    return {
        code: text
        for code, text in labels.items()
        if times[same_key(text)] == 1 and not is_number(text)
    }


def _coded(
    column: pd.Series, item: Item, study: Study, reading: Reading, file: str
) -> Decoded:
    read, matcher, labels = reading
    codes = [read(text) for text in column.cat.categories]
    problems = [
        unmatched(column, place, item, matcher, labels, file)
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
        first_few(problems, column, file),
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
