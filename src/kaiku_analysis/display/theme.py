"""One look for every figure: few colours, told apart by shape and lightness too."""

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#1f3a4d"
QUIET = "#8a9aa5"
BAND = "#e6ebee"
BEFORE = "#b06a2c"
AFTER = "#1f6f78"
WIDTH = 7.2
LINE = 0.36


def new_figure(rows: int, *, extra: float = 1.1) -> tuple[Figure, Axes]:
    """Open a figure with a line for each of `rows`, the first on top."""
    figure = Figure(figsize=(WIDTH, extra + LINE * rows), layout="constrained")
    axes = figure.subplots()
    axes.set_ylim(rows - 0.5, -0.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    return figure, axes


def tick_steps(low: float, high: float) -> list[float]:
    """Choose four to eight round numbers between `low` and `high`."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / 5
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [number * step for number in range(first, last + 1)]
