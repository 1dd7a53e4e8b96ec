"""When two texts are the same answer: case, spaces and apostrophes do not count."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import process

SPACES = re.compile(r"[\s\ufeff\u200b]+")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘´`ʼ′", "'"))
NEAR = 60


def same_key(text: str) -> str:
    """Reduce a text to what it has in common with every way of writing it."""
    plain = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    return SPACES.sub(" ", plain).strip()


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Find the text that is most like `text`, if any is like it at all."""
    choices = {one: same_key(one) for one in known}
    found = process.extractOne(same_key(text), choices, score_cutoff=NEAR)
    return str(found[2]) if found else None
