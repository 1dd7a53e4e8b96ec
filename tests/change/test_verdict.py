import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaiku_analysis.change import choose_verdict
from kaiku_analysis.stats import Estimate, panel_difference


def estimate(low, high):
    return Estimate((low + high) / 2, low, high, 40)


@pytest.mark.parametrize(
    ("low", "high", "better", "verdict"),
    [
        (0.1, 0.5, "high", "improved"),
        (0.1, 0.5, "low", "declined"),
        (-0.5, -0.1, "high", "declined"),
        (-0.5, -0.1, "low", "improved"),
        (0.3, 0.5, "high", "improved"),
        (-0.1, 0.1, "high", "no meaningful change"),
        (0.05, 0.15, "high", "no meaningful change"),
        (-0.15, -0.05, "low", "no meaningful change"),
        (-0.1, 0.5, "high", "cannot tell"),
        (-0.2, 0.2, "high", "cannot tell"),
        (0.0, 0.5, "high", "cannot tell"),
    ],
)
def test_the_verdict_is_read_off_the_interval(low, high, better, verdict):
    assert choose_verdict(estimate(low, high), 0.2, better=better) == verdict


def test_an_unknown_change_cannot_be_told():
    assert choose_verdict(Estimate.unknown(3), 0.2, better="high") == "cannot tell"


bounds = st.floats(-3, 3)
MIRRORED = {"improved": "declined", "declined": "improved"}


@given(bounds, bounds, st.floats(0.01, 1))
def test_turning_the_scale_around_turns_the_verdict(low, high, margin):
    assume(low < high)
    there = choose_verdict(estimate(low, high), margin, better="high")
    back = choose_verdict(estimate(-high, -low), margin, better="high")
    assert back == MIRRORED.get(there, there)
    assert choose_verdict(estimate(low, high), margin, better="low") == back


def verdicts(true_change, rng, studies=400, n=60):
    """Judge many studies in which half of the people answer both times."""
    found = []
    for _ in range(studies):
        level = rng.normal(0, 0.7, n)
        before = level + rng.normal(0, 0.7, n)
        after = level + true_change + rng.normal(0, 0.7, n)
        before[: n // 4], after[-n // 4 :] = np.nan, np.nan
        found.append(
            choose_verdict(panel_difference(before, after), 0.4, better="high")
        )
    return found


def test_without_a_change_improved_is_said_in_about_one_of_forty():
    said = verdicts(0.0, np.random.default_rng(1)).count("improved") / 400
    assert said <= 0.025 + 3 * np.sqrt(0.025 * 0.975 / 400)


def test_with_a_change_that_matters_no_meaningful_change_is_hardly_said():
    said = verdicts(0.4, np.random.default_rng(2)).count("no meaningful change") / 400
    assert said <= 0.025 + 3 * np.sqrt(0.025 * 0.975 / 400)


def test_a_large_change_is_found():
    assert verdicts(0.8, np.random.default_rng(3)).count("improved") > 380
