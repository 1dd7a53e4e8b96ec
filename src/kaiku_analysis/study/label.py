"""The study's own words, in each of its languages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

EVERY_LANGUAGE = ""


@dataclass(frozen=True)
class Label:
    """A name or a sentence in the languages of the study.

    Attributes
    ----------
    texts
        The words by language; a text given without a language serves them all.
    """

    texts: dict[str, str] = field(hash=False)

    def __getitem__(self, language: str) -> str:
        if EVERY_LANGUAGE in self.texts:
            return self.texts[EVERY_LANGUAGE]
        return self.texts[language]

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Name the languages that this label lacks."""
        if EVERY_LANGUAGE in self.texts:
            return ()
        return tuple(one for one in languages if not self.texts.get(one, "").strip())


def plain_label(text: str) -> Label:
    """Make a label that reads the same in every language."""
    return Label({EVERY_LANGUAGE: text})
