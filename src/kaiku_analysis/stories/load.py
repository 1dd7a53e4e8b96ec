"""The free texts that people wrote, a row a text."""

import pandas as pd

from kaiku_analysis.language import detect_languages
from kaiku_analysis.privacy import without_tags
from kaiku_analysis.responses import Responses
from kaiku_analysis.study import FREE_TEXT, Study


def load_stories(responses: Responses, study: Study) -> pd.DataFrame:
    """Collect every free text, with the language it is written in.

    Returns
    -------
    One row per text: ``person, wave, item, text, language``. Texts are masked: they
    came so from `load_responses`.
    """
    frame = responses.frame
    names = [i.name for i in study.codebook.items if i.kind in FREE_TEXT]
    stories = frame.melt(
        id_vars=["person", "wave"],
        value_vars=[name for name in names if name in frame],
        var_name="item",
        value_name="text",
    ).dropna(subset="text")
    languages = detect_languages(
        map(without_tags, stories["text"]), study.plan.languages
    )
    return stories.assign(language=list(languages)).reset_index(drop=True)
