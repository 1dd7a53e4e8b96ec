import numpy as np
import pytest

from kaiku_analysis.stats import Estimate, delta_sensitivity, paired_difference
from kaiku_analysis.stats.pattern_mixture import side

RNG = np.random.default_rng(3)
BEFORE = RNG.normal(3, 0.5, 40)
TABLES = np.stack(
    [np.column_stack([BEFORE, BEFORE + 0.4 + RNG.normal(0, 0.5, 40)]) for _ in range(5)]
)
TABLES[:, 10:, 1] = TABLES[0, 10:, 1]
LEFT = np.zeros((40, 2), bool)
LEFT[:10, 1] = True


def change(table):
    return paired_difference(table[:, 0], table[:, 1])


def between(low, high):
    return Estimate((low + high) / 2, low, high, 10)


def test_a_quarter_of_delta_comes_off_when_a_quarter_left():
    ours = delta_sensitivity(TABLES, LEFT, [0, 0.4, 0.8], change)
    values = [each.value for each in ours.estimates]
    assert np.diff(values) == pytest.approx([-0.1, -0.1])
    assert values[0] == pytest.approx((TABLES[:, :, 1] - TABLES[:, :, 0]).mean())


def test_the_verdict_turns_where_the_interval_meets_zero():
    ours = delta_sensitivity(TABLES, LEFT, np.arange(0, 2.1, 0.25), change)
    assert (ours.sides[0], ours.sides[-1]) == ("above", "unclear")
    assert 0 < ours.tipping < 2
    at, before = (
        delta_sensitivity(TABLES, LEFT, [delta], change).estimates[0]
        for delta in (ours.tipping, 0.999 * ours.tipping)
    )
    assert at.low == pytest.approx(0, abs=1e-7)
    assert before.excludes_zero


def test_the_grid_does_not_move_the_tipping_point():
    coarse = delta_sensitivity(TABLES, LEFT, [0, 2], change)
    fine = delta_sensitivity(TABLES, LEFT, np.linspace(0, 2, 30), change)
    assert coarse.tipping == pytest.approx(fine.tipping, abs=1e-7)


def test_a_wider_margin_turns_sooner():
    deltas = np.linspace(0, 2, 9)
    zero = delta_sensitivity(TABLES, LEFT, deltas, change)
    wide = delta_sensitivity(TABLES, LEFT, deltas, change, margin=0.1)
    assert wide.sides[0] == "above"
    assert wide.tipping < zero.tipping


def test_the_verdict_may_hold_for_all():
    ours = delta_sensitivity(TABLES, LEFT, [0, 0.1], change)
    assert (ours.tipping, set(ours.sides)) == (None, {"above"})


def test_when_nobody_left_no_delta_matters():
    ours = delta_sensitivity(TABLES, ~LEFT & False, [0, 100], change)
    assert ours.tipping is None
    assert ours.estimates[0] == ours.estimates[1]


def test_an_unknown_estimate_has_no_tipping_point():
    ours = delta_sensitivity(TABLES[:, :2], LEFT[:2], [0, 1], change)
    assert not any(each.is_known for each in ours.estimates)
    assert ours.tipping is None


@pytest.mark.parametrize(
    ("low", "high", "margin", "expected"),
    [
        (0.1, 0.5, 0, "above"),
        (-0.5, -0.1, 0, "below"),
        (-0.1, 0.5, 0, "unclear"),
        (0.1, 0.5, 0.2, "unclear"),
        (0.3, 0.5, 0.2, "above"),
        (-0.1, 0.1, 0.2, "between"),
        (-0.3, 0.1, 0.2, "unclear"),
    ],
)
def test_where_an_interval_lies(low, high, margin, expected):
    assert side(between(low, high), margin=margin) == expected


def test_wrong_input_gets_words():
    with pytest.raises(ValueError, match=r"shape \(40,\)"):
        delta_sensitivity(TABLES, LEFT[:, 1], [0], change)
    with pytest.raises(ValueError, match="at least one"):
        delta_sensitivity(TABLES, LEFT, [], change)
