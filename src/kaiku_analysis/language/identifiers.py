"""What in a text tells who a person is, by its form: codes, numbers, addresses."""

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["identity code", "email", "phone"]

_DASH = r"\-‐-―−"
_LOCAL = r"\w.!#$%&'*+/=?^`{|}~’-"
_EMAIL = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
# Finnish personal identity code: date of birth, a sign for the century (those taken
# into use in 2023 too), a number and a check character. The check is not asked for:
# a code mistyped by one letter still tells who it is about.
_IDENTITY_CODE = re.compile(
    rf"(?<!\d)[0-3]\d[01]\d\d\d\s?[+{_DASH}A-FU-Y]\s?\d{{3}}\s?[0-9A-FHJ-NPR-Y]"
    r"(?!\d)",
    re.IGNORECASE,
)
# A leading 0, + or 358, then at least 5 digits in groups by spaces, hyphens or
# brackets: without an upper bound, so that two numbers in a row do not leave a rest
# behind. Points and slashes only as in 09/123456 and 040.123.4567.
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[.,])"
    r"(?!\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d))"  # 01.02.2025
    r"(?!0\d[./-]\d{4}(?!\d))"  # 02/2025
    r"(?![0-2]\d[0-5]\d\s?[-–]\s?[0-2]\d[0-5]\d(?!\d))"  # 0800–1600
    r"(?!000)"  # 10 000 000
    rf"(?:(?:\+|\(?0|358)(?:[\s{_DASH}()]{{0,2}}\d){{5,}}"
    r"|0\d{1,3}[./]\s?\d{5,}|0\d{2}(?:\.\d{2,4}){2,4})"
)
# An address may hold a code or a number, and is masked whole; what one form has found
# is out of the next one's sight, so that no rest of a number is left.
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("email", _EMAIL),
    ("identity code", _IDENTITY_CODE),
    ("phone", _PHONE),
)
_FOUND = "\x00"


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
    found, sight = _search(text)
    every = found
    # What stood right before or after one that was found is looked at once more.
    while found:
        found, sight = _search(sight)
        every += found
    return tuple(sorted(every, key=lambda identifier: identifier.start))


def _search(text: str) -> tuple[list[Identifier], str]:
    found: list[Identifier] = []
    for form, pattern in _FORMS:
        found += [Identifier(form, *one.span()) for one in pattern.finditer(text)]
        text = pattern.sub(_blank, text)
    return found, text


def _blank(found: re.Match[str]) -> str:
    return _FOUND * len(found.group())
