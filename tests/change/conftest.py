from datetime import date
from math import nan

import pandas as pd
import pytest

from kaiku_analysis.change import Answered, Change, Comparison, Side
from kaiku_analysis.stats import Estimate
from kaiku_analysis.study import Scale, Wave, plain_label


def wave(name, day):
    return Wave(name, plain_label(name.title()), day, day, (f"{name}.csv",))


FIRST, LAST = wave("initial", date(2025, 1, 13)), wave("follow-up", date(2025, 5, 12))


@pytest.fixture
def make_change():
    """Build a change by hand: what the words, table and figure are made from."""

    def make(name, value, low, high, *, better="high", margin=0.25, hidden=False):
        scale = Scale(name.lower(), plain_label(name), "agree", better=better)
        answered = Answered(Side(30, 3.0), Side(28, 3.0 + value), 20)
        difference = Estimate(value, low, high, 38, 0.01, 0.1, 30, method="mixed model")
        if hidden:
            answered, difference = None, Estimate.unknown(0)
        comparison = Comparison(scale, FIRST, LAST)
        adjusted = nan if hidden else 0.02
        return Change(comparison, answered, difference, difference, margin, adjusted)

    return make


@pytest.fixture
def make_scores():
    """Lay out scores from a list of people, each a tuple of unit, before and after."""

    def make(people, scale="wellbeing"):
        rows = [
            (person, wave, unit, scale, score)
            for person, (unit, *scores) in enumerate(people)
            for wave, score in zip(("initial", "follow-up"), scores, strict=True)
            if score is not None
        ]
        frame = pd.DataFrame(rows, columns=["person", "wave", "unit", "scale", "score"])
        return frame.assign(
            wave=pd.Categorical(frame["wave"], ["initial", "follow-up"]),
            unit=pd.Categorical(frame["unit"], ["north", "south", "west"]),
        )

    return make
