"""The questions of a study: one row of codebook.csv an item."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import cast, get_args

from kaiku_analysis.study.kinds import Kind
from kaiku_analysis.study.label import Label
from kaiku_analysis.study.problems import Problem, StudyError

NEEDED = ("item", "kind")
YES, NO = {"yes", "true", "1", "x"}, {"", "no", "false", "0"}
ALTERNATIVE = "|"


@dataclass(frozen=True)
class Item:
    """One question.

    Attributes
    ----------
    scale
        The scale it is scored in; empty for a question that stands alone.
    options
        The answers it offers, by their name in the plan; empty for free text.
    headings
        What its column may be called in an export.
    waves
        The waves that asked it; every wave if empty.
    """

    name: str
    kind: Kind
    scale: str
    options: str
    headings: tuple[str, ...]
    waves: tuple[str, ...]
    text: Label
    row: "CodebookRow"

    def asked_in(self, wave: str) -> bool:
        """Whether the survey of `wave` held this question."""
        return not self.waves or wave in self.waves

    @property
    def reversed(self) -> bool:
        """Whether agreeing means less of what the scale measures."""
        return self.row.cells.get("reversed", "").strip().casefold() in YES

    @property
    def about(self) -> str:
        """What a permission or a contact is about: another item, or a unit."""
        return self.row.cells.get("about", "").strip()

    @property
    def asked_if(self) -> tuple[str, str] | None:
        """The item and the answer that the question was put after; None: to all."""
        name, equals, code = self.row.cells.get("asked_if", "").partition("=")
        return (name.strip(), code.strip()) if equals else None

    @property
    def identifying(self) -> bool:
        """Whether the answer helps to tell who the respondent is."""
        return self.row.cells.get("identifying", "").strip().casefold() in YES


@dataclass(frozen=True)
class CodebookRow:
    """A row of codebook.csv as it was written, for whatever else it says.

    Attributes
    ----------
    number
        The row as a spreadsheet counts it: the heading is row 1.
    """

    number: int
    cells: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Codebook:
    """Every question, in the order of the file."""

    items: tuple[Item, ...]

    def __getitem__(self, name: str) -> Item:
        return next(item for item in self.items if item.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all items."""
        return tuple(item.name for item in self.items)

    def of_scale(self, scale: str) -> tuple[Item, ...]:
        """Collect the items scored in `scale`."""
        return tuple(item for item in self.items if item.scale == scale)

    def of_kind(self, *kinds: Kind) -> tuple[Item, ...]:
        """Collect the items of these kinds."""
        return tuple(item for item in self.items if item.kind in kinds)


def load_codebook(path: Path) -> Codebook:
    """Read codebook.csv: comma or semicolon, UTF-8 or Windows-1252.

    Raises
    ------
    StudyError
        If the file is missing, or a row lacks its name or has a kind, an answer to
        yes-or-no or a heading that cannot be read.
    """
    if not path.is_file():
        raise StudyError([_no_codebook(path)])
    rows = list(_rows(path))
    if problems := tuple(_problems(rows, path)):
        raise StudyError(problems)
    return Codebook(tuple(map(_item, rows)))


def _no_codebook(path: Path) -> Problem:
    return Problem(
        f"{path.parent.name}/{path.name}",
        "there is no such file",
        f"write one, or let `kaiku new {path.parent.name}` draft it from your exports",
    )


def _rows(path: Path) -> Iterator[CodebookRow]:
    text = _decoded(path.read_bytes())
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    lines.fieldnames = [name.strip() for name in lines.fieldnames or ()]
    for number, line in enumerate(lines, start=2):
        cells = {key: (line[key] or "").strip() for key in lines.fieldnames}
        if any(cells.values()):
            yield CodebookRow(number, cells)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _problems(rows: list[CodebookRow], path: Path) -> Iterator[Problem]:
    file = f"{path.parent.name}/{path.name}"
    headings = list(rows[0].cells) if rows else []
    absent = [name for name in NEEDED if name not in headings]
    if absent:
        yield Problem(
            f"{file}, row 1",
            f"no column {' and no column '.join(map(repr, absent))}"
            f", only {', '.join(map(repr, headings)) or 'nothing'}",
            "add the column; every row needs at least `item` and `kind`",
        )
        return
    for row in rows:
        yield from _row_problems(row, file)


def _row_problems(row: CodebookRow, file: str) -> Iterator[Problem]:
    where = f"{file}, row {row.number}"
    kinds = get_args(Kind)
    if not row.cells["item"]:
        yield Problem(f"{where}, column item", "empty", "name the item")
    if row.cells["kind"] not in kinds:
        yield Problem(
            f"{where}, column kind",
            f"{row.cells['kind']!r} is not a kind of item",
            f"write one of {', '.join(kinds)}",
        )
    answer = row.cells.get("reversed", "")
    if answer.casefold() not in YES | NO:
        yield Problem(
            f"{where}, column reversed",
            f"{answer!r} is neither yes nor no",
            "write yes, or leave it empty",
        )


def _item(row: CodebookRow) -> Item:
    cells = row.cells
    headings = [one.strip() for one in cells.get("column", "").split(ALTERNATIVE)]
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
        headings=tuple(filter(None, headings)) or (cells["item"],),
        waves=tuple(cells.get("waves", "").split()),
        text=Label(texts),
        row=row,
    )
