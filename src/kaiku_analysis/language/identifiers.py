"""What in a text tells who a person is, by its form: codes, numbers, addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Form = Literal["identity code", "email", "phone"]

# Finnish personal identity code: date of birth, a sign for the century (those taken
# into use in 2023 too), a number and a check character. The check is not asked for:
# a code mistyped by one letter still tells who it is about.
_IDENTITY_CODE = re.compile(
    r"(?<!\w)[0-3]\d[01]\d\d\d\s?[-+–−A-FU-Y]\s?\d{3}\s?[0-9A-FHJ-NPR-Y](?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
# A leading 0, + or 00, then at least 5 digits in groups by spaces, hyphens or brackets:
# without an upper bound, so that two numbers in a row do not leave a rest behind.
_PHONE = re.compile(
    r"(?<![\w.,/])(?:\+|00|\(?0)(?:[\s\-–()]{0,2}\d){5,}(?![\w]|[.,/]\d)"
)
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("identity code", _IDENTITY_CODE),
    ("email", _EMAIL),
    ("phone", _PHONE),
)


@dataclass(frozen=True)
class Identifier:
    """Where in a text something tells who a person is.

    Attributes
    ----------
    start, end
        Positions in the text, the end not included.
    """

    form: Form
    start: int
    end: int


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Find identity codes, e-mail addresses and phone numbers, first to last."""
    found: list[Identifier] = []
    for identifier in _matches(text):
        if not any(_overlap(identifier, other) for other in found):
            found.append(identifier)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def _matches(text: str) -> Iterator[Identifier]:
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            yield Identifier(form, match.start(), match.end())


def _overlap(one: Identifier, other: Identifier) -> bool:
    return one.start < other.end and other.start < one.end
