"""What people wrote, in sentences."""

from kaiku_analysis.display import Claim, Texts
from kaiku_analysis.stories.count import StoryCount
from kaiku_analysis.stories.find import WaveWords

CHANCE = 0.05


def describe_story_count(count: StoryCount, texts: Texts, *, smallest: int) -> Claim:
    """Say how many answered an open question in a wave."""
    key = "stories.few" if count.answered is None else "stories.counted"
    share = (count.answered or 0) / max(count.asked, 1)
    sentence = texts(
        key,
        question=count.item.text[texts.language],
        wave=count.wave.label[texts.language],
        answered=count.answered,
        asked=count.asked,
        share=texts.percent(share),
        smallest=smallest,
    )
    return Claim(sentence, {"answered": count.answered, "asked": count.asked})


def describe_distinctive_words(found: WaveWords, texts: Texts) -> Claim:
    """Say which words set the waves apart, beyond chance; or that none does."""
    sure = [word for word in found.words if word.p_adjusted < CHANCE]
    before = [word.lemma for word in sure if word.log_odds < 0]
    after = [word.lemma for word in sure if word.log_odds > 0]
    side = {(0, 0): "none", (1, 0): "before", (0, 1): "after", (1, 1): "both"}
    key = side[bool(before), bool(after)]
    sentence = texts(
        f"stories.words_{key}",
        question=found.item.text[texts.language],
        language=texts(f"languages.{found.language}"),
        first=found.before.label[texts.language],
        last=found.after.label[texts.language],
        before=texts.quoted(before) if before else "",
        after=texts.quoted(after) if after else "",
        compared=found.compared,
    )
    return Claim(sentence, {word.lemma: word.z for word in sure})
