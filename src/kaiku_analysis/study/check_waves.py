"""Whether the waves of a plan are in order, each with files of its own."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kaiku_analysis.study.plan import Plan, Wave
from kaiku_analysis.study.problems import Problem


def check_waves(plan: Plan, file: str) -> Iterator[Problem]:
    """List the waves that are out of order, or whose answers would count twice."""
    if not plan.waves:
        fix = "add a [[waves]] table for each time the survey went out"
        yield Problem(f"{file}, waves", "there is none", fix)
    for wave in plan.waves:
        yield from _wave(wave, f"{file}, [[waves]] {wave.name!r}")
    yield from _read_twice(plan, file)
    in_order = sorted(plan.waves, key=lambda wave: wave.opened)
    if list(plan.waves) != in_order:
        what = "the waves are not in the order of their dates"
        yield Problem(f"{file}, waves", what, "put the earliest first")


def _wave(wave: Wave, place: str) -> Iterator[Problem]:
    if wave.closed < wave.opened:
        what = f"closed {wave.closed} is before opened {wave.opened}"
        yield Problem(place, what, "correct one of the dates")
    if len(wave.name.split()) > 1:
        fix = "write it in one word; the label may be longer"
        yield Problem(place, "has a space in its name", fix)
    for name in wave.files:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            fix = "put the file into raw/ and give its name there"
            yield Problem(f"{place}, files", f"{name!r} is not inside raw/", fix)


def _read_twice(plan: Plan, file: str) -> Iterator[Problem]:
    """Find the files that would count the same answers in two places."""
    readers: dict[tuple[str, str], list[Wave]] = defaultdict(list)
    for wave in plan.waves:
        for name in wave.files:
            readers[name, wave.sheet].append(wave)
    for (name, _), waves in readers.items():
        rows = [tuple(sorted(wave.where.items())) for wave in waves]
        if len(waves) > 1 and (() in rows or len(set(rows)) < len(rows)):
            yield Problem(
                f"{file}, waves",
                f"{name!r} is read twice, so that its answers would count twice",
                "name it once, or tell the rows of each wave apart with `where`",
            )
