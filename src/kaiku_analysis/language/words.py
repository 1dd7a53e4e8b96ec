"""The words of a text, each in its dictionary form."""

from functools import cache, lru_cache
from typing import Any, Protocol

from kaiku_analysis.language import en, fi, sv


class LanguageWords(Protocol):
    """What each language brings along: the words that say little by themselves."""

    STOP_WORDS: frozenset[str]


LANGUAGES: dict[str, LanguageWords] = {"fi": fi, "sv": sv, "en": en}


def content_lemmas(text: str, language: str) -> tuple[str, ...]:
    """List the words of `text` in their dictionary forms, without stop words."""
    stop_words = LANGUAGES[language].STOP_WORDS
    words = (word.casefold() for word in _tokenizer().tokenize(text))
    lemmas = (
        _lemma(w, language) for w in words if w[0].isalpha() and w not in stop_words
    )
    return tuple(lemma for lemma in lemmas if lemma not in stop_words)


@lru_cache(maxsize=200_000)
def _lemma(word: str, language: str) -> str:
    import simplemma

    # The whole Finnish dictionary takes 400 MB; a study has a few thousand words, so
    # they are looked up where they lie.
    return simplemma.lemmatize(word, lang=language, low_memory=True).casefold()


@cache
def _tokenizer() -> Any:
    # nltk brings scipy along: only those who ask for words pay for it.
    from nltk.tokenize.casual import TweetTokenizer

    return TweetTokenizer(preserve_case=False)
