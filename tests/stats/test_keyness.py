import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import log_odds

counts = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1)


@given(counts)
def test_swapping_the_texts_flips_the_sign(words):
    a, b = np.array(words).T
    there, back = log_odds(a, b, 4000, 5000), log_odds(b, a, 5000, 4000)
    assert there.log_odds == pytest.approx(-back.log_odds, nan_ok=True, abs=1e-12)
    assert there.low == pytest.approx(-back.high, nan_ok=True)
    assert there.z == pytest.approx(-back.z, nan_ok=True, abs=1e-12)


@given(counts)
def test_only_words_nobody_uses_are_not_known(words):
    a, b = np.array(words).T
    assert (np.isnan(log_odds(a, b, 4000, 5000).z) == (a + b == 0)).all()


def test_equal_shares_are_no_difference():
    ours = log_odds([10, 1], [20, 2], 1000, 2000)
    assert ours.log_odds == pytest.approx([0, 0], abs=1e-12)
    assert (ours.low < 0).all() and (ours.high > 0).all()


def test_a_larger_prior_draws_towards_no_difference():
    weak, strong = (log_odds([8], [2], 1000, 1000, prior_size=s) for s in (10, 5000))
    assert 0 < strong.log_odds[0] < weak.log_odds[0]


def test_the_interval_excludes_zero_where_z_says_so():
    ours = log_odds(np.arange(40), np.full(40, 15), 1000, 1000)
    assert ((ours.low > 0) == (ours.z > 1.959964)).all()
    assert (ours.low > 0).any()


def test_a_text_of_one_word_says_nothing():
    assert np.isnan(log_odds([10], [5], 10, 5).log_odds).all()


def test_other_words_on_each_side_are_a_mistake():
    with pytest.raises(ValueError, match="count 2 and 1"):
        log_odds([1, 2], [1], 10, 10)
