"""How many wrote something, in which language."""

from dataclasses import dataclass

import pandas as pd

from kaiku_analysis.privacy import large_enough
from kaiku_analysis.responses import Responses
from kaiku_analysis.study import FREE_TEXT, Item, Study, Wave


@dataclass(frozen=True)
class StoryCount:
    """How many answered an open question in one wave.

    Attributes
    ----------
    asked
        How many of the respondents were asked it.
    answered
        How many wrote something; None where too few did.
    languages
        How many wrote in each language; None where too few did.
    """

    item: Item
    wave: Wave
    asked: int
    answered: int | None
    languages: dict[str, int | None]


def count_stories(
    stories: pd.DataFrame, responses: Responses, study: Study
) -> tuple[StoryCount, ...]:
    """Count the texts of every open question, wave by wave."""
    return tuple(
        _count(stories, responses, study, item, wave)
        for item in study.codebook.of_kind(*FREE_TEXT)
        for wave in study.plan.waves
        if item.asked_in(wave.name) and (responses.frame["wave"] == wave.name).any()
    )


def _count(
    stories: pd.DataFrame, responses: Responses, study: Study, item: Item, wave: Wave
) -> StoryCount:
    items = responses.items
    asked = items[(items["wave"] == wave.name) & (items["item"] == item.name)]["asked"]
    here = stories[(stories["wave"] == wave.name) & (stories["item"] == item.name)]
    smallest = study.plan.privacy.smallest_group
    by_language = here["language"].value_counts()
    counts = by_language.reindex(list(study.plan.languages), fill_value=0)
    shown = large_enough(counts, smallest)
    if len(here) < smallest:
        shown = shown & False
    return StoryCount(
        item,
        wave,
        asked=int(asked.sum()),
        answered=len(here) if len(here) >= smallest else None,
        languages={
            language: int(counts[language]) if shown[language] else None
            for language in study.plan.languages
        },
    )
