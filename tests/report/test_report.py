import json
import re
import shutil
import subprocess
from html import unescape
from importlib.resources import files

import pandas as pd
import pytest

from kaiku_analysis.display import load_texts
from kaiku_analysis.report import evaluation_report, write_report
from kaiku_analysis.responses import load_responses
from kaiku_analysis.study import StudyError, load_study

LANGUAGES = ("fi", "sv", "en")
STUDIES = ("te-toimistot", "maakuntien-liitot")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=20000", "--dump-dom",
]  # fmt: skip
RUN = """
<script>
axe.run().then(found => {
  const told = found.violations.map(one => [one.id, one.nodes.map(n => n.html)]);
  const page = document.createElement("pre");
  page.textContent = JSON.stringify({passes: found.passes.length, violations: told});
  document.body.replaceChildren(page);
});
</script>
"""


@pytest.fixture(scope="session")
def pages(demo_folders):
    """Every report of both demo studies, in each language."""
    return {
        (name, language): write_report(load_study(demo_folders[name]), language)
        for name in STUDIES
        for language in LANGUAGES
    }


def words_of(page):
    """Give what a reader sees: no markup, no styles, no drawings."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_but_itself(pages, name, language):
    page = pages[name, language].read_text(encoding="utf-8")
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(link.startswith(("#", "data:image/svg+xml;base64,")) for link in links)
    assert not re.findall(r"url\(|@import|<script|<link", page)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_its_language_its_title_and_all_chapters(pages, name, language):
    page = pages[name, language].read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    texts = load_texts(language)
    for chapter in ("responses", "change", "stories"):
        assert f'<h2 id="{chapter}">{texts(f"{chapter}.heading")}</h2>' in page
        assert f'<a href="#{chapter}">' in page
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert all(f'id="{anchor}"' in page for anchor in anchors)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reader_meets_nan_none_or_an_unfilled_blank(pages, name, language):
    words = words_of(pages[name, language])
    assert not re.findall(r"\b(?:nan|None|NaN|NaT|<NA>)\b|\{\w+\}", words)


def test_every_figure_has_words_that_stand_for_it(pages):
    for page in pages.values():
        alternatives = re.findall(
            r'<img alt="([^"]*)"', page.read_text(encoding="utf-8")
        )
        assert alternatives
        assert all(len(alternative) > 80 for alternative in alternatives)


def sentences_of(language):
    """Collect runs of words that only this language's report has."""
    entries = load_texts(language).entries
    pieces = [
        piece.strip()
        for chapter in entries.values()
        for text in chapter.values()
        for piece in re.split(r"[{}“”.,:;()]|\w+(?=\})", text)
    ]
    return {piece for piece in pieces if len(piece.split()) >= 3}


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_another_language(pages, name, language):
    words = words_of(pages[name, language])
    others = set().union(*(sentences_of(one) for one in LANGUAGES if one != language))
    left = [piece for piece in others - sentences_of(language) if piece in words]
    assert not left


def test_the_tables_hold_the_numbers_of_the_report(pages, demo_folders):
    tables = load_study(demo_folders["te-toimistot"]).reports / "tables"
    assert {path.name for path in tables.iterdir()} >= {
        "responses.csv", "scales.csv", "change.csv", "stories.csv",
    }  # fmt: skip
    change = pd.read_csv(tables / "change.csv")
    row = change[(change.scale == "pal_anto") & (change.group == "all")].iloc[0]
    shown = load_texts("fi").number(row.difference)
    assert f"Keskiarvo nousi {shown} pistettä" in words_of(pages["te-toimistot", "fi"])


def test_the_same_study_gives_the_same_bytes(demo_folders, pages):
    study = load_study(demo_folders["te-toimistot"])
    page = pages["te-toimistot", "fi"].read_bytes()
    tables = {p.name: p.read_bytes() for p in (study.reports / "tables").iterdir()}
    assert write_report(study, "fi").read_bytes() == page
    again = {p.name: p.read_bytes() for p in (study.reports / "tables").iterdir()}
    assert again == tables


def test_no_group_under_the_minimum_is_in_any_table(pages, demo_folders):
    for name in STUDIES:
        tables = load_study(demo_folders[name]).reports / "tables"
        for path in tables.glob("*.csv"):
            frame = pd.read_csv(path)
            counts = frame.filter(regex="^(n|n_.*|answered|linked|people_.*)$")
            small = counts[(counts > 0) & (counts < 10)].dropna(how="all")
            assert small.empty, (path.name, small)


def test_no_key_and_no_answer_in_words_reaches_the_report(pages, demo_folders):
    study = load_study(demo_folders["maakuntien-liitot"])
    texts = load_responses(study).frame["tarina"].dropna()
    long = [text for text in texts if len(text) > 40]
    assert long
    for (name, _), page in pages.items():
        if name == "maakuntien-liitot":
            written = page.read_text(encoding="utf-8")
            assert not [text for text in long if text in written]


def test_a_language_that_the_plan_lacks_is_said(own_te_folder):
    plan = own_te_folder / "study.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace('languages = ["fi", "sv", "en"]', 'languages = ["fi"]')
    )
    with pytest.raises(StudyError, match="has fi, not 'sv'"):
        write_report(load_study(own_te_folder), "sv")


def test_a_study_after_its_first_survey_has_a_report(own_te_folder, english):
    plan = own_te_folder / "study.toml"
    text = plan.read_text(encoding="utf-8").replace(
        'files = ["seuranta.csv"]', "files = []"
    )
    plan.write_text(text, encoding="utf-8")
    chapters = evaluation_report(load_study(own_te_folder), english)
    said = " ".join(str(block) for chapter in chapters for block in chapter.blocks)
    assert "Follow-up survey: no answers yet." in said
    assert "nothing can be said of change yet" in said


def test_what_is_hidden_is_said(pages):
    words = words_of(pages["maakuntien-liitot", "en"])
    assert "Results of fewer than 10 people are not shown" in words
    assert "Regional Council" in words.partition("What is not shown, and why")[2]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(name, language, pages, tmp_path):
    page = pages[name, language].read_text(encoding="utf-8")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    checked = tmp_path / "checked.html"
    script = f"<script>{axe}</script>{RUN}"
    checked.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    found = axe_results(checked, tmp_path / "profile")
    assert found["violations"] == []
    assert found["passes"] > 15


def axe_results(page, profile):
    command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", page.as_uri()]
    answer = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True
    )
    written = answer.stdout.partition("<pre>")[2].partition("</pre>")[0]
    return json.loads(unescape(written))
