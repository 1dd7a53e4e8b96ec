"""Free text without what tells who it is about."""

import re

from kaiku_analysis.language import find_identifiers

TAG = re.compile(r"\[(?:identity code|email|phone)\]")


def mask_text(text: str) -> str:
    """Put a tag in the place of every identity code, e-mail address and phone number.

    Names and places are not found by form and stay: a masked story is still about
    a person, and is not for everyone to read.
    """
    pieces, end = [], 0
    for identifier in find_identifiers(text):
        pieces += [text[end : identifier.start], f"[{identifier.form}]"]
        end = identifier.end
    return "".join([*pieces, text[end:]])


def without_tags(text: str) -> str:
    """Leave out the tags that stand for what was masked."""
    return TAG.sub(" ", text)
