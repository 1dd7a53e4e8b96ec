"""What people told, as a chapter of the report."""

from collections.abc import Iterator

from kaiku_analysis.display import Block, Chapter, Claim, Heading, Texts
from kaiku_analysis.responses import load_responses
from kaiku_analysis.stories.count import StoryCount, count_stories
from kaiku_analysis.stories.find import WaveWords, find_distinctive_words
from kaiku_analysis.stories.load import load_stories
from kaiku_analysis.stories.tables import (
    story_count_table,
    story_frame,
    word_frame,
    word_table,
)
from kaiku_analysis.stories.words import (
    describe_distinctive_words,
    describe_story_count,
)
from kaiku_analysis.study import Study


def stories_chapter(study: Study, texts: Texts) -> Chapter:
    """Answer: what did people tell us in their own words?"""
    responses = load_responses(study)
    stories = load_stories(responses, study)
    counts = count_stories(stories, responses, study)
    if not counts:
        nothing = Claim(texts("stories.nothing_asked"))
        return Chapter("stories", texts("stories.heading"), (nothing,))
    words = find_distinctive_words(stories, study)
    smallest = study.plan.privacy.smallest_group
    return Chapter(
        "stories",
        texts("stories.heading"),
        (
            *(describe_story_count(one, texts, smallest=smallest) for one in counts),
            story_count_table(counts, texts, smallest=smallest),
            texts("stories.masked"),
            *_words(words, texts, smallest),
        ),
        tuple(
            describe_story_count(one, texts, smallest=smallest)
            for one in counts
            if one.item.kind == "story"
        ),
        tuple(_hidden(counts, texts, smallest)),
        {
            "stories": story_frame(counts),
            "words": word_frame(words, smallest=smallest),
        },
    )


def _words(
    words: tuple[WaveWords, ...], texts: Texts, smallest: int
) -> Iterator[Block]:
    if words:
        yield Heading(texts("stories.words_heading"))
    for found in words:
        yield describe_distinctive_words(found, texts)
        if found.words:
            yield word_table(found, texts, smallest=smallest)


def _hidden(
    counts: tuple[StoryCount, ...], texts: Texts, smallest: int
) -> Iterator[str]:
    if any(None in one.languages.values() for one in counts):
        yield texts("stories.hidden_languages", smallest=smallest)
