"""Which language a text is written in."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any


def detect_languages(texts: Iterable[str], among: Sequence[str]) -> tuple[str, ...]:
    """Tell the language of each text, among those of the study."""
    if len(among) == 1:
        return tuple(among[0] for _ in texts)
    identifier = _identifier(tuple(among))
    return tuple(identifier.classify(text)[0] for text in texts)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    # Loading the model takes half a second: only those who ask pay for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(languages)
    return identifier
