"""Scales are scored as the plan says: reversed items, a share answered, mean or sum."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.responses import (
    Responses,
    load_responses,
    score_responses,
    scored_items,
)

ANSWERS = st.lists(
    st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=3, max_size=3),
    min_size=1,
    max_size=8,
)


def scores_of(study, wave):
    scores = score_responses(load_responses(study), study)
    return [round(score, 6) for score in scores.loc[scores["wave"] == wave, "score"]]


def test_known_answers_have_known_scores(study):
    # Anna: 4, 5 - 1 = 4, 4. Bert: 3, 5 - 2 = 3, and one of three items missing.
    assert scores_of(study, "before") == [12, 9]


def test_a_mean_is_as_wide_as_its_answers(write_study, plan, edited):
    study = write_study(plan=edited(plan, 'score = "sum"', 'score = "mean"'))
    assert scores_of(study, "before") == [4, 3]


@pytest.mark.parametrize(
    "answered, expected", [(1.0, [12]), (0.67, [12]), (0.66, [12, 9]), (0.34, [12, 9])]
)
def test_whoever_answered_too_few_items_has_no_score(
    write_study, plan, edited, answered, expected
):
    study = write_study(plan=edited(plan, "answered = 0.6", f"answered = {answered}"))
    assert scores_of(study, "before") == expected


def test_no_share_falls_short_by_the_last_bit(write_study, plan, edited):
    names = [f"q{n}" for n in range(25)]
    book = "item,kind,scale,text_fi,text_en\nid,link,,,\n"
    book += "".join(f"{name},item,support,a,b\n" for name in names)
    row = ["a1", *["4"] * 14, *[""] * 11]
    study = write_study(
        plan=edited(plan, "answered = 0.6", "answered = 0.56"),
        codebook=book,
        exports={file: [["id", *names], row] for file in ("before.csv", "after.csv")},
    )
    assert 0.56 * 25 > 14  # as a computer reckons; yet 14 of 25 are 56 %
    assert scores_of(study, "before") == [100]


def test_an_item_that_a_wave_did_not_ask_is_not_missed(
    write_study, plan, codebook, edited
):
    book = edited(codebook, "q3,item,support,,,,", "q3,item,support,,,after,")
    study = write_study(
        codebook=book, plan=edited(plan, "answered = 0.6", "answered = 1.0")
    )
    # Two items asked, both answered; the sum keeps the range of three.
    assert scores_of(study, "before") == [12, 9]
    assert scores_of(study, "after") == [12]


def test_scores_come_with_the_unit_where_there_is_one(study):
    scores = score_responses(load_responses(study), study)
    assert list(scores.columns) == ["person", "wave", "unit", "scale", "score"]
    assert list(scores["unit"]) == ["north", "south", "south", "north"]


def test_a_study_without_scales_has_no_scores(write_study, plan, codebook):
    plan = plan.partition("[[scales]]")[0]
    book = "\n".join(line for line in codebook.splitlines() if ",item," not in line)
    study = write_study(plan=plan, codebook=book)
    scores = score_responses(load_responses(study), study)
    assert scores.empty
    assert "score" in scores


def responses_of(answers):
    frame = pd.DataFrame(answers, columns=["q1", "q2", "q3"], dtype=float)
    frame = frame.assign(person=range(len(frame)), wave="before")
    nothing = pd.DataFrame()
    return Responses(frame, nothing, nothing)


@pytest.fixture(scope="module")
def any_study(tmp_path_factory, plan, codebook):
    from kaiku_analysis.study import load_study

    folder = tmp_path_factory.mktemp("any")
    (folder / "study.toml").write_text(plan, encoding="utf-8")
    (folder / "codebook.csv").write_text(codebook, encoding="utf-8")
    return load_study(folder)


@settings(max_examples=30)
@given(ANSWERS)
def test_a_sum_stays_within_its_range(any_study, answers):
    scores = score_responses(responses_of(answers), any_study)["score"]
    assert ((scores >= 3 - 1e-9) & (scores <= 12 + 1e-9)).all()


@settings(max_examples=30)
@given(ANSWERS)
def test_reversing_twice_is_reversing_never(any_study, answers):
    frame = responses_of(answers).frame
    scale = any_study.scales[0]
    once = scored_items(frame, scale, any_study)
    twice = scored_items(once, scale, any_study)
    pd.testing.assert_frame_equal(twice, frame[["q1", "q2", "q3"]])


@settings(max_examples=30)
@given(ANSWERS)
def test_a_score_has_enough_answers_behind_it(any_study, answers):
    scores = score_responses(responses_of(answers), any_study)
    enough = [n for n, row in enumerate(answers) if 3 - row.count(None) >= 2]
    assert list(scores["person"]) == enough


@settings(max_examples=30)
@given(ANSWERS)
def test_scoring_changes_nobody_s_answers(any_study, answers):
    responses = responses_of(answers)
    before = responses.frame.copy()
    score_responses(responses, any_study)
    pd.testing.assert_frame_equal(responses.frame, before)


@settings(max_examples=30)
@given(ANSWERS, st.integers(0, 100))
def test_the_order_of_people_does_not_matter(any_study, answers, seed):
    responses = responses_of(answers)
    order = np.random.default_rng(seed).permutation(len(answers))
    moved = Responses(responses.frame.iloc[order], responses.items, responses.set_aside)
    one = score_responses(responses, any_study).set_index("person")["score"]
    other = score_responses(moved, any_study).set_index("person")["score"]
    pd.testing.assert_series_equal(one, other.sort_index())
