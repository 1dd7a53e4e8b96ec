"""A new study's folder: a commented plan, a codebook, and the exports in raw/."""

import csv
import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import date
from importlib import resources
from io import StringIO
from pathlib import Path

from jinja2 import Environment

from kaiku_analysis.responses.drafts.draft import Draft, draft_study
from kaiku_analysis.study import Problem, StudyError

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
EXAMPLE = Draft((), {}, {})


def write_new_study(
    folder: Path, exports: Mapping[str, Path], languages: tuple[str, ...]
) -> Path:
    """Lay out a new study, drafted from its exports if there are any.

    Raises
    ------
    StudyError
        If the folder is there already: nothing in it is touched.
    DataError
        If an export cannot be read.
    """
    if folder.exists():
        fix = "choose another name, or go on with `kaiku check`"
        raise StudyError([Problem(str(folder), "is there already", fix)])
    named = {_in_one_word(wave): path for wave, path in exports.items()}
    files = _file_names(named)
    draft = draft_study(named) if named else EXAMPLE
    texts = {
        "study.toml": _plan(draft, files, languages, folder.name),
        "codebook.csv": _codebook(draft, languages),
    }
    copies = {files[wave]: path for wave, path in named.items()}
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        _lay_out(unfinished, texts, copies)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return folder


def _in_one_word(wave: str) -> str:
    """Name a wave as codebook.csv lists waves, with spaces between them."""
    return "_".join(wave.split())


def _file_names(exports: Mapping[str, Path]) -> dict[str, str]:
    """Name the copy of each export; none of them takes another's place."""
    names = [path.name.casefold() for path in exports.values()]
    return {
        wave: path.name
        if names.count(path.name.casefold()) == 1
        else f"{place}-{path.name}"
        for place, (wave, path) in enumerate(exports.items(), start=1)
    }


def _lay_out(
    folder: Path, texts: Mapping[str, str], exports: Mapping[str, Path]
) -> None:
    raw = folder / "raw"
    folder.mkdir()
    raw.mkdir(mode=0o700)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, path in exports.items():
        shutil.copyfile(path, raw / name)
        (raw / name).chmod(0o600)


def _plan(
    draft: Draft, files: Mapping[str, str], languages: tuple[str, ...], name: str
) -> str:
    source = resources.files("kaiku_analysis.responses.drafts") / "study.toml.j2"
    environment = Environment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["toml"] = _toml
    environment.filters["key"] = _key
    template = environment.from_string(source.read_text(encoding="utf-8"))
    return template.render(
        draft=draft,
        label=lambda text: _label(text, languages),
        languages=languages,
        name=name,
        today=date.today().isoformat(),
        waves=files,
    )


def _toml(text: str) -> str:
    """Quote a text as TOML does; JSON's quoting is the same but for what is outside."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(code: str) -> str:
    """Write the code of an answer as a key, in quotes unless it is a bare one."""
    return code if BARE_KEY.fullmatch(code) else _toml(code)


def _label(text: str, languages: tuple[str, ...]) -> str:
    if len(languages) == 1:
        return _toml(text)
    return "{ " + ", ".join(f"{one} = {_toml(text)}" for one in languages) + " }"


def _codebook(draft: Draft, languages: tuple[str, ...]) -> str:
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    texts = [f"text_{language}" for language in languages]
    writer.writerow(
        ["item", "kind", "scale", "options", "reversed", "waves", "column", *texts]
    )
    waves = {wave for item in draft.items for wave in item.column.waves}
    for item in draft.items:
        column = item.column
        asked = " ".join(column.waves) if set(column.waves) != waves else ""
        heading = _one_line(column.heading).replace("|", r"\|")
        heading = heading if heading != item.name else ""
        question = [_one_line(column.question)] * len(texts)
        row = [item.name, item.kind, item.scale, item.options, "", asked, heading]
        writer.writerow([*row, *question])
    return page.getvalue()


def _one_line(text: str) -> str:
    """Write a text with single spaces, as headings are compared."""
    return " ".join(text.split())
