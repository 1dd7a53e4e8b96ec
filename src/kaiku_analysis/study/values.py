"""What each value of study.toml must be, said where it is not."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any, get_args

from cattrs import IterableValidationError
from cattrs.errors import IterableValidationNote

from kaiku_analysis.study.label import EVERY_LANGUAGE, Label
from kaiku_analysis.study.plan import Options

LANGUAGES = ("fi", "sv", "en")
LARGEST = 10**15  # beyond it, whole numbers are no longer exact


class UnfitValueError(ValueError):
    """A value of the plan is not of the kind its key asks for."""


def structure_only(kind: type, name: str) -> Any:
    """Make what takes values of one type only, called `name`."""

    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            raise UnfitValueError(f"{shown(value)} is not {name}")
        return value

    return structure


def structure_integer(value: object, _: object) -> int:
    """Take a whole number; true and false are none."""
    if type(value) is not int:
        raise UnfitValueError(f"{shown(value)} is not a whole number")
    return value


def structure_number(value: object, _: object) -> float:
    """Take a number that can be reckoned with."""
    if not _is_finite(value):
        raise UnfitValueError(f"{shown(value)} is not a number")
    return float(value)  # type: ignore[arg-type]


def _is_finite(value: object) -> bool:
    if type(value) is int:
        return abs(value) < LARGEST
    return type(value) is float and isfinite(value)


def structure_label(value: object, _: object) -> Label:
    """Take words in one language for all, or in each."""
    if isinstance(value, str):
        return Label({EVERY_LANGUAGE: value})
    if not isinstance(value, Mapping):
        example = '{ fi = "…", sv = "…", en = "…" }'
        raise UnfitValueError(f"{shown(value)} is neither a text nor {example}")
    if strange := [key for key in value if key not in LANGUAGES]:
        raise UnfitValueError(
            f"{', '.join(map(repr, strange))} is not one of the languages "
            f"{', '.join(LANGUAGES)}"
        )
    if unfit := [text for text in value.values() if not isinstance(text, str)]:
        raise UnfitValueError(f"{shown(unfit[0])} is not a text")
    return Label(dict(value))


def structure_options(value: object, _: object) -> Options:
    """Take `[options.agree5]`: a line an answer, its code as the key."""
    if not isinstance(value, Mapping):
        raise UnfitValueError(f"{shown(value)} is not a table of answers")
    ends = value.get("range")
    if ends is not None and not _is_range(ends):
        raise UnfitValueError(f"range = {shown(ends)} is not two numbers, [0, 10]")
    lines = {code: line for code, line in value.items() if code != "range"}
    return Options(
        name="",
        labels=_answers(lines),
        missing=frozenset(code for code, line in lines.items() if _is_missing(line)),
        ends=(float(ends[0]), float(ends[1])) if ends else None,
    )


def _is_range(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(map(_is_finite, value))
        and bool(value[0] < value[1])
    )


def _answers(lines: Mapping[str, object]) -> dict[str, Label]:
    """Read the words of each answer, every mistake noted with its code."""
    labels: dict[str, Label] = {}
    errors = []
    for code, line in lines.items():
        try:
            labels[code] = structure_label(_spoken(line), None)
        except UnfitValueError as error:
            error.__notes__ = [IterableValidationNote("", code, Label)]
            errors.append(error)
    if errors:
        raise IterableValidationError("answers", errors, Options)
    return labels


def _spoken(line: object) -> object:
    if not isinstance(line, Mapping):
        return line
    if type(line.get("missing", False)) is not bool:
        raise UnfitValueError(
            f"missing = {shown(line['missing'])} is not true or false"
        )
    return {key: text for key, text in line.items() if key != "missing"}


def _is_missing(line: object) -> bool:
    return isinstance(line, Mapping) and line.get("missing") is True


def structure_choice(value: object, kind: Any) -> object:
    """Take one of the words that the key knows."""
    if value not in get_args(kind):
        choices = ", ".join(map(repr, get_args(kind)))
        raise UnfitValueError(f"{shown(value)} is not one of {choices}")
    return value


def structure_texts(value: object, _: object) -> tuple[str, ...]:
    """Take a list of texts."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnfitValueError(f'{shown(value)} is not a list of texts, ["…", "…"]')
    return tuple(value)


def structure_pair(value: object, _: object) -> tuple[float, float]:
    """Take two numbers."""
    if not isinstance(value, list) or len(value) != 2:
        raise UnfitValueError(f"{shown(value)} is not two numbers, [0.5, 0.9]")
    return structure_number(value[0], None), structure_number(value[1], None)


def shown(value: object) -> str:
    """Show a value as the plan's writer knows it, not too much of it."""
    if isinstance(value, date):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}…"
