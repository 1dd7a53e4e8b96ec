"""The cells of an export, as a survey tool would write them."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import simulation_of
from kaiku_analysis.study import WITH_OPTIONS, Item, Label, Study, is_number

Cell = str | int | float | datetime


def export_rows(
    study: Study, population: Population, frame: pd.DataFrame
) -> list[dict[str, Cell]]:
    """Give each respondent's row by heading, in codes or in the words they read."""
    languages = list(population.frame.loc[frame.index, "language"])
    columns = {
        item.headings[0]: _cells(study, item, frame[item.name], languages)
        for item in study.codebook.items
        if item.name in frame
    }
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]


def _cells(
    study: Study, item: Item, answers: Iterable[Cell], languages: list[str]
) -> list[Cell]:
    worded = simulation_of(study).files.answers == "words"
    labels = _labels(study, item) if worded else {}
    return [
        _cell(item, answer, labels, language) if isinstance(answer, str) else answer
        for answer, language in zip(answers, languages, strict=True)
    ]


def _labels(study: Study, item: Item) -> dict[str, Label]:
    """Give the words for each code; an answer between two ends has none."""
    if item.kind == "unit":
        return {unit.name: unit.label for unit in study.plan.units}
    if item.kind not in WITH_OPTIONS:
        return {}
    options = study.options_of(item.name)
    spoken = options.missing if options.ends else options.labels
    return {code: options.labels[code] for code in spoken}


def _cell(item: Item, answer: str, labels: dict[str, Label], language: str) -> Cell:
    """Write an answer in words if there are any for it, or else as a number if it is.

    A link keeps its leading zero.
    """
    codes = answer.split(";") if item.kind == "choices" else [answer]
    if labels and all(code in labels for code in codes):
        return ";".join(labels[code][language] for code in codes)
    if item.kind in ("link", "story", "comment") or not is_number(answer):
        return answer
    return int(answer) if f"{float(answer):.0f}" == answer else answer
