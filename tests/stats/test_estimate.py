import numpy as np
import pytest
from scipy import stats

from kaiku_analysis.stats import Estimate


def test_too_few_answers_are_shown_as_a_dash():
    unknown = Estimate.unknown(2)
    assert not unknown.is_known
    assert not unknown.excludes_zero
    assert str(unknown) == "– (n=2)"


def test_a_known_estimate_shows_its_interval_and_people():
    assert str(Estimate(0.25, -0.125, 0.625, 40)) == "+0.25 [-0.12, +0.62], n=40"


@pytest.mark.parametrize(
    ("low", "high", "excluded"),
    [(0.1, 0.5, True), (-0.5, -0.1, True), (-0.1, 0.5, False), (0.0, 0.5, False)],
)
def test_zero_is_excluded_only_by_the_whole_interval(low, high, excluded):
    assert Estimate(0.2, low, high, 10).excludes_zero is excluded


@pytest.mark.parametrize("level", [0.5, 0.9, 0.999])
def test_the_interval_is_students(level):
    ours = Estimate.from_t(1.5, 0.5, 7.5, n=9, level=level, method="t")
    assert (ours.low, ours.high) == pytest.approx(
        stats.t.interval(level, 7.5, 1.5, 0.5)
    )
    assert ours.p == pytest.approx(2 * stats.t.sf(3, 7.5))


def test_no_standard_error_means_not_known():
    assert not Estimate.from_t(1, 0, 7, n=8, level=0.95, method="t").is_known
    assert not Estimate.from_t(1, np.nan, 7, n=8, level=0.95, method="t").is_known


def test_a_level_in_percent_is_a_mistake():
    with pytest.raises(ValueError, match="between 0 and 1, not 95"):
        Estimate.from_t(1, 0.5, 7, n=8, level=95, method="t")
