"""A yearly pay survey: four files of three years, in two languages and two formats."""

import pytest

from kaiku_analysis.responses import check_responses, load_responses
from kaiku_analysis.study import load_study

EXPORTS = {
    "data__2023__results-fi.xlsx": "results-fi-2023.xlsx",
    "data__2023__results-en.tsv": "results-en-2023.tsv",
    "data__2024__results-fi.tsv": "results-fi-2024.tsv",
    "data__2024__results-en.xlsx": "results-en-2024.xlsx",
    "data__2025__data.xlsx": "data-2025.xlsx",
}


@pytest.fixture
def koodiklinikka(real_study):
    return real_study("koodiklinikka", "koodiklinikka-palkkakysely", EXPORTS)


def test_every_respondent_of_every_year_is_read(koodiklinikka):
    assert check_responses(koodiklinikka) == ()
    frame = load_responses(koodiklinikka).frame
    assert frame["wave"].value_counts().to_dict() == {
        "2023": 955,
        "2024": 735,
        "2025": 683,
    }


def test_nobody_is_linked(koodiklinikka):
    assert load_responses(koodiklinikka).frame["person"].is_unique


def test_answers_in_both_languages_are_the_same_codes(koodiklinikka):
    frame = load_responses(koodiklinikka).frame
    assert set(frame["status"].dropna()) == {"employee", "entrepreneur"}
    ages = set(frame.loc[frame["wave"] != "2025", "age"].dropna())
    assert ages <= {"15", *map(str, range(20, 56, 5)), "56"}


@pytest.mark.parametrize(
    "file, called",
    [
        ("data__2023__results-fi.tsv", "results-fi-2023.xlsx"),
        ("data__2024__results-en.tsv", "results-en-2024.xlsx"),
    ],
)
def test_a_text_file_and_a_workbook_of_a_survey_hold_the_same(
    real_study, koodiklinikka, tmp_path, file, called
):
    source = next(one for one, name in EXPORTS.items() if name == called)
    (koodiklinikka.folder).rename(tmp_path / "workbook")
    exports = {**EXPORTS, file: called}
    del exports[source]
    other = real_study("koodiklinikka", "koodiklinikka-palkkakysely", exports)
    one = load_responses(load_study(tmp_path / "workbook")).frame
    two = load_responses(other).frame
    for item in ("status", "age", "wave"):
        assert list(one[item].astype(str)) == list(two[item].astype(str))
