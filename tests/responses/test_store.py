"""What was read is kept, for one person's eyes, until anything behind it changes."""

import os
import stat

import pandas as pd
import pytest

from kaiku_analysis.responses import check_responses, load_responses
from kaiku_analysis.responses import load as loading
from kaiku_analysis.study import DataError, load_study


@pytest.fixture
def reads(monkeypatch):
    """Count how often a wave is read from its exports."""
    counted = []
    original = loading.read_wave

    def read(study, wave):
        counted.append(wave.name)
        return original(study, wave)

    monkeypatch.setattr(loading, "read_wave", read)
    return counted


def kept_file(study):
    [path] = study.derived.iterdir()
    return path


def same(one, other):
    for part in ("frame", "items", "set_aside"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))


def test_what_was_kept_is_what_was_read(study, reads):
    first = load_responses(study)
    second = load_responses(study)
    assert reads == ["before", "after"]
    same(first, second)


def test_waves_and_files_named_by_numbers_keep_their_names(
    write_study, plan, codebook, rows, edited
):
    plan = edited(plan, 'name = "before"', 'name = "2024"')
    plan = edited(plan, 'name = "after"', 'name = "2025"')
    plan = edited(plan, 'files = ["before.csv"]', 'files = ["2024"]')
    study = write_study(
        plan=plan,
        codebook=edited(codebook, ",after,,,role=chief", ",2025,,,role=chief"),
        exports={"2024": rows["before.csv"], "after.csv": rows["after.csv"]},
    )
    first = load_responses(study)
    same(load_responses(study), first)
    assert list(first.set_aside["file"]) == ["2024", "after.csv"]
    assert set(first.items["wave"]) == {"2024", "2025"}


def test_a_study_that_only_links_people_is_read_and_kept(write_study, plan, rows):
    study = write_study(
        plan=plan.partition("[[scales]]")[0],
        codebook="item,kind,text_fi,text_en\nid,link,,\n",
    )
    first = load_responses(study)
    assert list(first.frame.columns) == ["person", "wave"]
    assert first.items.empty
    assert list(load_responses(study).items.columns) == list(first.items.columns)


def test_only_its_owner_can_open_what_was_kept(study):
    load_responses(study)
    assert stat.S_IMODE(study.derived.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept_file(study).stat().st_mode) == 0o600


def test_deleting_it_loses_nothing(study, reads):
    first = load_responses(study)
    kept_file(study).unlink()
    study.derived.rmdir()
    same(load_responses(study), first)
    assert len(reads) == 4


@pytest.mark.parametrize("change", ["export", "plan", "codebook"])
def test_a_change_of_what_it_came_from_is_read_again(study, reads, change):
    load_responses(study)
    old = kept_file(study)
    file = {
        "export": study.raw / "after.csv",
        "plan": study.folder / "study.toml",
        "codebook": study.folder / "codebook.csv",
    }[change]
    text = file.read_text(encoding="utf-8")
    changed = {
        "export": ("8;", "9;"),
        "plan": ("Before", "Ennen"),
        "codebook": ("Hours", "Time"),
    }
    assert text.count(changed[change][0])
    file.write_text(text.replace(*changed[change]), encoding="utf-8")
    load_responses(load_study(study.folder))
    assert len(reads) == 4
    assert kept_file(study) != old


def test_an_export_that_no_longer_fits_is_told_though_its_answers_were_kept(study):
    load_responses(study)
    (study.raw / "after.csv").unlink()
    [problem] = check_responses(study)
    assert problem.where == "after.csv"
    with pytest.raises(DataError):
        load_responses(study)


def damages(content):
    middle = len(content) // 2
    yield b""
    yield content[:middle]
    yield content[:-1]
    yield b"PAR1" + bytes(100) + b"PAR1"
    for place in (5, middle, len(content) - 9):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_a_damaged_file_is_neither_believed_nor_stumbled_over(study, reads):
    first = load_responses(study)
    path = kept_file(study)
    content = path.read_bytes()
    for number, damaged in enumerate(damages(content), start=2):
        path.write_bytes(damaged)
        same(load_responses(study), first)
        assert len(reads) == 2 * number
        assert path.read_bytes() == content


def test_another_study_s_answers_are_not_believed(study, write_study, rows, reads):
    load_responses(study)
    rows["before.csv"][1][3] = "1"
    other = write_study(name="other", exports=rows)
    other.derived.mkdir()
    os.link(kept_file(study), other.derived / kept_file(study).name)
    assert load_responses(other).frame["q1"].iloc[0] == 1


def test_what_an_unfinished_run_left_is_not_believed(study, reads):
    study.derived.mkdir()
    (study.derived / ".responses-x.parquet.1").write_bytes(b"PAR1")
    load_responses(study)
    assert reads == ["before", "after"]


def test_a_study_that_cannot_be_written_to_is_read_all_the_same(study, reads):
    study.derived.write_text("in the way")
    first = load_responses(study)
    same(load_responses(study), first)
    assert len(reads) == 4
    assert study.derived.read_text() == "in the way"


def test_nothing_is_kept_of_answers_that_do_not_fit(write_study, rows):
    rows["before.csv"][1][3] = "joo"
    study = write_study()
    assert check_responses(study)
    assert not study.derived.exists()


def test_raw_files_are_never_touched(study):
    before = {path.name: path.read_bytes() for path in study.raw.iterdir()}
    load_responses(study)
    assert {path.name: path.read_bytes() for path in study.raw.iterdir()} == before


def test_only_masked_stories_and_no_links_are_kept(study):
    load_responses(study)
    content = kept_file(study).read_bytes()
    assert b"0401234567" not in content
    assert "a1" not in pd.read_parquet(kept_file(study)).astype(str).to_numpy()
