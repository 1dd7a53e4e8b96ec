"""Which words set the texts of one wave apart from another's."""

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from kaiku_analysis.language import content_lemmas
from kaiku_analysis.privacy import without_tags
from kaiku_analysis.stats import adjust_p, log_odds
from kaiku_analysis.study import FREE_TEXT, Item, Study, Wave


@dataclass(frozen=True)
class Word:
    """A word that more people use in one wave than in another.

    Attributes
    ----------
    before, after
        How many people used it in each wave.
    log_odds
        Above zero: more in the later wave.
    z
        The same in standard errors.
    p_adjusted
        Benjamini and Hochberg's, over all words compared.
    """

    lemma: str
    before: int
    after: int
    log_odds: float
    z: float
    p_adjusted: float


@dataclass(frozen=True)
class WaveWords:
    """The words of an open question that set two waves apart.

    Attributes
    ----------
    compared
        How many words enough people used for the waves to be compared.
    people
        How many people wrote in each wave.
    """

    item: Item
    language: str
    before: Wave
    after: Wave
    people: tuple[int, ...]
    compared: int
    words: tuple[Word, ...]


def find_distinctive_words(
    stories: pd.DataFrame, study: Study, *, most: int = 10
) -> tuple[WaveWords, ...]:
    """Find the words of each wave that set it apart, the surest first.

    What is counted is people, not how often they say a word; a word that fewer than the
    smallest group used in both waves together is not looked at. The measure is the log
    odds with an informative prior (`stats.log_odds`).
    """
    used = _used_words(stories)
    smallest = study.plan.privacy.smallest_group
    found = [
        _of_language(used, item, language, pair, smallest, most)
        for item in study.codebook.of_kind(*FREE_TEXT)
        for pair in combinations(
            [wave for wave in study.plan.waves if item.asked_in(wave.name)], 2
        )
        for language in study.plan.languages
    ]
    return tuple(one for one in found if one)


def _of_language(
    used: pd.DataFrame,
    item: Item,
    language: str,
    pair: tuple[Wave, Wave],
    smallest: int,
    most: int,
) -> WaveWords | None:
    """Compare two waves within a language: another mix of languages is no change."""
    here = used[(used["item"] == item.name) & (used["language"] == language)]
    writers = here.groupby("wave", observed=True)["person"].nunique()
    people = tuple(int(writers.get(wave.name, 0)) for wave in pair)
    if min(people) < smallest:
        return None
    words = _words(here, *pair, smallest)
    kept = _surest(words, most)
    return WaveWords(item, language, *pair, people, len(words), kept)


def _used_words(stories: pd.DataFrame) -> pd.DataFrame:
    """List the words that each person used in each wave, each word once."""
    lemmas = [
        content_lemmas(without_tags(text), language)
        for text, language in zip(stories["text"], stories["language"], strict=True)
    ]
    used = (
        stories[["person", "wave", "item", "language"]]
        .assign(lemma=lemmas)
        .explode("lemma")
    )
    return used.dropna(subset="lemma").drop_duplicates()


def _words(used: pd.DataFrame, before: Wave, after: Wave, smallest: int) -> list[Word]:
    counts = (
        used.groupby(["lemma", "wave"], observed=True)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=[before.name, after.name], fill_value=0)
    )
    counts = counts[counts.sum(axis=1) >= smallest].sort_index()
    if counts.empty:
        return []
    earlier, later = (counts[wave.name].to_numpy() for wave in (before, after))
    said = used["wave"].value_counts()
    keyness = log_odds(later, earlier, int(said[after.name]), int(said[before.name]))
    p_adjusted = adjust_p(keyness.p, method="bh")
    return [
        Word(str(lemma), *map(int, pair), *map(float, measures))
        for lemma, pair, measures in zip(
            counts.index,
            zip(earlier, later, strict=True),
            zip(keyness.log_odds, keyness.z, p_adjusted, strict=True),
            strict=True,
        )
    ]


def _surest(words: list[Word], most: int) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda word: (-abs(word.z), word.lemma))[:most])
