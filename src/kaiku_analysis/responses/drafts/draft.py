"""A first plan and codebook, drafted from exports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kaiku_analysis.responses.drafts.columns import ColumnDraft, draft_column
from kaiku_analysis.responses.exports import Export, read_export
from kaiku_analysis.study import DataError, Kind, Problem, is_number, same_key

SHORT_NAME = re.compile(r"^[A-Za-zÅÄÖåäö]\w{0,24}$")
FEWEST_ITEMS = 3
OWN_NAMES = ("person", "wave")


@dataclass(frozen=True)
class ItemDraft:
    """A row of the codebook to be."""

    name: str
    kind: Kind
    scale: str
    options: str
    column: ColumnDraft


@dataclass(frozen=True)
class Draft:
    """All that was guessed.

    Attributes
    ----------
    options
        The answers that columns share, by the name of their table in the plan.
    scales
        The options of each scale guessed: three or more columns with the same answers.
    left_out
        The headings that several columns of one export have.
    """

    items: tuple[ItemDraft, ...]
    options: dict[str, dict[str, str]]
    scales: dict[str, str]
    left_out: tuple[str, ...] = ()

    @property
    def link(self) -> ItemDraft | None:
        """The column to link by, if any: rather one in which nobody is there twice."""
        links = [item for item in self.items if item.kind == "link"]
        return min(links, key=lambda item: item.column.repeated, default=None)


def draft_study(exports: Mapping[str, Path]) -> Draft:
    """Draft the items, answer options and scales of a study from its exports.

    Parameters
    ----------
    exports
        The export of each wave, by the wave's name.

    Raises
    ------
    DataError
        Naming every file that cannot be read.
    """
    found = _columns(_read(exports))
    columns = [_column(cells) for cells in found.values() if _is_one(cells)]
    left_out = [_heading(cells) for cells in found.values() if not _is_one(cells)]
    options = _options(columns)
    numbered = {name: labels for name, labels, _ in options}
    items = [
        ItemDraft(name, one.kind, "", _of_set(one, options), one)
        for name, one in zip(_item_names(columns), columns, strict=True)
    ]
    return replace(_with_scales(items, numbered), left_out=tuple(left_out))


Cells = list[tuple[str, Export, int]]
Named = list[tuple[str, dict[str, str], frozenset[str]]]


def _read(exports: Mapping[str, Path]) -> dict[str, Export]:
    read: dict[str, Export] = {}
    problems: list[Problem] = []
    for wave, path in exports.items():
        try:
            read[wave] = read_export(path)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return read


def _columns(exports: Mapping[str, Export]) -> dict[str, Cells]:
    """Bring together the columns of the same heading."""
    found: dict[str, Cells] = {}
    for wave, export in exports.items():
        for place, heading in enumerate(export.frame.columns):
            found.setdefault(same_key(heading), []).append((wave, export, place))
    return found


def _is_one(cells: Cells) -> bool:
    waves = [wave for wave, _, _ in cells]
    return len(waves) == len(set(waves))


def _heading(cells: Cells) -> str:
    _, first, place = cells[0]
    return str(first.frame.columns[place])


def _column(cells: Cells) -> ColumnDraft:
    heading = _heading(cells)
    labels: dict[str, str] = {}
    questions = []
    for _, export, place in cells:
        own = str(export.frame.columns[place])
        labels |= export.value_labels.get(own, {})
        questions += [export.column_labels[own]] if own in export.column_labels else []
    return draft_column(
        heading,
        [e.frame.iloc[:, place].dropna().astype(str) for _, e, place in cells],
        waves=tuple(wave for wave, _, _ in cells),
        value_labels=labels,
        question=next(iter(questions), heading),
    )


def _options(columns: list[ColumnDraft]) -> Named:
    """Name the sets of answers; a set within a larger one is the larger one's."""
    sets = {one.signature: one.labels for one in columns if one.labels}
    largest = [
        (labels, signature)
        for signature, labels in sets.items()
        if not any(signature < other for other in sets)
    ]
    return [
        (f"options_{number}", labels, signature)
        for number, (labels, signature) in enumerate(largest, start=1)
    ]


def _of_set(column: ColumnDraft, options: Named) -> str:
    """Find the set of answers that a column's are part of."""
    if not column.labels:
        return ""
    return next(name for name, _, larger in options if column.signature <= larger)


def _item_names(columns: list[ColumnDraft]) -> Iterator[str]:
    """Name each item by its heading if that is short, and else by its number."""
    taken = {same_key(column.heading) for column in columns} | {*OWN_NAMES}
    for number, column in enumerate(columns, start=1):
        heading = column.heading
        if SHORT_NAME.match(heading) and same_key(heading) not in OWN_NAMES:
            yield heading
        else:
            name = f"q{number}"
            while name in taken:
                name += "_"
            yield name


def _with_scales(items: list[ItemDraft], options: dict[str, dict[str, str]]) -> Draft:
    """Make a scale of each run of neighbours that are answered alike."""
    scales: dict[str, str] = {}
    drafted: list[ItemDraft] = []
    for run in _runs(items):
        if len(run) >= FEWEST_ITEMS and _can_score(options.get(run[0].options, {})):
            name = f"scale_{len(scales) + 1}"
            scales[name] = run[0].options
            run = [replace(one, kind="item", scale=name, options="") for one in run]
        drafted += run
    return Draft(tuple(drafted), options, scales)


def _can_score(labels: dict[str, str]) -> bool:
    return len(labels) > 1 and all(map(is_number, labels))


def _runs(items: list[ItemDraft]) -> Iterator[list[ItemDraft]]:
    run: list[ItemDraft] = []
    for item in items:
        if run and (not item.options or item.options != run[0].options):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
