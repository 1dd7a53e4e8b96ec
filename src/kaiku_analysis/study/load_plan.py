"""From the text of study.toml to a plan, mistakes told as its writer knows them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cattrs import ClassValidationError

from kaiku_analysis.study.plan import Plan
from kaiku_analysis.study.problems import Problem, StudyError
from kaiku_analysis.study.structure import plan_problems, structure_plan


def load_plan(path: Path) -> Plan:
    """Read study.toml.

    Raises
    ------
    StudyError
        If it is no TOML, or naming every value that does not fit its key.
    """
    file = f"{path.parent.name}/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        fix = "mend this place; texts stand in quotes, dates as 2025-01-31"
        raise StudyError([Problem(file, f"cannot be read: {error}", fix)]) from None
    except UnicodeDecodeError:
        fix = "save it as UTF-8 in your editor"
        raise StudyError([Problem(file, "is not written in UTF-8", fix)]) from None
    try:
        return _named(structure_plan(table, Plan))
    except ClassValidationError as error:
        raise StudyError(_told(error, file, table)) from None


def _named(plan: Plan) -> Plan:
    options = {name: replace(one, name=name) for name, one in plan.options.items()}
    return replace(plan, options=options)


def _told(error: Exception, file: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Name each table of a list as the plan does, not only by its number."""
    for problem in plan_problems(error, file):
        where = problem.where
        for key, tables in table.items():
            if isinstance(tables, list):
                for number, one in enumerate(tables, start=1):
                    if isinstance(one, Mapping) and isinstance(one.get("name"), str):
                        plain = f", {key}, no. {number},"
                        told = f", [[{key}]] {one['name']!r},"
                        where = f"{where},".replace(plain, told).rstrip(",")
        yield replace(problem, where=where)
