"""What a column of an export seems to hold: guesses, for a person to confirm."""

import re
from dataclasses import dataclass
from math import isfinite

import pandas as pd

from kaiku_analysis.responses.answers import as_number
from kaiku_analysis.study import Kind

LINK = re.compile(
    r"^(id|.*[_ ]id|tunnus|.*tunniste|token|.*kood?i|kod|.*code|"
    r"respondent.*|vastaaja.*)$",
    re.IGNORECASE,
)
TIME = re.compile(r"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ]\d{1,2}[:.]\d{2}.*)?$")
MOST_OPTIONS = 12
LONGEST_OPTION = 60
LONG_TEXT = 40


@dataclass(frozen=True)
class ColumnDraft:
    """One column, over all the exports that have it.

    Attributes
    ----------
    labels
        The answers found, in the order a person would expect of numbers, by code.
    """

    heading: str
    kind: Kind
    labels: dict[str, str]
    waves: tuple[str, ...]
    question: str


def draft_column(
    heading: str,
    answers: pd.Series,
    *,
    waves: tuple[str, ...],
    value_labels: dict[str, str],
    question: str,
) -> ColumnDraft:
    """Guess what a column holds from its heading and its answers.

    Parameters
    ----------
    answers
        Every answer as a text, the empty cells left out.
    value_labels
        Words for codes that the file itself brings.
    """
    kind = _kind(heading, answers, value_labels)
    options = kind in ("rating", "choice")
    labels = _labels(answers, value_labels) if options else {}
    return ColumnDraft(heading, kind, labels, waves, question)


def _kind(heading: str, answers: pd.Series, value_labels: dict[str, str]) -> Kind:
    distinct = answers.unique()
    if not len(distinct):
        return "comment"
    if LINK.match(heading.strip()) and len(distinct) > 0.5 * len(answers):
        return "link"
    if all(TIME.match(text) for text in distinct):
        return "time"
    if value_labels:
        return "rating"
    numbers = [as_number(text) for text in distinct]
    if all(number is not None and isfinite(number) for number in numbers):
        return (
            "rating" if _is_rating([n for n in numbers if n is not None]) else "number"
        )
    if len(distinct) <= MOST_OPTIONS and max(map(len, distinct)) <= LONGEST_OPTION:
        return "choice"
    return "comment" if answers.str.len().mean() < LONG_TEXT else "story"


def _is_rating(numbers: list[float]) -> bool:
    whole = all(number.is_integer() for number in numbers)
    return whole and min(numbers) >= -5 and max(numbers) <= 10


def _labels(answers: pd.Series, value_labels: dict[str, str]) -> dict[str, str]:
    if value_labels:
        return value_labels
    distinct = list(answers.unique())
    if all(as_number(text) is not None for text in distinct):
        numbers = sorted({as_number(text) or 0.0 for text in distinct})
        whole = range(int(numbers[0]), int(numbers[-1]) + 1)
        return {str(number): str(number) for number in whole}
    return {str(place): text for place, text in enumerate(sorted(distinct), start=1)}
