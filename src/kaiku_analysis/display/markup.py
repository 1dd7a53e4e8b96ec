"""Blocks as HTML: whatever comes from answers or plans is escaped."""

import base64
import re
from io import BytesIO

from jinja2 import Environment
from matplotlib import rc_context
from matplotlib.figure import Figure

FIGURE = re.compile(r"^[−+<–(]?\s?\d|^–$")

_environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_heading = _environment.from_string("<h3>{{ text }}</h3>")
_paragraph = _environment.from_string("<p>{{ text }}</p>")
_picture = _environment.from_string(
    '<figure><img alt="{{ alt }}" src="data:image/svg+xml;base64,{{ image }}">'
    "<figcaption>{{ title }}</figcaption></figure>"
)
_table = _environment.from_string(
    """\
<div class="table" role="region" tabindex="0" aria-label="{{ title }}">
<table>
<caption>{{ title }}</caption>
<thead><tr>
{% for name in columns %}
<th scope="col">{{ name }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for first, rest in rows %}
<tr><th scope="row">{{ first }}</th>
{% for cell, is_figure in rest %}
<td{{ ' class="figure"'|safe if is_figure }}>{{ cell }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% if note %}
<p class="note">{{ note }}</p>
{% endif %}
"""
)


def heading_markup(text: str) -> str:
    """Write a heading inside a chapter."""
    return _heading.render(text=text)


def paragraph_markup(text: str) -> str:
    """Write a paragraph."""
    return _paragraph.render(text=text)


def table_markup(
    title: str, columns: list[str], rows: list[list[str]], note: str = ""
) -> str:
    """Write a table with a caption and header cells, figures to the right."""
    marked = [
        (first, [(cell, bool(FIGURE.match(cell))) for cell in rest])
        for first, *rest in rows
    ]
    return _table.render(title=title, columns=columns, rows=marked, note=note)


def picture_markup(title: str, alt: str, figure: Figure) -> str:
    """Write a figure as an image that holds its own drawing."""
    drawing = BytesIO()
    # A fixed salt and no date: the same numbers give the same bytes.
    with rc_context({"svg.hashsalt": "kaiku", "svg.fonttype": "path"}):
        figure.savefig(drawing, format="svg", metadata={"Date": None})
    image = base64.b64encode(drawing.getvalue()).decode("ascii")
    return _picture.render(title=title, alt=alt, image=image)
