"""The command as people type it: its words and its exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaiku_analysis.cli import main

PROJECT = Path(__file__).parents[1]
FINE, PROBLEMS, WRONG_USE = 0, 1, 2


@pytest.fixture
def kaiku(tmp_path, monkeypatch):
    """Type a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(
            main, [str(word) for word in words], prog_name="kaiku"
        )

    return run


def test_help_names_every_command_and_says_where_to_start(kaiku):
    answer = kaiku("--help")
    assert answer.exit_code == FINE
    for command in ("check", "demo", "new", "plan", "report", "run", "simulate"):
        assert f"  {command} " in answer.output
    assert "kaiku new my-study" in answer.output


@pytest.mark.parametrize(
    "command", ["check", "new", "plan", "report", "run", "simulate", "demo"]
)
def test_each_command_explains_itself(kaiku, command):
    answer = kaiku(command, "--help")
    assert answer.exit_code == FINE
    assert len(answer.output.splitlines()) > 4


def test_a_fine_study_is_said_to_be_fine(kaiku, demo_folders):
    answer = kaiku("check", demo_folders["te-toimistot"])
    assert answer.exit_code == FINE
    assert "83 items, 11 scales, nothing to fix" in answer.output


def test_every_problem_is_printed_and_none_is_a_traceback(kaiku, own_te_folder):
    export = own_te_folder / "raw" / "alku.csv"
    rows = export.read_text(encoding="cp1252").split("\n")
    place = rows[0].split(";").index("ps1")
    for number, wrong in ((1, "7"), (4, "joskus")):
        cells = rows[number].split(";")
        rows[number] = ";".join([*cells[:place], wrong, *cells[place + 1 :]])
    export.write_text("\n".join(rows), encoding="cp1252")
    answer = kaiku("check", own_te_folder)
    assert answer.exit_code == PROBLEMS
    assert (
        "alku.csv, column 'ps1', row 2: '7' is not one of the answers" in answer.output
    )
    assert "alku.csv, column 'ps1', row 5: 'joskus'" in answer.output
    assert "Traceback" not in answer.output
    assert kaiku("run", own_te_folder).exit_code == PROBLEMS


def test_an_unknown_study_is_wrong_use(kaiku):
    answer = kaiku("check", "nowhere")
    assert answer.exit_code == WRONG_USE
    assert "start one with `kaiku new nowhere`" in answer.output


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "te-toimistot", "--only", "wellbeing"),
        ("report", "te-toimistot", "--language", "de"),
        ("report", "te-toimistot", "--to", "odt"),
        ("new", "mine", "--wave", "initial"),
        ("new", "mine", "--wave", "initial=nowhere.csv"),
        ("fly",),
    ],
)
def test_wrong_use_has_its_own_exit_code(kaiku, words):
    assert kaiku(*words).exit_code == WRONG_USE


def test_a_new_study_can_be_checked_at_once(kaiku, tmp_path):
    answer = kaiku("new", tmp_path / "data" / "mine", "--language", "en")
    assert answer.exit_code == FINE
    assert kaiku("check", tmp_path / "data" / "mine").exit_code == FINE


def test_a_study_drafted_from_exports_can_be_checked_and_reported(
    kaiku, tmp_path, demo_folders
):
    raw = demo_folders["te-toimistot"] / "raw"
    folder = tmp_path / "data" / "mine"
    waves = [
        f"--wave=first={raw / 'alku.csv'}",
        f"--wave=second={raw / 'seuranta.csv'}",
    ]
    assert kaiku("new", folder, *waves, "--language", "en").exit_code == FINE
    answer = kaiku("check", folder)
    assert answer.exit_code == FINE, answer.output
    assert "scale_1" in (folder / "study.toml").read_text(encoding="utf-8")


def test_a_new_study_never_overwrites_one(kaiku, own_te_folder):
    plan = (own_te_folder / "study.toml").read_bytes()
    answer = kaiku("new", own_te_folder)
    assert answer.exit_code == PROBLEMS
    assert "is there already" in answer.output
    assert (own_te_folder / "study.toml").read_bytes() == plan


def test_simulated_exports_never_overwrite_real_ones(kaiku, own_te_folder):
    export = own_te_folder / "raw" / "alku.csv"
    before = export.read_bytes()
    assert kaiku("simulate", own_te_folder).exit_code == PROBLEMS
    assert export.read_bytes() == before


def test_a_study_can_be_rehearsed_before_there_are_data(kaiku, own_te_folder):
    for export in (own_te_folder / "raw").iterdir():
        export.unlink()
    assert kaiku("simulate", own_te_folder, "--seed", 3).exit_code == FINE
    answer = kaiku("report", own_te_folder, "--language", "sv")
    assert answer.exit_code == FINE
    assert Path(answer.output.strip()).name == "evaluation.sv.html"


def test_the_command_is_there_as_a_module(clean_environment):
    answer = subprocess.run(
        [sys.executable, "-m", "kaiku_analysis", "--version"],
        capture_output=True,
        text=True,
        env=clean_environment,
    )
    assert answer.stdout.startswith("kaiku, version 0.1.0")


def test_a_path_is_not_taken_for_a_name(kaiku, tmp_path):
    assert kaiku("new", "./mine").exit_code == FINE
    assert (tmp_path / "mine" / "study.toml").is_file()


def test_a_plan_says_what_the_study_will_see(kaiku, demo_folders):
    answer = kaiku("plan", demo_folders["te-toimistot"], "--response", "0.7")
    assert answer.exit_code == FINE
    assert "everyone     staff   180" in answer.output
    assert "you need 199 linked answers" in answer.output
