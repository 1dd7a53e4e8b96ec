"""What a column of an export seems to hold: guesses, for a person to confirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import pandas as pd

from kaiku_analysis.responses.answers import as_number, plain_number
from kaiku_analysis.study import Kind, is_number, same_key

LINK = re.compile(
    r"^(id|.*[_ ]id|tunnus|.*tunniste|token|.*kood?i|kod|.*code|"
    r"respondent.*|vastaaja.*)$",
    re.IGNORECASE,
)
TIME = re.compile(r"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ]\d{1,2}[:.]\d{2}.*)?$")
MOST_OPTIONS = 12
FEWEST_TIMES = 5
LONGEST_OPTION = 60
LONG_TEXT = 40


@dataclass(frozen=True)
class ColumnDraft:
    """One column, over all the exports that have it.

    Attributes
    ----------
    labels
        The answers found, in the order a person would expect of numbers, by code.
    worded
        Whether the codes are ours, since the export holds words alone.
    repeated
        Whether an answer is there more than once in one export.
    """

    heading: str
    kind: Kind
    labels: dict[str, str]
    waves: tuple[str, ...]
    question: str
    worded: bool
    repeated: bool

    @property
    def signature(self) -> frozenset[str]:
        """What the same answers have in common, whatever column they stand in."""
        return frozenset(
            same_key(text) if self.worded else f"{code}={same_key(text)}"
            for code, text in self.labels.items()
        )


def draft_column(
    heading: str,
    answers: Sequence[pd.Series],
    *,
    waves: tuple[str, ...],
    value_labels: dict[str, str],
    question: str,
) -> ColumnDraft:
    """Guess what a column holds from its heading and its answers.

    Parameters
    ----------
    answers
        For each export every answer as a text, the empty cells left out.
    value_labels
        Words for codes that the files themselves bring.
    """
    every = pd.concat(answers)
    kind = _kind(heading, every, value_labels)
    labels: dict[str, str] = {}
    if kind in ("rating", "choice"):
        distinct = list(every.unique())
        labels = _labelled(distinct, value_labels) if value_labels else _found(distinct)
    worded = not value_labels and kind == "choice"
    repeated = any(one.map(same_key).duplicated().any() for one in answers)
    return ColumnDraft(heading, kind, labels, waves, question, worded, repeated)


def _kind(heading: str, answers: pd.Series, value_labels: dict[str, str]) -> Kind:
    distinct = list(answers.unique())
    if not distinct:
        return "comment"
    if LINK.match(heading.strip()) and len(distinct) > 0.5 * len(answers):
        return "link"
    if all(TIME.match(text) for text in distinct):
        return "time"
    others = _unlabelled(distinct, value_labels)
    if value_labels and len(others) <= MOST_OPTIONS:
        codes = (*value_labels, *others)
        return (
            "rating" if all(as_number(one) is not None for one in codes) else "choice"
        )
    return _kind_without_labels(answers, distinct)


def _kind_without_labels(answers: pd.Series, distinct: list[str]) -> Kind:
    numbers = [number for text in distinct if (number := as_number(text)) is not None]
    if len(numbers) == len(distinct):
        return "rating" if _is_rating(numbers) else "number"
    if max(map(len, distinct)) <= LONGEST_OPTION and _are_options(answers, distinct):
        return "choice"
    return "comment" if answers.str.len().mean() < LONG_TEXT else "story"


def _are_options(answers: pd.Series, distinct: Sequence[str]) -> bool:
    """Whether answers come again and again, maybe in three languages at once."""
    most = len(answers) / FEWEST_TIMES
    return len(distinct) <= MOST_OPTIONS or len(distinct) <= min(3 * MOST_OPTIONS, most)


def _is_rating(numbers: list[float]) -> bool:
    whole = all(number.is_integer() for number in numbers)
    return whole and min(numbers) >= -5 and max(numbers) <= 10


def _unlabelled(distinct: list[str], value_labels: dict[str, str]) -> list[str]:
    """List the answers that the file has no words for, as its ends alone may have."""
    words = {same_key(text) for text in value_labels.values()}
    codes = {_code(code) for code in value_labels}
    return [t for t in distinct if _code(t) not in codes and same_key(t) not in words]


def _labelled(distinct: list[str], value_labels: dict[str, str]) -> dict[str, str]:
    """Take the file's words, told apart by their codes where two are the same."""
    plain = value_labels | {
        _code(one): one for one in _unlabelled(distinct, value_labels)
    }
    codes = sorted(
        plain, key=lambda code: (as_number(code) is None, as_number(code) or 0)
    )
    labels: dict[str, str] = {}
    taken = {_code(code): code for code in codes}
    for code in codes:
        text = plain[code].strip() or code
        if taken.get(_code(text), code) != code:
            text = f"{text} ({code})"
        taken[_code(text)] = code
        labels[code] = text
    return labels


def _found(distinct: list[str]) -> dict[str, str]:
    """Give each answer a code: a number is its own, words follow the alphabet."""
    numbers = {n: text for text in distinct if (n := as_number(text)) is not None}
    if len(numbers) and all(as_number(text) is not None for text in distinct):
        whole = range(int(min(numbers)), int(max(numbers)) + 1)
        return {str(number): str(number) for number in whole}
    labels = {plain_number(number): numbers[number] for number in sorted(numbers)}
    words = {same_key(one): one for one in distinct if as_number(one) is None}
    free = (str(number) for number in count(1) if str(number) not in labels)
    return dict(zip(free, (words[key] for key in sorted(words)), strict=False)) | labels


def _code(text: str) -> str:
    return plain_number(float(text)) if is_number(text) else same_key(text)
