"""Who answered, and how the scales held together, in sentences."""

from datetime import date

import pytest

from kaiku_analysis.responses import ResponseRate, ScaleQuality
from kaiku_analysis.responses.words import (
    describe_linked,
    describe_response_rate,
    describe_scale_quality,
)
from kaiku_analysis.stats import Estimate
from kaiku_analysis.study import Scale, Wave, plain_label

DAY = date(2025, 1, 1)
BEFORE = Wave("before", plain_label("Before"), DAY, DAY, ())
AFTER = Wave("after", plain_label("After"), DAY, DAY, ())


@pytest.mark.parametrize(
    "staff, answered, sentence",
    [
        (70, 35, "Before: 35 answered of a staff of 70, a response rate of 50%."),
        (
            None,
            35,
            "Before: 35 answered. The plan gives no head counts, "
            "so there is no response rate.",
        ),
        (70, None, "Before: fewer than 5 people answered, too few to show results."),
        (70, 4, "Before: fewer than 5 people answered, too few to show results."),
        (70, 0, "Before: no answers yet."),
    ],
)
def test_who_answered_is_said_unless_they_are_few(english, staff, answered, sentence):
    rate = ResponseRate(BEFORE, None, staff, answered, None)
    said = describe_response_rate(rate, english, smallest=5).text
    assert said.replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    "before, after, sentence",
    [
        (30, 30, "Linked to an answer in another survey: "),
        (0, 0, "Nobody’s answers could be linked from one survey to another"),
        (None, 30, None),
    ],
)
def test_who_is_linked_is_said_where_it_is_known(english, before, after, sentence):
    rates = [
        ResponseRate(BEFORE, None, 70, 40, before),
        ResponseRate(AFTER, None, 70, 35, after),
    ]
    claim = describe_linked(rates, english)
    if sentence is None:
        assert claim is None
    else:
        assert claim.text.startswith(sentence)


def test_nothing_is_linked_in_a_single_wave(english):
    assert describe_linked([ResponseRate(BEFORE, None, 70, 40, 0)], english) is None


def quality(name, alpha, source=""):
    scale = Scale(name, plain_label(name.title()), "agree", source=source)
    estimate = (
        Estimate(alpha, alpha, alpha, 30, level=0.95) if alpha else Estimate.unknown(0)
    )
    return ScaleQuality(scale, BEFORE, 3, 30, 0.0, 0.0, estimate)


def test_weak_scales_and_scales_without_norms_are_named(english):
    said = " ".join(
        claim.text
        for claim in describe_scale_quality(
            [quality("support", 0.5), quality("trust", 0.9, source="Someone (2020)")],
            english,
        )
    )
    assert "Support" in said
    assert "Trust" not in said


def test_of_scales_that_nobody_answered_no_alpha_is_said(english):
    claims = describe_scale_quality(
        [quality("support", None, "Someone (2020)")], english
    )
    assert claims == ()
