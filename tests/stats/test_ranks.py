import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from kaiku_analysis.stats.ranks import average_ranks


@given(st.lists(st.integers(1, 5), max_size=30))
def test_agrees_with_scipy(answers):
    assert np.array_equal(average_ranks(answers), rankdata(answers))
