import pandas as pd
import pytest
from matplotlib.figure import Figure

from kaiku_analysis.display import Chapter, Claim, Heading, Picture, Table, block_markup

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def hostile_table(english):
    frame = pd.DataFrame({HOSTILE: [HOSTILE], "n": [3]})
    return Table(HOSTILE, frame, english, note=HOSTILE)


def test_words_of_people_and_plans_are_never_markup(hostile_table):
    blocks = [hostile_table, Claim(HOSTILE), Heading(HOSTILE), HOSTILE]
    blocks.append(Picture(HOSTILE, HOSTILE, Figure()))
    markup = "".join(map(block_markup, blocks))
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup


def test_a_table_has_a_caption_and_header_cells(english):
    frame = pd.DataFrame({"Scale": ["Trust"], "Change": [0.125], "People": [1200]})
    markup = block_markup(Table("Change of each scale", frame, english))
    assert "<caption>Change of each scale</caption>" in markup
    assert markup.count('<th scope="col">') == 3
    assert '<th scope="row">Trust</th>' in markup
    assert (
        '<td class="figure">0.13</td>' in markup
        or '<td class="figure">0.12</td>' in markup
    )
    assert '<td class="figure">1,200</td>' in markup


def test_a_missing_number_is_a_dash(english):
    frame = pd.DataFrame({"Scale": ["Trust"], "Change": [float("nan")]})
    markup = block_markup(Table("Change", frame, english))
    assert "–" in markup
    assert "nan" not in markup.lower()


def test_the_same_figure_gives_the_same_bytes():
    def drawn():
        figure = Figure()
        figure.subplots().plot([1, 2], [3, 4])
        return block_markup(Picture("title", "what it shows", figure))

    assert drawn() == drawn()
    assert 'alt="what it shows"' in drawn()


def test_a_chapter_shows_itself_in_a_notebook():
    chapter = Chapter("change", "What changed", ("A sentence.", Claim("A claim.")))
    assert chapter._repr_html_() == (
        "<h3>What changed</h3>\n<p>A sentence.</p>\n<p>A claim.</p>"
    )
