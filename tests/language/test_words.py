"""Words come in their dictionary forms, and stories in the languages they are in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.language import content_lemmas, detect_languages
from kaiku_analysis.language.words import LANGUAGES

pytestmark = pytest.mark.usefixtures("dictionaries")


@pytest.mark.parametrize(
    "language, text, lemmas",
    [
        ("fi", "Kiitokset työkavereille!", ("kiitos", "työkaveri")),
        ("sv", "Kollegorna hjälpte mig", ("kollega", "hjälpa")),
        ("en", "My colleagues helped me", ("colleague", "help")),
        ("en", "The meetings were good.", ("meeting", "good")),
    ],
)
def test_words_come_in_their_dictionary_forms(language, text, lemmas):
    assert content_lemmas(text, language) == lemmas


@pytest.mark.parametrize(
    "language, word",
    [("fi", "en"), ("fi", "ei"), ("sv", "inte"), ("sv", "aldrig"), ("en", "not")],
)
def test_negations_carry_the_point_of_a_story_and_stay(language, word):
    assert content_lemmas(word, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_stop_words_say_nothing_by_themselves(language):
    words = LANGUAGES[language].STOP_WORDS
    assert content_lemmas(" ".join(sorted(words)), language) == ()


@pytest.mark.parametrize("text", ["", " ", "123 45", "!?", "🙂 :-)"])
def test_what_is_no_word_has_no_lemma(text):
    assert content_lemmas(text, "fi") == ()


@settings(max_examples=40)
@given(st.text(max_size=40), st.sampled_from(["fi", "sv", "en"]))
def test_no_lemma_is_empty_or_a_stop_word(text, language):
    lemmas = content_lemmas(text, language)
    assert all(lemmas)
    assert not set(lemmas) & LANGUAGES[language].STOP_WORDS


def test_each_text_has_the_language_it_is_written_in():
    texts = [
        "Sain hyvää palautetta esihenkilöltäni viime viikolla.",
        "Jag fick bra återkoppling av min chef förra veckan.",
        "I got good feedback from my supervisor last week.",
    ]
    assert detect_languages(texts, ("fi", "sv", "en")) == ("fi", "sv", "en")


def test_only_the_languages_of_the_study_are_chosen_among():
    swedish = "Jag fick bra återkoppling av min chef förra veckan."
    [language] = detect_languages([swedish], ("fi", "en"))
    assert language in ("fi", "en")


def test_a_study_of_one_language_is_in_that_language():
    assert detect_languages(["I got good feedback", ""], ("fi",)) == ("fi", "fi")


def test_even_an_empty_text_has_a_language():
    assert set(detect_languages(["", "🙂", "123"], ("fi", "sv"))) <= {"fi", "sv"}
