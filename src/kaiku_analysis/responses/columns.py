"""Which column of an export holds the answers to which item."""

from collections.abc import Iterator

from kaiku_analysis.responses.exports import Export
from kaiku_analysis.responses.wording import nearest
from kaiku_analysis.study import Item, Problem, Study, Wave, same_key

MOST_NAMED = 12


def find_columns(
    export: Export, study: Study, wave: Wave
) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Find the place of each item's column, and list what is missing or double."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(export.frame.columns):
        places.setdefault(same_key(str(heading)), []).append(place)
    asked = [item for item in study.codebook.items if item.asked_in(wave.name)]
    found = {item.name: _places(item, places) for item in asked}
    problems = [problem for item in asked for problem in _problems(item, found, export)]
    chosen = {name: one[0] for name, one in found.items() if one}
    return chosen, (*problems, *_shared(chosen, export))


def _places(item: Item, places: dict[str, list[int]]) -> list[int]:
    """Look for the headings of the codebook, and else for the item's own name."""
    names = dict.fromkeys(map(same_key, item.headings))
    found = [place for name in names for place in places.get(name, [])]
    return found or places.get(same_key(item.name), [])


def _problems(
    item: Item, found: dict[str, list[int]], export: Export
) -> Iterator[Problem]:
    headings = [str(heading) for heading in export.frame.columns]
    wanted = item.headings[0]
    if not found[item.name]:
        yield Problem(
            export.path.name,
            f"no column {wanted!r}{_instead(wanted, headings)}",
            f"add its heading to `column` of {item.name} in codebook.csv (several with "
            "| between), or name in `waves` where it was asked",
        )
    elif len(found[item.name]) > 1:
        columns = ", ".join(f"{place + 1}" for place in found[item.name])
        yield Problem(
            export.path.name,
            f"{wanted!r} is the heading of several columns: {columns}",
            "rename all but the right one in a copy, or take out the others",
        )


def _shared(chosen: dict[str, int], export: Export) -> Iterator[Problem]:
    readers: dict[int, list[str]] = {}
    for name, place in chosen.items():
        readers.setdefault(place, []).append(name)
    for place, names in readers.items():
        if len(names) > 1:
            yield Problem(
                f"{export.path.name}, column {export.frame.columns[place]!r}",
                f"is read as several items: {', '.join(names)}",
                "name another heading in `column` of all but one in codebook.csv",
            )


def _instead(wanted: str, headings: list[str]) -> str:
    like = nearest(wanted, headings)
    if like:
        return f"; the nearest is {like!r}"
    named = ", ".join(map(repr, headings[:MOST_NAMED]))
    more = len(headings) - MOST_NAMED
    return f", only {named}" + (f" and {more} more" if more > 0 else "")
