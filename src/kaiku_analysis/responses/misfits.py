"""How answers that do not fit are told: where, what, and what may be meant."""

import pandas as pd

from kaiku_analysis.privacy import mask_text
from kaiku_analysis.responses.answers import Matcher
from kaiku_analysis.study import Item, Problem

MOST_SHOWN = 60
MOST_ROWS = 5
MOST_KINDS = 10


def unmatched(
    column: pd.Series,
    place: int,
    item: Item,
    matcher: Matcher,
    labels: dict[str, str],
    file: str,
) -> Problem:
    """Say which answer is none of the plan's, where, and which is the nearest."""
    text = column.cat.categories[place]
    shown = short(text) + (f" ({short(labels[text])})" if text in labels else "")
    where = place_of(column, place, file)
    if matcher.match(text) and text in labels:
        what = f"{shown} is another answer to {item.name} by its code than by its words"
        fix = f"number the answers of {_home(item)} in study.toml as the file does"
        return Problem(where, what, fix)
    like = matcher.nearest(labels.get(text, text))
    return Problem(
        where,
        f"{shown} is not one of the answers to {item.name}"
        + (f"; the nearest is {like!r}" if like else ""),
        f"if people could answer so, add it to {_home(item)} in study.toml; "
        "if it means no answer, add it to `empty`",
    )


def _home(item: Item) -> str:
    """Say where the answers to an item are listed."""
    if item.kind == "unit":
        return "[[units]]"
    return f"[options.{item.options}]" if item.options else "its options"


def place_of(column: pd.Series, place: int, file: str) -> str:
    """Name the column, and the first rows that hold one answer."""
    rows = column.index[column.cat.codes == place]
    first = ", ".join(map(str, rows[:MOST_ROWS]))
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    name = "row" if len(rows) == 1 else "rows"
    return f"{file}, column {column.name!r}, {name} {first}{more}"


def short(text: str) -> str:
    """Show what is there, without what tells who wrote it."""
    plain = mask_text(text)
    return repr(plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…")


def first_few(
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
