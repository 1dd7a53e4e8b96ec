"""A report as one self-contained web page."""

import os
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from kaiku_analysis.display import Chapter, Texts, block_markup


def write_html(
    chapters: Iterable[Chapter], path: Path, *, title: str, texts: Texts
) -> Path:
    """Write `chapters` to `path`, whole or not at all, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    page = render_page(chapters, title=title, texts=texts)
    unfinished.write_text(page, encoding="utf-8")
    unfinished.replace(path)
    return path


def render_page(chapters: Iterable[Chapter], *, title: str, texts: Texts) -> str:
    """Render `chapters` as a page that needs nothing but itself."""
    folder = files("kaiku_analysis.report")
    source = (folder / "page.html.j2").read_text(encoding="utf-8")
    style = (folder / "page.css").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(source).render(
        chapters=list(chapters),
        # `display` has escaped the words of people and plans.
        markup=lambda block: Markup(block_markup(block)),
        style=Markup(style),
        texts=texts,
        title=title,
    )
