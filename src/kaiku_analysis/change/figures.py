"""Change as a figure."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.change.words import describe_change, describe_verdicts
from kaiku_analysis.display import (
    AFTER,
    BAND,
    BEFORE,
    INK,
    QUIET,
    Picture,
    Texts,
    new_figure,
    tick_steps,
)

LABEL_WIDTH = 30
AXIS_WIDTH = 48
MARKERS = {
    "improved": ("o", AFTER),
    "declined": ("s", BEFORE),
    "no meaningful change": ("D", INK),
    "cannot tell": ("o", "white"),
}


def plot_change(changes: Sequence[Change], texts: Texts) -> Picture:
    """Draw each change and its interval against the band that does not matter.

    In units of the smallest change that matters, so that scales of different range
    stand side by side; the band reaches from -1 to 1.
    """
    known = [change for change in changes if change.difference.is_known]
    figure, axes = new_figure(rows=max(len(known), 1), extra=1.4)
    axes.axvspan(-1, 1, color=BAND, zorder=0)
    axes.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
    for row, change in enumerate(known):
        low, value, high = _in_margins(change)
        marker, fill_colour = MARKERS[change.verdict]
        axes.plot([low, high], [row, row], color=INK, linewidth=1.6, zorder=2)
        axes.plot(
            value,
            row,
            marker,
            markeredgecolor=INK,
            markerfacecolor=fill_colour,
            zorder=3,
        )
    labels = [
        fill(one.comparison.scale.label[texts.language], LABEL_WIDTH) for one in known
    ]
    axes.set_yticks(range(len(known)), labels)
    ends = np.array(
        [[-1.2, 1.2], *([low, high] for low, _, high in map(_in_margins, known))]
    )
    axes.set_xlim(ends.min() * 1.05, ends.max() * 1.05)
    ticks = tick_steps(*axes.get_xlim())
    axes.set_xticks(
        ticks, [texts.number(tick, 0 if _whole(ticks) else 1) for tick in ticks]
    )
    axes.set_xlabel(fill(texts("change.axis"), AXIS_WIDTH))
    return Picture(_title(changes, texts), _alt(changes, texts), figure)


def _in_margins(change: Change) -> tuple[float, float, float]:
    difference, margin = change.difference, change.margin
    # A scale on which less is better is turned: to the right is always better.
    way = 1 if change.comparison.scale.better == "high" else -1
    low, high = sorted((way * difference.low / margin, way * difference.high / margin))
    return low, way * difference.value / margin, high


def _whole(ticks: Sequence[float]) -> bool:
    return all(float(tick).is_integer() for tick in ticks)


def _title(changes: Sequence[Change], texts: Texts) -> str:
    comparison = changes[0].comparison
    return texts(
        "change.figure_title",
        before=comparison.before.label[texts.language],
        after=comparison.after.label[texts.language],
    )


def _alt(changes: Sequence[Change], texts: Texts) -> str:
    said = [*describe_verdicts(changes, texts)]
    said += [describe_change(change, texts) for change in changes]
    return " ".join(map(str, said))
