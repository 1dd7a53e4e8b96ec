from dataclasses import replace

import pytest

from kaiku_analysis.change import Expectation, linked_needed, plan_change
from kaiku_analysis.study import StudyError


def test_everyone_comes_first_then_each_unit(te_study):
    outlooks = plan_change(te_study, Expectation())
    assert [(one.group, one.staff) for one in outlooks] == [
        ("", 180),
        ("ran", 104),
        ("jar", 76),
    ]


def test_a_group_too_small_to_be_shown_has_no_outlook(council_study):
    outlooks = plan_change(council_study, Expectation(response=0.3))
    assert {one.group for one in outlooks if one.smallest is None} >= {"kpo", "kai"}
    assert outlooks[0].smallest is not None


def smallest(study, **expected):
    return plan_change(study, Expectation(**expected))[0].smallest


def test_more_answers_more_links_and_likeness_see_smaller_changes(te_study):
    usual = smallest(te_study)
    assert smallest(te_study, response=0.9) < usual
    assert smallest(te_study, again=0.9) < usual
    assert smallest(te_study, correlation=0.8) < usual


def test_the_links_needed_fit_the_textbook(te_study):
    # Paired t, d_z = 0.2 / sqrt(2 * (1 - 0.5)) = 0.2: 199 pairs at 80 % power
    # (R: power.t.test(delta = 0.2, power = 0.8, type = "paired")).
    assert linked_needed(te_study, Expectation()) == 199


def test_without_head_counts_it_is_a_problem(te_study):
    alone = replace(te_study, plan=replace(te_study.plan, units=()))
    with pytest.raises(StudyError, match="head count"):
        plan_change(alone, Expectation())
