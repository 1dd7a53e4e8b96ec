"""Scale scores, as the plan says they are made."""

import numpy as np
import pandas as pd

from kaiku_analysis.responses.load import Responses
from kaiku_analysis.study import Scale, Study, Wave


def score_responses(responses: Responses, study: Study) -> pd.DataFrame:
    """Score every scale for every person and wave.

    A reversed item counts as (low + high - answer), the ends being the plan's, never
    the data's. Whoever answered fewer of the wave's items than the plan asks for has no
    score. A sum is the mean times the number of items in any wave, so that it keeps its
    range when one is missing. "Don't know" is no answer.

    Returns
    -------
    One row per person, wave and scale: ``person, wave, unit, scale, score``; `unit`
    only where the study has one.
    """
    frame = responses.frame
    unit = [item.name for item in study.codebook.of_kind("unit") if item.name in frame]
    who = frame[["person", "wave", *unit]].rename(columns={one: "unit" for one in unit})
    names = pd.Index([scale.name for scale in study.scales], dtype=str)
    scored = [
        _with_score(who, _score(frame, scale, study), place, names)
        for place, scale in enumerate(study.scales)
    ]
    if not scored:
        return who.assign(scale="", score=np.nan).iloc[:0]
    return pd.concat(scored, ignore_index=True)


def _with_score(
    who: pd.DataFrame, score: pd.Series, place: int, names: pd.Index
) -> pd.DataFrame:
    known = score.notna()
    codes = np.full(int(known.sum()), place, dtype=np.int16)
    scale = pd.Categorical.from_codes(codes, categories=names)
    return who[known].assign(scale=scale, score=score[known])


def asked_items(scale: Scale, wave: Wave, study: Study) -> list[str]:
    """Name the items of a scale that a wave asked."""
    items = study.codebook.of_scale(scale.name)
    return [item.name for item in items if item.asked_in(wave.name)]


def scored_items(frame: pd.DataFrame, scale: Scale, study: Study) -> pd.DataFrame:
    """Give the answers to the items of a scale, all turned the scale's way."""
    options = study.plan.options[scale.options]
    return pd.DataFrame(
        {
            item.name: options.low + options.high - frame[item.name]
            if item.reversed
            else frame[item.name]
            for item in study.codebook.of_scale(scale.name)
            if item.name in frame
        }
    )


def _score(frame: pd.DataFrame, scale: Scale, study: Study) -> pd.Series:
    answers = scored_items(frame, scale, study)
    asked = {
        wave.name: len(asked_items(scale, wave, study)) for wave in study.plan.waves
    }
    # Rounding keeps 3 of 5 items from falling short of 0.6 by the last bit.
    enough = np.ceil((scale.answered * frame["wave"].map(asked).astype(float)).round(9))
    mean = answers.mean(axis=1).where(answers.notna().sum(axis=1) >= enough)
    return mean * answers.shape[1] if scale.score == "sum" else mean
