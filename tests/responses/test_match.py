"""An answer matches by its words or its code, and never by a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.responses.answers import as_number, options_matcher, plain_number
from kaiku_analysis.responses.wording import nearest
from kaiku_analysis.study import Label, Options, plain_label, same_key

AGREE = Options(
    "agree",
    {
        "1": Label({"fi": "täysin eri mieltä", "en": "don't agree"}),
        "2": Label({"fi": "samaa mieltä", "en": "agree"}),
        "2.5": plain_label("between"),
        "-1": plain_label("worse"),
        "20b": plain_label("16-20"),
    },
)
TEN = Options("ten", {"99": plain_label("don't know")}, frozenset({"99"}), (0, 10))
WORDS = st.sampled_from(
    [text for label in AGREE.labels.values() for text in label.texts.values()]
)


@pytest.mark.parametrize(
    "text, code",
    [
        *(("1", "1"), ("1.0", "1"), ("1,0", "1"), (" 2 ", "2"), ("2,5", "2.5")),
        *(("−1", "-1"), ("-1", "-1"), ("20B", "20b"), ("16-20", "20b")),
        *(("AGREE", "2"), ("Don’t  Agree", "1"), ("don´t agree", "1")),
        *(("Samaa\u00a0mieltä", "2"), ("sama\u0061 mielta\u0308", "2")),
        *(
            ("samaa mielta", None),
            ("agre", None),
            ("3", None),
            ("", None),
            ("1;2", None),
        ),
        *(("20", None), ("nan", None), ("0x1", None), ("agree!", None)),
    ],
)
def test_an_answer_is_read_by_its_words_or_its_code(text, code):
    assert options_matcher(AGREE).match(text) == code


@given(WORDS, st.data())
def test_case_spaces_and_apostrophes_do_not_matter(words, data):
    changes = data.draw(
        st.lists(
            st.sampled_from(
                [
                    str.upper,
                    str.title,
                    lambda text: f" {text}\n",
                    lambda text: text.replace(" ", " \u00a0 "),
                    lambda text: text.replace("'", "’"),
                ]
            )
        )
    )
    matcher, changed = options_matcher(AGREE), words
    for change in changes:
        changed = change(changed)
    assert matcher.match(changed) == matcher.match(words) is not None


@given(st.one_of(WORDS, st.sampled_from(list(AGREE.labels))))
def test_a_code_that_was_matched_matches_itself(text):
    matcher = options_matcher(AGREE)
    code = matcher.match(text)
    assert matcher.match(code) == code


@given(st.text())
def test_nothing_but_the_plan_s_answers_is_matched(text):
    known = {
        same_key(one) for label in AGREE.labels.values() for one in label.texts.values()
    }
    code = options_matcher(AGREE).match(text)
    if code is not None and same_key(text) not in known:
        assert same_key(text) == same_key(code) or as_number(text) == float(code)


@given(st.floats(0, 10))
def test_any_number_within_a_range_is_itself_to_the_last_digit(number):
    assert float(options_matcher(TEN).match(repr(number))) == number


@pytest.mark.parametrize("text", ["-0.1", "10.5", "11", "1e9", "inf", "nan", "ten"])
def test_no_number_beyond_a_range_is_an_answer(text):
    assert options_matcher(TEN).match(text) is None


def test_codes_that_differ_in_their_last_digit_stay_apart():
    codes = ["12345678", "12345679"]
    matcher = options_matcher(Options("long", {c: plain_label(f"x{c}") for c in codes}))
    assert [matcher.match(code) for code in codes] == codes


def test_an_answer_in_words_that_holds_the_separator_is_one_answer():
    options = Options("o", {"1": plain_label("a; b"), "2": plain_label("a")})
    matcher = options_matcher(options)
    assert matcher.match_several("a; b") == "1"
    assert matcher.match_several("a; 1;") == "2;1"
    assert matcher.match_several("a; c") is None
    assert matcher.match_several(";") is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_so_that_it_reads_back(number):
    assert float(plain_number(number)) == number


@pytest.mark.parametrize(
    "text, number",
    [("7,5", 7.5), (" −3 ", -3), ("1e2", 100), ("1.234,5", None), ("1 000", None)],
)
def test_numbers_are_read_with_a_point_or_a_comma(text, number):
    assert as_number(text) == number


def test_the_nearest_is_named_only_if_it_is_near():
    assert nearest("samaa mielta", ["samaa mieltä", "eri mieltä"]) == "samaa mieltä"
    assert nearest("xyz", ["samaa mieltä", "eri mieltä"]) is None
    assert nearest("xyz", []) is None
