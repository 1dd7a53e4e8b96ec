"""A first plan and codebook, drafted from exports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kaiku_analysis.responses.drafts.columns import ColumnDraft, draft_column
from kaiku_analysis.responses.exports import Export, read_export
from kaiku_analysis.responses.wording import same_key
from kaiku_analysis.study import Kind

SHORT_NAME = re.compile(r"^[A-Za-zÅÄÖåäö]\w{0,24}$")
FEWEST_ITEMS = 3


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
    """

    items: tuple[ItemDraft, ...]
    options: dict[str, dict[str, str]]
    scales: dict[str, str]


def draft_study(exports: Mapping[str, Path]) -> Draft:
    """Draft the items, answer options and scales of a study from its exports.

    Parameters
    ----------
    exports
        The export of each wave, by the wave's name.

    Raises
    ------
    DataError
        If a file cannot be read.
    """
    read = {wave: read_export(path) for wave, path in exports.items()}
    columns = list(_columns(read))
    options = _options(columns)
    named = {_signature(labels): name for name, labels in options.items()}
    items = [_item(number, one, named) for number, one in enumerate(columns, start=1)]
    return _with_scales(items, options)


def _columns(exports: Mapping[str, Export]) -> Iterator[ColumnDraft]:
    """Bring together the columns of the same heading."""
    found: dict[str, list[tuple[str, Export, int]]] = {}
    for wave, export in exports.items():
        for place, heading in enumerate(export.frame.columns):
            found.setdefault(same_key(heading), []).append((wave, export, place))
    for places in found.values():
        _, first, place = places[0]
        heading = str(first.frame.columns[place])
        answers = [export.frame.iloc[:, place].dropna() for _, export, place in places]
        yield draft_column(
            heading,
            pd.concat([one.astype(str) for one in answers]),
            waves=tuple(dict.fromkeys(wave for wave, _, _ in places)),
            value_labels=first.value_labels.get(heading, {}),
            question=first.column_labels.get(heading, heading),
        )


def _signature(labels: dict[str, str]) -> frozenset[str]:
    return frozenset(map(same_key, labels.values()))


def _options(columns: list[ColumnDraft]) -> dict[str, dict[str, str]]:
    """Name the sets of answers; a set within a larger one is the larger one's."""
    sets = {_signature(one.labels): one.labels for one in columns if one.labels}
    largest = [
        labels
        for signature, labels in sets.items()
        if not any(signature < other for other in sets)
    ]
    return {
        f"options_{number}": labels for number, labels in enumerate(largest, start=1)
    }


def _item(
    number: int, column: ColumnDraft, named: dict[frozenset[str], str]
) -> ItemDraft:
    heading = column.heading
    name = heading if SHORT_NAME.match(heading) else f"q{number}"
    signature = _signature(column.labels)
    options = next(
        (found for larger, found in named.items() if signature and signature <= larger),
        "",
    )
    return ItemDraft(name, column.kind, "", options, column)


def _with_scales(items: list[ItemDraft], options: dict[str, dict[str, str]]) -> Draft:
    """Make a scale of each run of neighbours that are answered alike."""
    scales: dict[str, str] = {}
    drafted: list[ItemDraft] = []
    for run in _runs(items):
        if run[0].options and len(run) >= FEWEST_ITEMS:
            name = f"scale_{len(scales) + 1}"
            scales[name] = run[0].options
            run = [replace(one, kind="item", scale=name, options="") for one in run]
        drafted += run
    return Draft(tuple(drafted), options, scales)


def _runs(items: list[ItemDraft]) -> Iterator[list[ItemDraft]]:
    run: list[ItemDraft] = []
    for item in items:
        if run and (not item.options or item.options != run[0].options):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
