"""From the rows of codebook.csv to the questions of a study, mistakes collected."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import cast, get_args

from rapidfuzz import fuzz, process

from kaiku_analysis.study.check_options import twice
from kaiku_analysis.study.codebook import YES, Codebook, CodebookRow, Item
from kaiku_analysis.study.kinds import Kind
from kaiku_analysis.study.label import Label
from kaiku_analysis.study.problems import Problem, StudyError
from kaiku_analysis.study.values import LANGUAGES

NEEDED = ("item", "kind")
YES_OR_NO = ("reversed", "identifying")
READ = (
    *(*NEEDED, *YES_OR_NO, "scale", "options", "waves", "column", "about", "asked_if"),
    *(f"text_{language}" for language in LANGUAGES),
)
NO = frozenset({"", "no", "false", "0"})
ALMOST = 80
# Headings are split at every | but one that is written \|.
ALTERNATIVE = re.compile(r"(?<!\\)\|")


def load_codebook(path: Path) -> Codebook:
    """Read codebook.csv: comma, semicolon or tab, Unicode or Windows-1252.

    Raises
    ------
    StudyError
        If the file is missing, or a row lacks its name or has a kind, an answer to
        yes-or-no or a number of cells that cannot be read.
    """
    file = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise StudyError([_no_codebook(file, path.parent.name)])
    headings, lines = _lines(path, file)
    if problems := tuple(_problems(headings, lines, file)):
        raise StudyError(problems)
    return Codebook(tuple(_item(_row(headings, *line)) for line in lines))


def _no_codebook(file: str, study: str) -> Problem:
    fix = f"write one, or let `kaiku new {study}` draft it from your exports"
    return Problem(file, "there is no such file", fix)


Line = tuple[int, list[str]]


def _lines(path: Path, file: str) -> tuple[list[str], list[Line]]:
    """Split the file into its headings and numbered rows, the blank ones left out."""
    text = _decoded(path.read_bytes())
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    try:
        for number, row in enumerate(reader, start=1):
            cells = [cell.strip() for cell in row]
            if any(cells):
                lines.append((number, cells))
    except csv.Error as error:
        where = f"{file}, after row {lines[-1][0] if lines else 0}"
        fix = "close each quotation mark, and double it within a text"
        raise StudyError([Problem(where, f"cannot be read: {error}", fix)]) from None
    return (lines[0][1], lines[1:]) if lines else ([], [])


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _problems(
    headings: Sequence[str], lines: Sequence[Line], file: str
) -> Iterator[Problem]:
    wrong = tuple(_heading_problems(headings, file))
    yield from wrong
    absent = [name for name in NEEDED if name not in headings]
    if absent:
        yield Problem(
            f"{file}, row 1",
            f"no column {' and no column '.join(map(repr, absent))}"
            f", only {', '.join(map(repr, headings)) or 'nothing'}",
            "add the column; every row needs at least `item` and `kind`",
        )
    if wrong or absent:
        return
    for number, cells in lines:
        where = f"{file}, row {number}"
        if any(cells[len(headings) :]):
            what = f"has {len(cells)} cells where the heading row has {len(headings)}"
            fix = "put quotation marks around a text that holds the delimiter"
            yield Problem(where, what, fix)
        else:
            yield from _row_problems(_row(headings, number, cells), where)


def _heading_problems(headings: Sequence[str], file: str) -> Iterator[Problem]:
    where = f"{file}, row 1"
    for name in twice(filter(None, headings)):
        yield Problem(where, f"two columns are called {name!r}", "keep one of them")
    for name in headings:
        near = process.extractOne(name, READ, scorer=fuzz.ratio, score_cutoff=ALMOST)
        if near and name not in READ:
            fix = f"did you mean {near[0]!r}? Other columns need a name less alike"
            yield Problem(where, f"the column {name!r} is not one that is read", fix)


def _row(headings: Sequence[str], number: int, cells: Sequence[str]) -> CodebookRow:
    padded = (*cells, *[""] * len(headings))
    return CodebookRow(number, dict(zip(headings, padded, strict=False)))


def _row_problems(row: CodebookRow, where: str) -> Iterator[Problem]:
    kinds = get_args(Kind)
    if not row.cells["item"]:
        yield Problem(f"{where}, column item", "empty", "name the item")
    if row.cells["kind"] not in kinds:
        yield Problem(
            f"{where}, column kind",
            f"{row.cells['kind']!r} is not a kind of item",
            f"write one of {', '.join(kinds)}",
        )
    for column in YES_OR_NO:
        answer = row.cells.get(column, "")
        if answer.casefold() not in YES | NO:
            what = f"{answer!r} is neither yes nor no"
            fix = "write yes, or leave it empty"
            yield Problem(f"{where}, column {column}", what, fix)


def _item(row: CodebookRow) -> Item:
    cells = row.cells
    headings = ALTERNATIVE.split(cells.get("column", ""))
    plain = [one.replace(r"\|", "|").strip() for one in headings]
    texts = {
        key.removeprefix("text_"): value
        for key, value in cells.items()
        if key.startswith("text_")
    }
    return Item(
        name=cells["item"],
        kind=cast(Kind, cells["kind"]),
        scale=cells.get("scale", ""),
        options=cells.get("options", ""),
        headings=tuple(filter(None, plain)) or (cells["item"],),
        waves=tuple(cells.get("waves", "").split()),
        text=Label(texts),
        row=row,
    )
