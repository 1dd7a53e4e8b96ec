"""Codes, numbers and addresses are found by their form, dates and sums are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.language import find_identifiers

CENTURY_SIGNS = "+-–ABCDEFUVWXY"


def found(text):
    return [(one.form, text[one.start : one.end]) for one in find_identifiers(text)]


@pytest.mark.parametrize("sign", CENTURY_SIGNS)
@pytest.mark.parametrize(
    "pattern", ["{}", "hetu:{}.", "({})", "hetu{}", "tunnus {} oli"]
)
def test_identity_codes_are_found_with_every_century_sign(sign, pattern):
    code = f"010199{sign}123N"
    assert found(pattern.format(code)) == [("identity code", code)]
    assert found(pattern.format(code.lower())) == [("identity code", code.lower())]


@given(
    st.dates().map(lambda day: f"{day:%d%m%y}"),
    st.sampled_from(CENTURY_SIGNS),
    st.integers(2, 899),
    st.sampled_from("0123456789ABCDEFHJKLMNPRSTUVWXY"),
)
def test_every_identity_code_is_found(day, sign, number, check):
    code = f"{day}{sign}{number:03}{check}"
    assert found(f"Hän on {code}!") == [("identity code", code)]


@pytest.mark.parametrize(
    "number",
    [
        *("040 1234567", "0401234567", "040-123 4567", "+358 40 123 4567"),
        *("+358401234567", "00358401234567", "358401234567", "(09) 123 4567"),
        *("09/1234567", "040.123.4567", "040‑123‑4567", "+46 8 123 456"),
        *("044\u00a01234567", "040–1234567"),
    ],
)
@pytest.mark.parametrize(
    "pattern", ["{}", "soita {}.", "puh.{}", "puh{}", "({})", "{}a"]
)
def test_phone_numbers_are_found(number, pattern):
    [(form, _)] = found(pattern.format(number))
    assert form == "phone"
    text = pattern.format(number)
    [one] = find_identifiers(text)
    rest = text[: one.start] + text[one.end :]
    assert not any(letter.isdigit() for letter in rest)


@pytest.mark.parametrize("between", [",", "/", ";", " ", ", ", " tai ", "\n"])
def test_two_numbers_in_a_row_leave_no_rest(between):
    text = f"0401234567{between}0507654321"
    covered = {n for one in find_identifiers(text) for n in range(one.start, one.end)}
    assert all(n in covered for n, letter in enumerate(text) if letter.isdigit())


@pytest.mark.parametrize(
    "address",
    [
        *("matti.meikalainen@firma.fi", "a+b@x.co.uk", "matti@hämeenlinna.fi"),
        *("matti (at) firma.fi", "matti[at]firma.fi", "matti @ firma.fi"),
        *("o’brien@x.fi", "010101-123N@x.fi", "0401234567@x.fi", "A_B-C@X-Y.FI"),
    ],
)
def test_addresses_are_found_whole(address):
    assert found(f"Kirjoita: {address}, kiitos") == [("email", address)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1.2.2025",
            "01.02.2025",
            "01/02/2025",
            "01-02-2025",
            "2025-01-02",
            "02/2025",
        ),
        *("klo 08.00–16.00", "kello 0800-1600", "0,1234567", "0.1234567", "8,5–10,25"),
        *("10 000 000 euroa", "1 000 kertaa", "2017–2018", "12345", "v. 2023", "3 4 5"),
        *("@matti", "a@b", "10 % ja 20 %", "", "ei mitään", "A1-123", "65+ vuotta"),
    ],
)
def test_dates_times_and_sums_are_nobody(text):
    assert found(text) == []


@given(st.text())
def test_what_is_found_lies_in_the_text_and_apart(text):
    ends = [(one.start, one.end) for one in find_identifiers(text)]
    places = [place for span in ends for place in span]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in ends)


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000, "0 " * 25_000, "a.b " * 15_000, "a@" * 25_000, "a@b.fi " * 7_000],
    ids=lambda text: text[:7],
)
def test_a_long_text_takes_no_long_time(text):
    begun = time.process_time()
    find_identifiers(text)
    assert time.process_time() - begun < 0.5
