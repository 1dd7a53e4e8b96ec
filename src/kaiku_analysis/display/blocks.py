"""What a report is made of: sentences, tables and pictures, in chapters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.figure import Figure

from kaiku_analysis.display.markup import (
    heading_markup,
    paragraph_markup,
    picture_markup,
    table_markup,
)
from kaiku_analysis.display.texts import Texts


@dataclass(frozen=True)
class Heading:
    """The title of a part of a chapter."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return heading_markup(self.text)


@dataclass(frozen=True)
class Claim:
    """A sentence, with the numbers it was made from.

    Attributes
    ----------
    numbers
        The values behind the words, by name, before they were rounded.
    """

    text: str
    numbers: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return paragraph_markup(self.text)


@dataclass(frozen=True)
class Table:
    """A titled table in the reader's language; its first column names the rows."""

    title: str
    frame: pd.DataFrame
    texts: Texts
    note: str = ""

    def _repr_html_(self) -> str:
        rows = [
            [self.texts.show(cell) for cell in row]
            for row in self.frame.itertuples(index=False)
        ]
        return table_markup(self.title, list(self.frame.columns), rows, self.note)


@dataclass(frozen=True)
class Picture:
    """A figure, and the sentences that stand for it where it cannot be seen."""

    title: str
    alt: str
    figure: Figure

    def _repr_html_(self) -> str:
        return picture_markup(self.title, self.alt, self.figure)


Block = str | Heading | Claim | Table | Picture


@dataclass(frozen=True)
class Chapter:
    """One question, answered.

    Attributes
    ----------
    name
        The question's one name: its folder, notebook and section of the locales.
    findings
        The sentences that the summary page repeats.
    hidden
        What the chapter could not show, and why.
    tables
        The same numbers for other programs, by the name of the file.
    """

    name: str
    heading: str
    blocks: tuple[Block, ...]
    findings: tuple[Claim, ...] = ()
    hidden: tuple[str, ...] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        blocks = [Heading(self.heading), *self.blocks]
        return "\n".join(map(block_markup, blocks))


def block_markup(block: Block) -> str:
    """Write a block as HTML; a bare text is a paragraph."""
    return paragraph_markup(block) if isinstance(block, str) else block._repr_html_()
