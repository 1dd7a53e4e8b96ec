"""What did people tell us in their own words?"""

from kaiku_analysis.stories.chapter import stories_chapter
from kaiku_analysis.stories.count import StoryCount, count_stories
from kaiku_analysis.stories.find import WaveWords, Word, find_distinctive_words
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

__all__ = [
    "StoryCount",
    "WaveWords",
    "Word",
    "count_stories",
    "describe_distinctive_words",
    "describe_story_count",
    "find_distinctive_words",
    "load_stories",
    "stories_chapter",
    "story_count_table",
    "story_frame",
    "word_frame",
    "word_table",
]
