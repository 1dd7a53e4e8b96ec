"""The questions of a study: one row of codebook.csv an item."""

from dataclasses import dataclass, field

from kaiku_analysis.study.kinds import Kind
from kaiku_analysis.study.label import Label

YES = frozenset({"yes", "true", "1", "x"})


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
