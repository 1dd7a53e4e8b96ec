"""What is not answered: skipped, not known, or not asked of everybody."""

import pandas as pd

from kaiku_analysis.simulation.settings import MEASURED, peculiarities, simulation_of
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.study import Item, Kind, Study, Wave

SKIPPABLE: tuple[Kind, ...] = (*MEASURED, "background", "choice", "choices", "number")


def leave_out(
    study: Study, frame: pd.DataFrame, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Empty some answers, and turn some into "don't know" where that is offered."""
    columns = {
        item.name: _left_out(study, item, frame[item.name], wave, seed=seed)
        for item in study.codebook.of_kind(*SKIPPABLE)
        if item.name in frame and peculiarities(study, item.name).like != "language"
    }
    return _only_if_asked(study, frame.assign(**columns))


def _left_out(
    study: Study, item: Item, answers: pd.Series, wave: Wave, *, seed: int
) -> pd.Series:
    told = simulation_of(study).answers
    rng = random_stream("left out", item.name, wave.name, seed=seed)
    skipped, unsure = rng.random((2, len(answers)))
    kept = answers.mask(skipped < told.skipped, "")
    dont_know = _dont_know(study, item)
    doubted = (unsure < told.dont_know) & kept.ne("")
    return kept.mask(doubted, dont_know) if dont_know else kept


def _dont_know(study: Study, item: Item) -> str:
    if item.kind not in MEASURED:
        return ""
    options = study.options_of(item.name)
    return next((code for code in options.labels if code in options.missing), "")


def _only_if_asked(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """Empty what was put only to those who had given another answer."""
    conditions = [
        (item.name, *item.asked_if)
        for item in study.codebook.items
        if item.asked_if and item.name in frame and item.asked_if[0] in frame
    ]
    columns = {
        name: frame[name].where(frame[asked].eq(code), "")
        for name, asked, code in conditions
    }
    return frame.assign(**columns)
