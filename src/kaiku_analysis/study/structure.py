"""From the tables of study.toml to the parts of a plan, mistakes collected."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from rapidfuzz import process

from kaiku_analysis.study.label import EVERY_LANGUAGE, Label
from kaiku_analysis.study.plan import Options
from kaiku_analysis.study.problems import Problem

LANGUAGES = ("fi", "sv", "en")
Part = TypeVar("Part")


class UnfitValueError(ValueError):
    """A value of the plan is not of the kind its key asks for."""


def structure_plan(table: Mapping[str, Any], part: type[Part]) -> Part:
    """Build `part` of a plan from its table in study.toml.

    Raises
    ------
    ClassValidationError
        Holding every mistake; `plan_problems` puts them into words.
    """
    return _converter().structure(table, part)


def plan_problems(error: Exception, where: str) -> Iterator[Problem]:
    """Put every mistake that cattrs found into words, with its place."""
    if not isinstance(error, ClassValidationError | IterableValidationError):
        yield _problem(error, where)
        return
    noted, bare = error.group_exceptions()
    for inner, note in noted:
        yield from plan_problems(inner, f"{where}, {_place(note)}")
    for inner in bare:
        yield from plan_problems(inner, where)


def _place(note: Any) -> str:
    """Name a key as the plan's writer does, and count the tables of a list from 1."""
    if hasattr(note, "name"):
        return str(note.name)
    return f"no. {note.index + 1}" if isinstance(note.index, int) else str(note.index)


def _problem(error: BaseException, where: str) -> Problem:
    if isinstance(error, KeyError):
        return Problem(where, "is missing", "add this key")
    if isinstance(error, ForbiddenExtraKeysError):
        return _unknown_keys(error, where)
    fix = "compare with the plan that `kaiku new` writes"
    return Problem(where, str(error), fix)


def _unknown_keys(error: ForbiddenExtraKeysError, where: str) -> Problem:
    known = [field.name for field in fields(error.cl)]
    extra = sorted(error.extra_fields)
    nearest = [process.extractOne(key, known, score_cutoff=70) for key in extra]
    meant = " or ".join(repr(found[0]) for found in nearest if found)
    return Problem(
        where,
        f"has no key {', '.join(map(repr, extra))}",
        f"did you mean {meant}?" if meant else f"the keys are {', '.join(known)}",
    )


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind, name in (
        (str, 'a text such as "initial"'),
        (bool, "true or false"),
        (date, "a date such as 2025-01-31"),
    ):
        converter.register_structure_hook(kind, _only(kind, name))
    converter.register_structure_hook(int, _integer)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(Label, _label)
    converter.register_structure_hook(Options, _options)
    converter.register_structure_hook_func(_is_literal, _one_of)
    converter.register_structure_hook_func(_is_texts, _texts)
    return converter


def _only(kind: type, name: str) -> Any:
    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            raise UnfitValueError(f"{_shown(value)} is not {name}")
        return value

    return structure


def _integer(value: object, _: object) -> int:
    if type(value) is not int:
        raise UnfitValueError(f"{_shown(value)} is not a whole number")
    return value


def _number(value: object, _: object) -> float:
    if type(value) not in (int, float):
        raise UnfitValueError(f"{_shown(value)} is not a number")
    return float(value)  # type: ignore[arg-type]


def _label(value: object, _: object) -> Label:
    if isinstance(value, str):
        return Label({EVERY_LANGUAGE: value})
    if not isinstance(value, Mapping):
        example = '{ fi = "…", sv = "…", en = "…" }'
        raise UnfitValueError(f"{_shown(value)} is neither a text nor {example}")
    if strange := [key for key in value if key not in LANGUAGES]:
        raise UnfitValueError(
            f"{', '.join(map(repr, strange))} is not one of the languages "
            f"{', '.join(LANGUAGES)}"
        )
    return Label({key: str(text) for key, text in value.items()})


def _options(value: object, _: object) -> Options:
    """Read `[options.agree5]`: a line an answer, its code as the key."""
    if not isinstance(value, Mapping):
        raise UnfitValueError(f"{_shown(value)} is not a table of answers")
    ends = value.get("range")
    if ends is not None and not _is_range(ends):
        raise UnfitValueError(f"range = {_shown(ends)} is not two numbers, [0, 10]")
    lines = {code: line for code, line in value.items() if code != "range"}
    return Options(
        name="",
        labels={code: _label(_spoken(line), None) for code, line in lines.items()},
        missing=frozenset(code for code, line in lines.items() if _is_missing(line)),
        ends=(float(ends[0]), float(ends[1])) if ends else None,
    )


def _is_range(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(end) in (int, float) for end in value)
        and value[0] < value[1]
    )


def _spoken(line: object) -> object:
    if isinstance(line, Mapping):
        return {key: text for key, text in line.items() if key != "missing"}
    return line


def _is_missing(line: object) -> bool:
    return isinstance(line, Mapping) and line.get("missing") is True


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _one_of(value: object, kind: Any) -> object:
    if value not in get_args(kind):
        choices = ", ".join(map(repr, get_args(kind)))
        raise UnfitValueError(f"{_shown(value)} is not one of {choices}")
    return value


def _is_texts(kind: Any) -> bool:
    return bool(kind == tuple[str, ...])


def _texts(value: object, _: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnfitValueError(f'{_shown(value)} is not a list of texts, ["…", "…"]')
    return tuple(value)


def _shown(value: object) -> str:
    return repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}…"
