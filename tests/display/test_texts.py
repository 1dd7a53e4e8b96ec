from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.display import load_texts

FINNISH = load_texts("fi")


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("fi", 0.126, "0,13"),
        ("fi", -0.126, "−0,13"),
        ("fi", -0.001, "0,00"),
        ("sv", 1234567, "1\xa0234\xa0567"),
        ("en", 1234567, "1,234,567"),
        ("en", 1234.5, "1,234.50"),
        ("fi", nan, "–"),
        ("fi", None, "–"),
        ("fi", date(2017, 2, 6), "6.2.2017"),
        ("en", date(2017, 2, 6), "Feb 6, 2017"),
        ("fi", "sana", "sana"),
    ],
)
def test_values_are_written_the_languages_way(language, value, written):
    assert load_texts(language).show(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.126, "+0,13"), (0.001, "0,00"), (-0.004, "0,00"), (-0.2, "−0,20"), (nan, "–")],
)
def test_a_change_keeps_its_sign_unless_it_rounds_to_zero(value, written):
    assert FINNISH.signed(value) == written


@pytest.mark.parametrize(
    ("p", "written"),
    [(0.0004, "< 0,001"), (0.04951, "0,050"), (1.0, "1,000"), (nan, "–")],
)
def test_p_values_are_never_zero(p, written):
    assert FINNISH.p_value(p) == written


@pytest.mark.parametrize(
    ("names", "row"),
    [(["a"], "a"), (["a", "b"], "a ja b"), (["a", "b", "c"], "a, b ja c")],
)
def test_names_stand_in_a_row(names, row):
    assert FINNISH.listing(names) == row


@given(st.floats(-1e15, 1e15) | st.sampled_from([nan, inf, -inf]))
def test_no_number_is_ever_written_as_nan_or_inf(value):
    written = [FINNISH.show(value), FINNISH.signed(value), FINNISH.percent(value)]
    assert not any("nan" in one.lower() or "inf" in one.lower() for one in written)
    assert FINNISH.interval(value, inf) == "–"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (-0.02, 0.28, "−0,02…0,28"),
        (0.0035, 0.354, "0,004…0,35"),
        (-0.00032, 0.354, "−0,0003…0,35"),
        (0, 0.35, "0,00…0,35"),
        (nan, 0.35, "–"),
    ],
)
def test_an_interval_beside_zero_keeps_its_side(low, high, written):
    assert FINNISH.interval(low, high) == written
