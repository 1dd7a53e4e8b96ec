"""What a p-value is worth when it is one of several."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array


def adjust_p(p_values: ArrayLike, method: Literal["holm", "bh"] = "holm") -> Array:
    """Adjust p-values of one family; in R `p.adjust(p, method)`.

    Holm (1979) keeps the chance of any false finding down; Benjamini and Hochberg
    (1995) the share of false ones among the findings. statsmodels' `multipletests`
    gives the same, but collects garbage at each call, which takes longer than a
    report's other statistics together.

    Parameters
    ----------
    p_values
        NaN where nothing was tested: it stays NaN and counts for nothing.
    """
    p = np.asarray(p_values, float)
    if ((p < 0) | (p > 1)).any():
        raise ValueError(f"p-values lie between 0 and 1, not {np.nanmin(p):g}")
    adjusted = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    order = np.argsort(p[tested], kind="stable")
    ranked = p[tested][order]
    fitted = _holm(ranked) if method == "holm" else _benjamini_hochberg(ranked)
    adjusted[tested] = fitted[np.argsort(order, kind="stable")]
    return adjusted


def _holm(ranked: Array) -> Array:
    steps = np.arange(len(ranked), 0, -1)
    return np.minimum(1, np.maximum.accumulate(ranked * steps))


def _benjamini_hochberg(ranked: Array) -> Array:
    steps = len(ranked) / np.arange(1, len(ranked) + 1)
    return np.minimum(1, np.minimum.accumulate((ranked * steps)[::-1])[::-1])
