import re
from math import sqrt

import numpy as np
import pytest

from kaiku_analysis.simulation import (
    simulate_population,
    simulate_response,
    simulate_wave,
    true_scores,
)
from kaiku_analysis.simulation.links import simulate_links
from kaiku_analysis.simulation.personal import CHECKS, invent
from kaiku_analysis.study import FREE_TEXT, WITH_OPTIONS

IDENTITY = re.compile(r"^(\d\d)02(\d\d)-(9\d\d)(\w)$")


def chance(share, people):
    """How far a share may stray by chance alone: four standard errors."""
    return 4 * sqrt(share * (1 - share) / people)


def offered(study, item, answer):
    options = study.options_of(item.name)
    codes = answer.split(";") if item.kind == "choices" else [answer]
    return all(
        code in options.labels
        or (options.ends and options.low <= float(code) <= options.high)
        for code in codes
    )


@pytest.fixture(scope="session")
def waves(demo):
    population = simulate_population(demo, seed=1)
    return {
        wave.name: simulate_wave(demo, population, wave, seed=1)
        for wave in demo.plan.waves
    }


def test_every_answer_is_one_that_the_plan_offers(demo, waves):
    for frame in waves.values():
        for item in demo.codebook.of_kind(*WITH_OPTIONS):
            if item.name in frame:
                answers = set(frame[item.name]) - {""}
                strange = [one for one in answers if not offered(demo, item, one)]
                assert not strange, item.name


def test_every_question_of_the_wave_has_its_column_and_no_other(demo, waves):
    for name, frame in waves.items():
        asked = [item.name for item in demo.codebook.items if item.asked_in(name)]
        assert list(frame) == asked


def test_only_supervisors_judge_themselves_as_supervisors(te_offices):
    population = simulate_population(te_offices, seed=1)
    frame = simulate_wave(te_offices, population, te_offices.plan.waves[0], seed=1)
    supervisors = frame["rooli"].eq("2")
    assert (frame.loc[~supervisors, "ei1"] == "").all()
    assert (frame.loc[supervisors, "ei1"] != "").any()


def test_nobody_is_asked_about_their_own_council(councils):
    population = simulate_population(councils, seed=1)
    frame = simulate_wave(councils, population, councils.plan.waves[0], seed=1)
    for unit in councils.plan.units:
        own = frame.loc[frame["liitto"].eq(unit.name), f"yh_{unit.name}"]
        assert (own == "").all()


def test_hardly_two_texts_are_the_same(demo, waves):
    for frame in waves.values():
        for item in demo.codebook.of_kind(*FREE_TEXT):
            if item.name in frame:
                texts = frame.loc[frame[item.name].ne(""), item.name]
                fewest = 0.95 if item.kind == "story" else 0.85
                assert texts.nunique() >= fewest * len(texts)
                assert not texts.str.contains(r"[{}|]").any()


def test_new_practices_are_told_of_only_afterwards(te_offices):
    population = simulate_population(te_offices, seed=1)
    before, after = (
        " ".join(simulate_wave(te_offices, population, wave, seed=1)["tarina"])
        for wave in te_offices.plan.waves
    )
    for practice in ("arikkopysähdy", "kisälli", "ahvihuone", "iitosketju"):
        assert practice not in before
        assert practice in after


def test_invented_identity_codes_have_the_right_check_on_a_day_that_never_was():
    rng = np.random.default_rng(1)
    for _ in range(100):
        code = invent("identity", "fi", rng)
        assert len(code) == 11
        ((day, year, number, check),) = IDENTITY.findall(code)
        assert int(day) > 29
        assert CHECKS[int(f"{day}02{year}{number}") % 31] == check


def test_some_stories_hold_invented_personal_data(waves):
    stories = [story for one in waves.values() for story in one.get("tarina", ())]
    assert re.search(
        r"example\.org|000 00\d\d|Testi|Malli|Esimerkki|Test", " ".join(stories)
    )


def test_as_many_answer_as_the_plan_says(demo, crowd):
    population = crowd(demo)
    first = true_scores(demo, population, demo.plan.waves[0], seed=3)
    for wave in demo.plan.waves:
        here = population.present(demo, wave)
        told = demo.plan.simulation.response.rates[wave.name]
        answered = simulate_response(demo, population, first, wave, seed=3)
        assert answered[here].mean() == pytest.approx(
            told, abs=chance(told, here.sum())
        )
        assert not answered[~here].any()


def test_elements_of_the_code_go_wrong_as_often_as_the_plan_says(te_offices, crowd):
    population = crowd(te_offices)
    one, other = (
        simulate_links(te_offices, population, wave, seed=3)
        for wave in te_offices.plan.waves
    )
    for told in te_offices.plan.simulation.items:
        if told.error:
            (name,) = told.items
            blank = one[name].eq("")
            left_out = chance(told.blank, len(blank))
            assert blank.mean() == pytest.approx(told.blank, abs=left_out)
            written = ~blank & other[name].ne("")
            same = one[name].str.casefold() == other[name].str.casefold()
            expected = (1 - told.error) ** 2
            strayed = chance(expected, written.sum())
            assert same[written].mean() == pytest.approx(expected, abs=strayed)


def test_who_leaves_out_the_code_leaves_out_all_of_it(te_offices):
    population = simulate_population(te_offices, seed=1)
    frame = simulate_wave(te_offices, population, te_offices.plan.waves[0], seed=1)
    blank = frame[["k1", "k2", "k3", "k4", "k5"]].eq("")
    assert np.array_equal(blank.any(axis=1), blank.all(axis=1))


def test_tokens_tell_the_same_person_in_every_wave(councils):
    population = simulate_population(councils, seed=1)
    tokens = [
        simulate_wave(councils, population, wave, seed=1)["tunnus"].loc[
            lambda t: t.ne("")
        ]
        for wave in councils.plan.waves
    ]
    assert all(one.is_unique for one in tokens)
    both = tokens[0].index.intersection(tokens[1].index)
    assert (tokens[0].loc[both] == tokens[1].loc[both]).all()
