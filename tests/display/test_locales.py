"""Every language says the same things, and the code asks for nothing else."""

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from kaiku_analysis.display import load_texts

LANGUAGES = ("fi", "sv", "en")
SOURCE = Path(__file__).parents[2] / "src" / "kaiku_analysis"
# Texts whose names the code puts together, by what they begin with.
COMPOSED = (
    "responses.comparing_",
    "change.otherwise_", "change.visible_", "looks.",
    "numbers.interval", "numbers.span",
    "change.all_", "change.improved_", "change.declined_", "change.cannot_tell",
    "change.hidden", "change.no_meaningful_change", "change.no_scales",
    "change.one_wave", "change.unknown", "columns.scale", "columns.unit",
    "languages.", "report.methods_", "responses.alpha_", "responses.answered_",
    "responses.no_norms", "stories.counted", "stories.few", "stories.words_",
    "verdicts.",
)  # fmt: skip


def entries(language):
    return {
        f"{chapter}.{name}": text
        for chapter, texts in load_texts(language).entries.items()
        for name, text in texts.items()
    }


def blanks(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_the_same_texts_and_blanks_as_english(language):
    ours, english = entries(language), entries("en")
    assert ours.keys() == english.keys()
    differing = [key for key in ours if blanks(ours[key]) != blanks(english[key])]
    assert not differing


def test_a_file_for_each_language_and_no_other():
    found = {path.name for path in (files("kaiku_analysis") / "locales").iterdir()}
    assert found == {f"{language}.toml" for language in LANGUAGES}


def test_every_text_is_asked_for_somewhere():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix in (".py", ".j2")
    )
    asked = set(re.findall(r'"([a-z]+\.[a-z_]+)"', code))
    unused = [
        key
        for key in entries("en")
        if key not in asked and not key.startswith(COMPOSED)
    ]
    assert not unused


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_text_is_left_in_english(language):
    ours, english = entries(language), entries("en")
    same = {key for key in ours if ours[key] == english[key]}
    assert same <= {
        "change.pair",  "stories.z", "numbers.interval", "numbers.span", "languages.fi",
        "responses.linked_part", "numbers.quoted",
    }  # fmt: skip


def test_an_unknown_language_is_a_callers_mistake():
    with pytest.raises(ValueError, match="not 'de'"):
        load_texts("de")
