"""A new study's folder: a commented plan, a codebook, and the exports in raw/."""

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from io import StringIO
from pathlib import Path

from jinja2 import Environment

from kaiku_analysis.responses.drafts.draft import Draft, draft_study
from kaiku_analysis.study import Problem, StudyError

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
    draft = draft_study(exports) if exports else EXAMPLE
    plan, codebook = (
        _plan(draft, exports, languages, folder.name),
        _codebook(draft, languages),
    )
    raw = folder / "raw"
    raw.mkdir(parents=True, mode=0o700)
    (folder / "study.toml").write_text(plan, encoding="utf-8")
    (folder / "codebook.csv").write_text(codebook, encoding="utf-8")
    for path in exports.values():
        shutil.copyfile(path, raw / path.name)
    return folder


def _plan(
    draft: Draft, exports: Mapping[str, Path], languages: tuple[str, ...], name: str
) -> str:
    source = files("kaiku_analysis.responses.drafts") / "study.toml.j2"
    environment = Environment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["toml"] = _toml
    template = environment.from_string(source.read_text(encoding="utf-8"))
    links = [item.name for item in draft.items if item.kind == "link"]
    return template.render(
        draft=draft,
        label=lambda text: _label(text, languages),
        languages=languages,
        links=links[:1],
        name=name,
        today=date.today().isoformat(),
        waves={wave: path.name for wave, path in exports.items()},
    )


def _toml(text: str) -> str:
    """Quote a text as TOML does; JSON's quoting is the same but for what is outside."""
    return json.dumps(text, ensure_ascii=False)


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
        heading = column.heading if column.heading != item.name else ""
        question = [column.question] * len(texts)
        row = [item.name, item.kind, item.scale, item.options, "", asked, heading]
        writer.writerow([*row, *question])
    return page.getvalue()
