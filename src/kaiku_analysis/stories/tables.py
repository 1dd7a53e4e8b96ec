"""What people wrote, as tables."""

from collections.abc import Sequence

import pandas as pd

from kaiku_analysis.display import Table, Texts
from kaiku_analysis.stories.count import StoryCount
from kaiku_analysis.stories.find import WaveWords


def story_count_table(
    counts: Sequence[StoryCount], texts: Texts, *, smallest: int
) -> Table:
    """Tabulate how many wrote something, by question, wave and language."""
    rows = [
        {
            texts("stories.question"): one.item.text[texts.language],
            texts("columns.wave"): one.wave.label[texts.language],
            texts("stories.asked"): one.asked,
            texts("stories.wrote"): texts.show(one.answered),
            **{
                texts(f"languages.{language}"): texts.show(number)
                for language, number in one.languages.items()
            },
        }
        for one in counts
    ]
    note = texts("stories.count_note", smallest=smallest)
    return Table(texts("stories.count_title"), pd.DataFrame(rows), texts, note)


def word_table(found: WaveWords, texts: Texts, *, smallest: int) -> Table:
    """Tabulate the words that set two waves apart, and how many people used each."""
    rows = [
        {
            texts("stories.word"): word.lemma,
            _users(found, 0, texts): _shown_users(word.before, smallest, texts),
            _users(found, 1, texts): _shown_users(word.after, smallest, texts),
            texts("stories.log_odds"): texts.signed(word.log_odds),
            texts("stories.z"): texts.signed(word.z),
            texts("columns.p_adjusted"): texts.p_value(word.p_adjusted),
        }
        for word in found.words
    ]
    title = texts(
        "stories.words_title",
        question=found.item.text[texts.language],
        before=found.before.label[texts.language],
        after=found.after.label[texts.language],
        language=texts(f"languages.{found.language}"),
    )
    note = texts("stories.words_note", compared=found.compared, smallest=smallest)
    return Table(title, pd.DataFrame(rows), texts, note)


def _users(found: WaveWords, side: int, texts: Texts) -> str:
    wave = (found.before, found.after)[side]
    label = wave.label[texts.language]
    return texts("stories.users", wave=label, people=found.people[side])


def _shown_users(number: int, smallest: int, texts: Texts) -> str:
    return texts.show(number) if number >= smallest else f"< {smallest}"


def story_frame(counts: Sequence[StoryCount]) -> pd.DataFrame:
    """Lay out the counts for other programs: a row a question, wave and language."""
    rows = [
        (one.item.name, one.wave.name, language, one.asked, number)
        for one in counts
        for language, number in {"all": one.answered, **one.languages}.items()
    ]
    columns = ["item", "wave", "language", "asked", "answered"]
    return pd.DataFrame(rows, columns=columns).astype({"answered": "Int64"})


def word_frame(found: Sequence[WaveWords], *, smallest: int) -> pd.DataFrame:
    """Lay out the distinctive words for other programs."""
    rows = [
        (
            *(one.item.name, one.language, one.before.name, one.after.name),
            word.lemma,
            *(
                users if users >= smallest else None
                for users in (word.before, word.after)
            ),
            *(word.log_odds, word.z, word.p_adjusted),
        )
        for one in found
        for word in one.words
    ]
    columns = [
        *("item", "language", "before_wave", "after_wave", "lemma"),
        *("people_before", "people_after", "log_odds", "z", "p_adjusted"),
    ]
    return pd.DataFrame(rows, columns=columns).astype(
        {"people_before": "Int64", "people_after": "Int64"}
    )
