"""The entry and exit survey of a wellbeing programme, both waves in one file."""

import pytest

from kaiku_analysis.responses import (
    check_responses,
    load_responses,
    score_responses,
)
from kaiku_analysis.stats import paired_difference
from kaiku_analysis.study import load_study


@pytest.fixture
def rise2flow(real_study):
    exports = {"data__attendance.csv": "attendance.csv"}
    return real_study("rise2flow", "rise2flow", exports)


@pytest.fixture
def mindful(rise2flow):
    """Give the mindfulness of those who answered both surveys, a column each."""
    scores = score_responses(load_responses(rise2flow), rise2flow)
    maas = scores[scores["scale"] == "maas"]
    return maas.pivot(index="person", columns="wave", values="score").dropna()


def test_sixty_people_are_linked_and_grew_more_mindful(mindful):
    assert len(mindful) == 60
    assert mindful["entry"].mean() == pytest.approx(3.435, abs=5e-4)
    assert mindful["exit"].mean() == pytest.approx(3.904, abs=5e-4)


def test_their_change_has_its_known_size(mindful):
    change = mindful["exit"] - mindful["entry"]
    assert change.mean() / change.std() == pytest.approx(0.569, abs=5e-4)
    difference = paired_difference(mindful["entry"], mindful["exit"])
    assert difference.n == 60
    assert difference.value == pytest.approx(change.mean())


def test_three_people_with_two_rows_are_problems_until_the_plan_settles_them(
    rise2flow,
):
    plan = rise2flow.folder / "study.toml"
    text = plan.read_text(encoding="utf-8")
    assert text.count('duplicates = "first"') == 1
    plan.write_text(text.replace('duplicates = "first"', ""), encoding="utf-8")
    problems = check_responses(load_study(rise2flow.folder))
    what = "the same person more than once in the wave 'entry'"
    assert [one.what for one in problems] == [what] * 3
    assert all(one.where.startswith("attendance.csv, rows ") for one in problems)


def test_each_row_of_the_file_is_counted_once(rise2flow):
    responses = load_responses(rise2flow)
    set_aside = responses.set_aside
    lines = (rise2flow.raw / "attendance.csv").read_text().strip().splitlines()
    assert set_aside["rows"].sum() == len(lines) - 1
    assert list(set_aside["duplicate"]) == [3, 0]
    assert len(responses.frame) == len(lines) - 1 - 3
