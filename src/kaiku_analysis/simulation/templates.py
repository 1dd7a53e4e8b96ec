"""What people write in their own words: templates, each time filled in differently."""

import re
import tomllib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from numpy.random import Generator

from kaiku_analysis.simulation.personal import invent

SLOT = re.compile(r"\{([^{}]*)\}")
TRIES = 20


@dataclass(frozen=True)
class Template:
    """A text with slots: ``{this|that}`` is written one way or the other.

    Attributes
    ----------
    kind
        A story, or a comment.
    about
        Feedback at work, or colleagues elsewhere.
    when
        Before the project's effects, after, or always.
    personal
        Whether it holds invented personal data.
    """

    language: str
    kind: str
    about: str
    when: str
    personal: bool
    text: str


def fill_templates(
    wanted: Sequence[tuple[str, bool]],
    *,
    kind: str,
    about: str,
    when: str,
    rng: Generator,
) -> list[str]:
    """Write a text for each (language, whether it holds personal data) that is wanted.

    Templates take turns, and a text that was written already is filled in anew, so
    that hardly two are the same.
    """
    decks: dict[tuple[str, bool], list[Template]] = {}
    written: set[str] = set()
    texts = []
    for language, personal in wanted:
        deck = decks.setdefault((language, personal), [])
        if not deck:
            deck += _shuffled(_fitting(language, kind, about, when, personal), rng)
        texts.append(_new(deck.pop(), written, rng))
        written.add(texts[-1])
    return texts


def _fitting(
    language: str, kind: str, about: str, when: str, personal: bool
) -> list[Template]:
    """Choose templates; where none fits, leave the less important wishes aside."""
    of_kind = [one for one in _templates(language) if one.kind == kind]
    of_theme = [one for one in of_kind if one.about == about] or of_kind
    timely = [one for one in of_theme if one.when in (when, "always")] or of_theme
    return [one for one in timely if one.personal == personal] or timely


def _shuffled(templates: list[Template], rng: Generator) -> list[Template]:
    return [templates[place] for place in rng.permutation(len(templates))]


def _new(template: Template, written: Container[str], rng: Generator) -> str:
    """Fill in the slots anew while the text is one already written."""
    tries = (_filled(template, rng) for _ in range(TRIES))
    fresh = (text for text in tries if text not in written)
    return next(fresh, _filled(template, rng))


def _filled(template: Template, rng: Generator) -> str:
    def choose(slot: re.Match[str]) -> str:
        ways = slot[1].split("|")
        if len(ways) > 1:
            return ways[int(rng.integers(len(ways)))]
        return invent(ways[0], template.language, rng)

    text = template.text
    while SLOT.search(text):
        text = SLOT.sub(choose, text)
    return text.strip()


@cache
def _templates(language: str) -> tuple[Template, ...]:
    text = files(__package__).joinpath("words", f"{language}.toml").read_text("utf-8")
    return tuple(
        Template(
            language=language,
            kind=table["kind"],
            about=table["about"],
            when=table.get("when", "always"),
            personal=table.get("personal", False),
            text=one,
        )
        for table in tomllib.loads(text)["texts"]
        for one in table["of"]
    )
