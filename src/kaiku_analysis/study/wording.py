"""When two texts are the same answer: case, spaces and apostrophes do not count."""

import re
import unicodedata

SPACES = re.compile(r"[\s\ufeff\u200b]+")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘´`ʼ′", "'"))


def same_key(text: str) -> str:
    """Reduce a text to what it has in common with every way of writing it."""
    plain = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    # Case folding may take a letter apart, and leave the accents in another order.
    return SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()
