"""From the tables of study.toml to the parts of a plan, mistakes collected."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_mapping_structure_fn
from rapidfuzz import process

from kaiku_analysis.study.label import Label
from kaiku_analysis.study.plan import Options
from kaiku_analysis.study.problems import Problem
from kaiku_analysis.study.values import (
    UnfitValueError,
    shown,
    structure_choice,
    structure_integer,
    structure_label,
    structure_number,
    structure_only,
    structure_options,
    structure_pair,
    structure_texts,
)

Part = TypeVar("Part")


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
    converter.register_structure_hook_factory(is_dataclass, _table)
    converter.register_structure_hook_factory(_is_names, _names)
    converter.register_structure_hook_factory(_is_tables, _tables)
    for kind, name in (
        (str, 'a text such as "initial"'),
        (bool, "true or false"),
        (date, "a date such as 2025-01-31"),
    ):
        converter.register_structure_hook(kind, structure_only(kind, name))
    converter.register_structure_hook(int, structure_integer)
    converter.register_structure_hook(float, structure_number)
    converter.register_structure_hook(Label, structure_label)
    converter.register_structure_hook(Options, structure_options)
    converter.register_structure_hook_func(_is_literal, structure_choice)
    converter.register_structure_hook_func(_is_texts, structure_texts)
    converter.register_structure_hook_func(_is_pair, structure_pair)
    return converter


def _table(kind: Any, converter: Converter) -> Any:
    build: Any = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

    def structure(value: object, _: object) -> object:
        if not isinstance(value, Mapping):
            raise UnfitValueError(f"{shown(value)} is not a table of keys and values")
        return build(value, kind)

    return structure


def _is_names(kind: Any) -> bool:
    return get_origin(kind) is dict


def _names(kind: Any, converter: Converter) -> Any:
    build: Any = make_mapping_structure_fn(kind, converter)

    def structure(value: object, _: object) -> object:
        if not isinstance(value, Mapping):
            raise UnfitValueError(f"{shown(value)} is not a table of names")
        return build(value, kind)

    return structure


def _is_tables(kind: Any) -> bool:
    return get_origin(kind) is tuple and is_dataclass(get_args(kind)[0])


def _tables(kind: Any, converter: Converter) -> Any:
    part = get_args(kind)[0]

    def structure(value: object, _: object) -> object:
        if not isinstance(value, list):
            raise UnfitValueError(f"{shown(value)} is not a list of [[…]] tables")
        return tuple(converter.structure(value, list[part]))  # type: ignore[valid-type]

    return structure


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _is_texts(kind: Any) -> bool:
    return bool(kind == tuple[str, ...])


def _is_pair(kind: Any) -> bool:
    return bool(kind == tuple[float, float])
