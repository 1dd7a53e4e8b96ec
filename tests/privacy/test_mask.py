"""Identifiers are put out of sight before anything else sees a text."""

from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.language import find_identifiers
from kaiku_analysis.privacy import mask_text, without_tags

PIECES = st.sampled_from(
    [
        *("040 1234567", "+358401234567", "09/123456", "010101-123N", "131052V308T"),
        *("a.b@x.fi", "matti (at) firma.fi", " ", ",", ".", "/", "-", "(", ")", "@"),
        *("0", "7", "12", "000", "x", "puh", "[phone]", "[email]", "\n", "\x00"),
    ]
)
STORIES = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


def test_a_story_keeps_all_but_what_tells_who_it_is_about():
    story = "Soita Matille: 040 1234567, matti@firma.fi (hetu 010101A123N). Kiitos!"
    assert mask_text(story) == (
        "Soita Matille: [phone], [email] (hetu [identity code]). Kiitos!"
    )


def test_a_phone_number_beside_an_identity_code_is_masked_too():
    masked = "[phone] [identity code]"
    assert mask_text("+358 40 1234567 010101-123N") == masked


@given(STORIES)
def test_masking_leaves_nothing_to_be_found(story):
    assert find_identifiers(mask_text(story)) == ()


@given(STORIES)
def test_masking_twice_is_masking_once(story):
    assert mask_text(mask_text(story)) == mask_text(story)


@given(st.text(alphabet="abcäö .,!?"))
def test_a_story_without_identifiers_stays_as_it_is(story):
    assert mask_text(story) == story


def test_tags_are_no_words_of_the_story():
    story = mask_text("Soita 040 1234567 tai a@b.fi, hetu 010101-123N")
    assert without_tags(story).split() == ["Soita", "tai", ",", "hetu"]
