import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.change import estimate_change
from kaiku_analysis.responses import load_responses, score_responses
from kaiku_analysis.stats import Estimate, panel_difference


@pytest.fixture(scope="module")
def te_scores(te_study):
    return score_responses(load_responses(te_study), te_study)


@pytest.fixture(scope="module")
def te_changes(te_scores, te_study):
    return estimate_change(te_scores, te_study)


def by_group(changes):
    return {
        (
            one.comparison.scale.name,
            one.comparison.unit and one.comparison.unit.name,
        ): one
        for one in changes
    }


def test_every_scale_is_compared_for_everyone_and_for_each_unit(te_changes, te_study):
    scales = [scale.name for scale in te_study.scales]
    units = [None, *(unit.name for unit in te_study.plan.units)]
    assert set(by_group(te_changes)) == {(s, u) for s in scales for u in units}


def test_the_estimate_uses_everyone(te_changes, te_scores):
    change = by_group(te_changes)["pal_anto", None]
    scores = te_scores[te_scores["scale"] == "pal_anto"]
    table = scores.pivot(index="person", columns="wave", values="score")
    assert change.difference == panel_difference(table["alku"], table["seuranta"])
    assert change.answered.before.n == table["alku"].notna().sum()
    assert change.answered.before.mean == pytest.approx(table["alku"].mean())
    assert change.difference.n == len(table)


def test_a_scale_with_too_few_answers_is_hidden_and_tells_nothing(te_changes):
    change = by_group(te_changes)["esi_itse", "jar"]
    assert change.answered is None
    assert change.verdict == "hidden"
    assert not change.difference.is_known
    assert np.isnan(change.p_adjusted)


def test_no_shown_change_rests_on_fewer_than_the_smallest_group(council_study):
    scores = score_responses(load_responses(council_study), council_study)
    changes = estimate_change(scores, council_study)
    shown = [c.answered for c in changes if c.answered]
    assert min(min(a.before.n, a.after.n) for a in shown) >= 10
    assert any(c.verdict == "hidden" for c in changes)


def test_three_waves_give_three_comparisons(council_study):
    scores = score_responses(load_responses(council_study), council_study)
    changes = estimate_change(scores, council_study)
    pairs = {(c.comparison.before.name, c.comparison.after.name) for c in changes}
    assert pairs == {("alku", "seuranta"), ("alku", "loppu"), ("seuranta", "loppu")}


def test_p_is_adjusted_within_each_goal(te_changes, te_study):
    goal = max(te_study.plan.goals, key=lambda goal: len(goal.scales))
    family = [by_group(te_changes)[name, None] for name in goal.scales]
    known = sorted(
        (c.difference.p, c.p_adjusted) for c in family if c.difference.is_known
    )
    assert len(known) > 1
    first, adjusted = known[0]
    assert adjusted == pytest.approx(min(1, first * len(known)))
    assert all(adjusted >= raw for raw, adjusted in known)


def test_a_waves_units_are_compared_with_the_plans_margin(te_changes, te_scores):
    in_points = by_group(te_changes)["jaksaminen", None]
    assert in_points.margin == 0.25
    scores = te_scores[(te_scores.scale == "pal_saa") & (te_scores.wave == "alku")]
    change = by_group(te_changes)["pal_saa", None]
    assert change.margin == pytest.approx(0.2 * scores["score"].std())


def test_nobody_linked_is_compared_as_groups(te_scores, te_study):
    apart = te_scores.assign(person=np.arange(len(te_scores)))
    changes = by_group(estimate_change(apart, te_study))
    assert changes["pal_anto", None].difference.method == "Welch t"
    assert changes["pal_anto", None].answered.linked == 0


def test_one_wave_gives_no_change(te_scores, te_study):
    only = te_scores[te_scores["wave"] == "alku"]
    assert estimate_change(only, te_study) == ()


def test_answers_that_never_vary_are_not_estimated(te_scores, te_study):
    constant = te_scores.assign(score=3.0)
    change = by_group(estimate_change(constant, te_study))["pal_anto", None]
    assert change.verdict in ("cannot tell", "no meaningful change")
    assert not change.effect.is_known


def test_an_empty_frame_of_scores_gives_no_change(te_scores, te_study):
    assert estimate_change(te_scores.iloc[:0], te_study) == ()


def test_the_order_of_rows_does_not_matter(te_scores, te_study, te_changes):
    shuffled = te_scores.sample(frac=1, random_state=1)
    found = by_group(estimate_change(shuffled, te_study))
    for key, change in by_group(te_changes).items():
        expected: Estimate = change.difference
        assert found[key].difference.value == pytest.approx(expected.value, nan_ok=True)


def test_units_hide_one_another_where_the_rest_would_tell(make_scores, te_study):
    scores = make_scores([("north", 3, 4)] * 40 + [("south", 3, 4)] * 4)
    counts = scores.groupby(["wave", "unit"], observed=False).size()
    assert isinstance(counts, pd.Series)
    from kaiku_analysis.privacy import shown_units

    # South has 4; north alone beside the total would give it away.
    assert shown_units(scores, 10)["initial"] == frozenset()
