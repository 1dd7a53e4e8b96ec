"""Who answered, and whether the scales held together; small groups stay unseen."""

from math import isnan

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.responses import (
    estimate_response_rates,
    estimate_scale_quality,
    load_responses,
    response_rate_frame,
    response_rate_table,
    responses_chapter,
    scale_quality_frame,
    score_responses,
)
from kaiku_analysis.responses.words import (
    describe_linked,
    describe_response_rate,
    describe_set_aside,
)


def people(north, south, *, offset=0, unknown=0):
    """Write a wave's rows for so many people of each unit, their answers varying."""
    units = ["north"] * north + ["south"] * south + [""] * unknown
    rows = [
        ["id", "office", "role", "q1", "q2", "Minua autetaan", "mood", "hours", "story"]
    ]
    for number, unit in enumerate(units):
        one, two, three = number % 4 + 1, 4 - number % 4, (number // 2) % 4 + 1
        answers = [unit, "expert", one, two, three, 5, 7, ""]
        rows.append([f"p{number + offset}", *map(str, answers)])
    return rows


@pytest.fixture
def rates_of(write_study, plan, codebook, edited):
    def estimate(before, after):
        study = write_study(
            plan=edited(plan, "smallest_group = 3", "smallest_group = 5"),
            codebook=edited(
                codebook, "ways,choices,,ways,,after,,,role=chief,Tavat,Ways\n", ""
            ),
            exports={"before.csv": before, "after.csv": after},
        )
        rates = estimate_response_rates(load_responses(study), study)
        return study, {
            (one.wave.name, one.unit and one.unit.name): one for one in rates
        }

    return estimate


def test_known_numbers_of_answers_have_known_rates(rates_of):
    _, rates = rates_of(people(20, 15), people(20, 10))
    everyone = rates["before", None]
    assert (everyone.answered, everyone.staff, everyone.again) == (35, 70, 30)
    assert everyone.share == 0.5
    north = rates["before", "north"]
    assert (north.answered, north.staff, north.share) == (20, 40, 0.5)


def test_a_unit_under_the_minimum_is_hidden_with_what_would_tell_it(rates_of):
    _, rates = rates_of(people(20, 3), people(20, 10))
    for unit in ("north", "south"):
        assert rates["before", unit].answered is None
        assert rates["before", unit].again is None
        assert isnan(rates["before", unit].share)
        assert rates["after", unit].answered is not None


def test_a_wave_under_the_minimum_shows_no_number_at_all(rates_of, english):
    study, rates = rates_of(people(20, 10), people(3, 1))
    assert rates["after", None].answered is None
    assert rates["after", None].again is None
    table = response_rate_table(list(rates.values()), english, smallest=5)
    after = table.frame.filter(like="After")
    assert len(after.columns)
    assert (after == "–").all(axis=None)
    claim = describe_response_rate(rates["after", None], english, smallest=5)
    assert claim.text == "After: fewer than 5 people answered, too few to show results."
    assert (
        describe_linked([rates["before", None], rates["after", None]], english) is None
    )
    chapter = responses_chapter(study, english)
    frame = chapter.tables["responses"]
    assert frame.loc[frame["wave"] == "after", "answered"].isna().all()


def test_who_can_be_followed_is_hidden_where_it_would_tell_of_few(rates_of):
    # All but two of the south answered again.
    _, rates = rates_of(people(20, 10), people(20, 8))
    assert rates["before", "south"].answered == 10
    assert rates["before", "south"].again is None
    assert rates["before", "north"].again == 20


def test_what_no_answer_is_known_of_is_zero_not_hidden(rates_of):
    _, rates = rates_of(people(20, 10), people(20, 10, offset=100))
    assert rates["before", None].again == 0


def test_the_same_numbers_are_laid_out_for_other_programs(rates_of):
    _, rates = rates_of(people(20, 3), people(20, 10))
    frame = response_rate_frame(list(rates.values()))
    assert list(frame.columns) == [
        "wave",
        "group",
        "staff",
        "answered",
        "rate",
        "linked",
    ]
    everyone = frame[(frame["wave"] == "before") & (frame["group"] == "all")]
    assert everyone["answered"].item() == 23
    north = frame[(frame["wave"] == "before") & (frame["group"] == "north")]
    assert north["answered"].isna().all()


def quality(study):
    responses = load_responses(study)
    scores = score_responses(responses, study)
    qualities = estimate_scale_quality(responses, scores, study)
    return {one.wave.name: one for one in qualities}


def test_gaps_and_doubts_are_shares_of_what_was_asked(write_study, rows):
    rows["before.csv"] = people(8, 2)
    rows["before.csv"][1][3] = ""
    rows["before.csv"][2][3] = "9"
    rows["before.csv"][3][4] = "en osaa sanoa"
    one = quality(write_study())["before"]
    assert one.n == 10
    assert one.items == 3
    assert one.unanswered == pytest.approx(1 / 30)
    assert one.dont_know == pytest.approx(2 / 30)


def test_alpha_is_of_the_items_that_a_wave_asked(write_study, codebook, rows, edited):
    rows["before.csv"] = people(12, 4)
    book = edited(codebook, "q3,item,support,,,,", "q3,item,support,,,after,")
    one = quality(write_study(codebook=book))["before"]
    assert one.items == 2
    assert one.alpha.value == pytest.approx(1)  # q2 mirrors q1


def test_of_a_scale_with_too_few_answers_nothing_is_told(study):
    one = quality(study)["before"]
    assert one.n is None
    assert np.isnan([one.unanswered, one.dont_know, one.alpha.value]).all()
    frame = scale_quality_frame([one])
    assert frame[["n", "unanswered", "dont_know", "alpha"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "blank, duplicate, said", [(0, 0, False), (2, 0, True), (0, 1, True)]
)
def test_rows_left_out_are_said_only_if_there_are_any(english, blank, duplicate, said):
    frame = pd.DataFrame({"blank": [blank, 0], "duplicate": [0, duplicate]})
    claim = describe_set_aside(frame, english)
    assert bool(claim) == said
    if claim:
        assert claim.numbers == {"blank": blank, "duplicate": duplicate}
