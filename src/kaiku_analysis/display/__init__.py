"""How results look and read: one theme, one table style, one voice per language."""

from kaiku_analysis.display.blocks import (
    Block,
    Chapter,
    Claim,
    Heading,
    Picture,
    Table,
    block_markup,
)
from kaiku_analysis.display.texts import DASH, Texts, load_texts
from kaiku_analysis.display.theme import (
    AFTER,
    BAND,
    BEFORE,
    INK,
    QUIET,
    new_figure,
    tick_steps,
)

__all__ = [
    "AFTER",
    "BAND",
    "BEFORE",
    "DASH",
    "INK",
    "QUIET",
    "Block",
    "Chapter",
    "Claim",
    "Heading",
    "Picture",
    "Table",
    "Texts",
    "block_markup",
    "load_texts",
    "new_figure",
    "tick_steps",
]
