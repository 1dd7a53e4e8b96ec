"""Which respondents write something, what, and whether it may be quoted."""

import pandas as pd

from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.settings import growth_at, simulation_of
from kaiku_analysis.simulation.streams import random_stream
from kaiku_analysis.simulation.templates import fill_templates
from kaiku_analysis.study import Item, Options, Study, Wave, is_number


def simulate_texts(
    study: Study, population: Population, people: pd.Index, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Write the free texts of these people, and after each whether to quote it."""
    languages = population.frame.loc[people, "language"]
    texts = {
        item.name: _written(study, item, languages, wave, seed=seed)
        for item in study.codebook.of_kind("story", "comment")
        if item.asked_in(wave.name)
    }
    permissions = {
        item.name: _permission(study, item, texts.get(item.about), people, seed=seed)
        for item in study.codebook.of_kind("permission")
        if item.asked_in(wave.name)
    }
    return pd.DataFrame(texts | permissions, index=people)


def _written(
    study: Study, item: Item, languages: pd.Series, wave: Wave, *, seed: int
) -> list[str]:
    told = simulation_of(study).texts
    rng = random_stream("texts", item.name, wave.name, seed=seed)
    writes = rng.random(len(languages)) < told.share
    personal = rng.random(len(languages)) < told.personal_data
    personal &= item.kind == "story"
    texts = fill_templates(
        list(zip(languages[writes], personal[writes].tolist(), strict=True)),
        kind=item.kind,
        about=told.about,
        when="after" if growth_at(study, wave) > 0 else "before",
        rng=rng,
    )
    waiting = iter(texts)
    return [next(waiting) if one else "" for one in writes]


def _permission(
    study: Study, item: Item, texts: list[str] | None, people: pd.Index, *, seed: int
) -> list[str]:
    yes, no = _yes_and_no(study.options_of(item.name))
    share = simulation_of(study).texts.permission
    allows = random_stream("permission", item.name, seed=seed).random(len(people))
    return [
        (yes if draw < share else no) if text else ""
        for draw, text in zip(allows, texts or [""] * len(people), strict=True)
    ]


def _yes_and_no(options: Options) -> tuple[str, str]:
    """Take the greatest code for yes; the first one, if they are no numbers."""
    codes = [code for code in options.labels if code not in options.missing]
    if all(map(is_number, codes)):
        codes.sort(key=float, reverse=True)
    return codes[0], codes[-1]
