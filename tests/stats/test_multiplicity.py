import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from kaiku_analysis.stats import adjust_p

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)
# statsmodels collects garbage at every call, which takes a twentieth of a second.
some = settings(max_examples=20)
STATSMODELS = {"holm": "holm", "bh": "fdr_bh"}


@pytest.mark.parametrize("method", STATSMODELS)
@some
@given(p=p_values)
def test_agrees_with_statsmodels(p, method):
    theirs = multipletests(p, method=STATSMODELS[method])[1]
    assert adjust_p(p, method) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("p", [[0.5, 1.2], [-0.1]])
def test_what_is_no_p_value_is_a_mistake(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust_p(p)


def test_holm_by_hand():
    assert adjust_p([0.03, 0.01, 0.5]) == pytest.approx([0.06, 0.03, 0.5])


@some
@given(p_values)
def test_questions_not_asked_are_not_counted(p):
    with_gaps = adjust_p([np.nan, *p, np.nan])
    assert np.isnan(with_gaps[[0, -1]]).all()
    assert with_gaps[1:-1] == pytest.approx(adjust_p(p))


@some
@given(p_values, st.sampled_from(["holm", "bh"]))
def test_adjusting_never_makes_p_smaller(p, method):
    assert (adjust_p(p, method) >= np.array(p) - 1e-12).all()


def test_nothing_asked_is_nothing_adjusted():
    assert adjust_p([]).shape == (0,)
    assert np.isnan(adjust_p([np.nan])).all()


def test_the_given_p_values_are_left_alone():
    p = np.array([0.01, 0.02])
    adjust_p(p)
    assert p.tolist() == [0.01, 0.02]
