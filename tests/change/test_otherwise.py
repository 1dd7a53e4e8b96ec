import numpy as np
import pytest

from kaiku_analysis.change import (
    between,
    describe_otherwise,
    describe_visible,
    estimate_change,
    find_visible_changes,
    look_otherwise,
    otherwise_table,
    visible_table,
    wave_pairs,
)
from kaiku_analysis.responses import load_responses, score_responses


@pytest.fixture(scope="module")
def councils(council_study):
    scores = score_responses(load_responses(council_study), council_study)
    changes = estimate_change(scores, council_study)
    return scores, between(changes, wave_pairs(changes)[0])


@pytest.fixture(scope="module")
def offices(te_study):
    scores = score_responses(load_responses(te_study), te_study)
    changes = estimate_change(scores, te_study)
    return scores, between(changes, wave_pairs(changes)[0])


def test_every_way_of_looking_agrees_roughly_on_the_size(councils, council_study):
    scores, changes = councils
    for one in look_otherwise(changes, scores, council_study):
        values = [look.value for look in one.looks.values()]
        assert np.ptp([*values, one.change.difference.value]) < 0.15


def test_the_unit_makes_conclusions_about_units_less_sure(councils, council_study):
    scores, changes = councils
    looked = look_otherwise(changes, scores, council_study)
    wider = [
        one.looks["by_unit"].high - one.looks["by_unit"].low
        > one.change.difference.high - one.change.difference.low
        for one in looked
    ]
    assert np.mean(wider) > 0.5


def test_two_units_allow_no_conclusion_about_units(offices, te_study, english):
    scores, changes = offices
    looked = look_otherwise(changes, scores, te_study)
    assert not any(one.looks["by_unit"].is_known for one in looked)
    said = [str(claim) for claim in describe_otherwise(looked, english, units=2)]
    assert said[1].startswith("With 2 units nothing can be concluded about units")


def test_another_verdict_is_said(offices, te_study, english):
    scores, changes = offices
    looked = look_otherwise(changes, scores, te_study)
    differing = [one for one in looked if one.differing]
    assert differing
    name = differing[0].change.comparison.scale.label["en"]
    assert f"“{name}”" in str(describe_otherwise(looked, english, units=2)[0])


def test_few_linked_people_are_not_looked_at_alone(offices, te_study):
    scores, changes = offices
    linked = scores.groupby("person")["wave"].transform("nunique") > 1
    few = scores["person"].isin(scores.loc[linked, "person"].unique()[:9])
    rest = scores[few | ~linked]
    changes = between(estimate_change(rest, te_study), wave_pairs(tuple(changes))[0])
    looked = look_otherwise(changes, rest, te_study)
    assert looked
    assert not any(one.looks["paired"].is_known for one in looked)


def test_what_could_be_seen_does_not_depend_on_what_changed(councils, council_study):
    scores, changes = councils
    moved = scores.assign(score=scores["score"] + 0.5 * (scores["wave"] == "loppu"))
    later = between(
        estimate_change(moved, council_study), wave_pairs(tuple(changes))[0]
    )
    before = find_visible_changes(changes, scores)
    after = find_visible_changes(later, moved)
    smallest = [one.smallest for one in before]
    assert [one.smallest for one in after] == pytest.approx(smallest)


def test_more_people_see_smaller_changes(offices, councils):
    small = find_visible_changes(offices[1], offices[0])
    large = find_visible_changes(councils[1], councils[0])
    assert max(one.smallest for one in large) < min(one.smallest for one in small)


def test_whether_the_study_is_large_enough_is_said(offices, councils, english):
    few = describe_visible(find_visible_changes(offices[1], offices[0]), english)
    many = describe_visible(find_visible_changes(councils[1], councils[0]), english)
    assert "too small" in str(few)
    assert "large enough" in str(many)


def test_the_tables_have_a_row_for_each_scale_that_is_shown(offices, te_study, english):
    scores, changes = offices
    shown = [one for one in changes if one.answered]
    visible = find_visible_changes(changes, scores)
    looked = look_otherwise(changes, scores, te_study)
    assert len(visible_table(visible, english, smallest=10).frame) == len(shown)
    assert len(otherwise_table(looked, english).frame) == len(shown)
    assert "nan" not in otherwise_table(looked, english)._repr_html_().lower()
