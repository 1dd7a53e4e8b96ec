import pandas as pd
import pytest

from kaiku_analysis.display import load_texts
from kaiku_analysis.responses import Responses, load_responses
from kaiku_analysis.stories import (
    count_stories,
    describe_distinctive_words,
    describe_story_count,
    find_distinctive_words,
    load_stories,
    stories_chapter,
    story_count_table,
    story_frame,
    word_frame,
    word_table,
)


@pytest.fixture(scope="module")
def te_responses(te_study):
    return load_responses(te_study)


@pytest.fixture(scope="module")
def te_stories(te_responses, te_study):
    return load_stories(te_responses, te_study)


def told(*stories):
    """Lay out stories from (person, wave, text, language)."""
    frame = pd.DataFrame(stories, columns=["person", "wave", "text", "language"])
    return frame.assign(item="tarina")


def test_stories_come_masked(te_stories):
    texts = " ".join(te_stories["text"])
    assert "@" not in texts
    assert "[email]" in texts or "[phone]" in texts or "[identity code]" in texts


def test_every_text_of_the_export_is_there(te_stories, te_responses):
    expected = te_responses.frame[["tarina", "toive", "jatko"]].notna().sum()
    assert te_stories["item"].value_counts().to_dict() == expected.to_dict()


def test_each_story_has_one_of_the_studys_languages(te_stories, te_study):
    assert set(te_stories["language"]) <= set(te_study.plan.languages)
    assert (te_stories["language"] == "fi").mean() > 0.8


def test_counts_add_up(te_stories, te_responses, te_study):
    counts = count_stories(te_stories, te_responses, te_study)
    found = {(one.item.name, one.wave.name): one for one in counts}
    first, last = "alku", "seuranta"
    assert set(found) == {
        *(("tarina", wave) for wave in (first, last)),
        ("toive", first),
        ("jatko", last),
    }
    here = te_stories[(te_stories.item == "tarina") & (te_stories.wave == "alku")]
    assert found["tarina", "alku"].answered == len(here)
    asked = (te_responses.frame["wave"] == "alku").sum()
    assert found["tarina", "alku"].asked == asked


def test_few_writers_of_a_language_are_neither_shown_nor_left_over(
    te_stories, te_responses, te_study
):
    for one in count_stories(te_stories, te_responses, te_study):
        shown = [number for number in one.languages.values() if number is not None]
        assert all(number >= 10 for number in shown)
        if len(shown) < len(one.languages) and one.answered is not None:
            assert one.answered - sum(shown) >= 10 or not shown


def test_a_question_that_few_answered_tells_nothing(te_responses, te_study, english):
    stories = told(*[(p, "alku", "Sain palautetta.", "fi") for p in range(9)])
    counts = count_stories(stories, te_responses, te_study)
    assert all(one.answered is None for one in counts)
    sentence = str(describe_story_count(counts[0], english, smallest=10))
    assert sentence.startswith("Initial survey: fewer than 10 people")
    assert story_frame(counts)["answered"].isna().all()


def repeated(word, people, wave, start=0):
    return [(start + p, wave, f"{word} {word} palaute", "fi") for p in range(people)]


def test_words_are_counted_by_people_not_by_repetition(te_study):
    stories = told(
        *repeated("kiitos", 20, "alku"), *repeated("moite", 20, "seuranta", 20)
    )
    (found,) = find_distinctive_words(stories, te_study)
    by_lemma = {word.lemma: word for word in found.words}
    assert (by_lemma["kiitos"].before, by_lemma["kiitos"].after) == (20, 0)
    assert by_lemma["kiitos"].log_odds < 0 < by_lemma["moite"].log_odds
    assert by_lemma["palaute"].log_odds == pytest.approx(0)
    assert found.people == (20, 20)


def test_inflected_forms_are_one_word(te_study):
    forms = ["palautetta", "palautteen", "palaute", "palautteesta"] * 5
    stories = told(
        *[(p, "alku", form, "fi") for p, form in enumerate(forms)],
        *[(20 + p, "seuranta", form, "fi") for p, form in enumerate(forms)],
    )
    (found,) = find_distinctive_words(stories, te_study)
    assert [word.lemma for word in found.words] == ["palaute"]


def test_a_rare_word_is_never_listed(te_study):
    common = repeated("kiitos", 20, "alku") + repeated("kiitos", 20, "seuranta", 20)
    rare = [(100 + p, "alku", "Kuhmoinen", "fi") for p in range(9)]
    (found,) = find_distinctive_words(told(*common, *rare), te_study)
    assert "kuhmoinen" not in {word.lemma for word in found.words}


def test_another_mix_of_languages_is_no_change_of_words(te_study):
    stories = told(
        *repeated("kiitos", 20, "alku"),
        *[(50 + p, "seuranta", "thanks for the feedback", "en") for p in range(20)],
    )
    assert find_distinctive_words(stories, te_study) == ()


def test_tags_are_no_words(te_study):
    stories = told(
        *[(p, "alku", "[phone] [identity code] soitto", "fi") for p in range(20)],
        *[(30 + p, "seuranta", "[email] soitto", "fi") for p in range(20)],
    )
    (found,) = find_distinctive_words(stories, te_study)
    assert [word.lemma for word in found.words] == ["soitto"]


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("en", "Used by more people in the first (Initial survey): “kiitos”."),
        ("fi", "Ensimmäisessä (Alkukysely) useampi käytti sanoja: ”kiitos”."),
        ("sv", "Ord som fler använde i den första (Inledande enkät): ”kiitos”."),
    ],
)
def test_words_that_differ_are_named(language, opening, te_study):
    stories = told(
        *repeated("kiitos", 60, "alku"), *repeated("moite", 60, "seuranta", 60)
    )
    (found,) = find_distinctive_words(stories, te_study)
    assert opening in str(describe_distinctive_words(found, load_texts(language)))


def test_words_that_do_not_differ_are_said_not_to(te_study, english):
    stories = told(
        *repeated("kiitos", 20, "alku"), *repeated("kiitos", 20, "seuranta", 20)
    )
    (found,) = find_distinctive_words(stories, te_study)
    assert "No word sets" in str(describe_distinctive_words(found, english))


def test_small_numbers_of_users_are_not_shown(te_study, english):
    few = [*repeated("kiitos", 4, "alku"), *repeated("moite", 30, "alku", 10)]
    stories = told(*few, *repeated("kiitos", 20, "seuranta", 50))
    (found,) = find_distinctive_words(stories, te_study)
    frame = word_table(found, english, smallest=10).frame
    assert frame.set_index("Word").loc["kiitos"].iloc[0] == "< 10"
    written = word_frame([found], smallest=10).set_index("lemma")
    assert pd.isna(written.loc["kiitos", "people_before"])
    assert written.loc["kiitos", "people_after"] == 20


def test_a_table_row_for_each_question_and_wave(
    te_stories, te_responses, te_study, finnish
):
    counts = count_stories(te_stories, te_responses, te_study)
    assert len(story_count_table(counts, finnish, smallest=10).frame) == 4


def test_the_chapter_quotes_nobody(te_study, te_stories, english):
    chapter = stories_chapter(te_study, english)
    page = chapter._repr_html_()
    assert not [text for text in te_stories["text"] if len(text) > 40 and text in page]


def test_no_text_is_no_mistake(te_responses, te_study):
    silent = te_responses.frame.assign(tarina=None, toive=None, jatko=None)
    responses = Responses(silent, te_responses.items, te_responses.set_aside)
    stories = load_stories(responses, te_study)
    assert stories.empty
    assert find_distinctive_words(stories, te_study) == ()
