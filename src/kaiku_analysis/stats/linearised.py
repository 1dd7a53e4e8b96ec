"""How far off a weighted number may be, from how much each person moves it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import ROUNDING, Array

Mask = NDArray[np.bool_]

# Whoever keeps less than this share of their residual fits their label alone.
ALONE = 1e-9


def counted(y: Array, weights: ArrayLike | None) -> tuple[Array, Mask]:
    """Return everyone's weight, and a mask of who answered and counts.

    Raises
    ------
    ValueError
        When weights do not pair up with people, or are not numbers of zero or more.
    """
    weight = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    if weight.shape != y.shape:
        raise ValueError(
            f"weights must pair up with people, but are {weight.size} for {y.size}"
        )
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError(f"weights must be numbers of zero or more, not {min(weight)}")
    return weight, ~np.isnan(y) & (weight > 0)


def unexplained(
    deviations: Array, margins: Sequence[ArrayLike], use: Mask
) -> tuple[Array, int]:
    """Return what the margins leave of deviations, and how many parameters they took.

    Deville & Särndal (1992): a raked mean is as uncertain as the residuals of a
    regression on the margins' labels; like R's `svyrecvar`, of an unweighted one. A
    residual is as much too small as its person helped fit it, hence the leverages
    (MacKinnon & White 1985, HC2): with one margin that is the variance of each unit.
    Who is alone with a label fits it completely, and counts with all their deviation.
    """
    if not len(margins):
        return deviations, 1
    columns = [indicators(labels)[use] for labels in margins]
    table = np.column_stack([np.ones(len(deviations)), *columns])
    left, strength, _ = np.linalg.svd(table, full_matrices=False)
    basis = left[:, strength > ROUNDING * len(table) * strength.max()]
    own = 1 - (basis**2).sum(axis=1)
    alone = own < ALONE
    residual = deviations - basis @ (basis.T @ deviations)
    inflated = residual / np.sqrt(np.where(alone, 1, own))
    return np.where(alone, deviations, inflated), basis.shape[1]


def indicators(labels: ArrayLike) -> Array:
    """Return a column of zeros and ones for each label."""
    codes = label_codes(labels)
    return np.asarray(codes[:, None] == np.arange(codes.max(initial=-1) + 1), float)


def label_codes(labels: ArrayLike) -> NDArray[np.intp]:
    """Return labels as numbers from zero, in order of appearance.

    Raises
    ------
    ValueError
        When somebody has no label.
    """
    codes, _ = pd.factorize(np.asarray(labels))
    if missing := int((codes < 0).sum()):
        raise ValueError(f"everyone needs a label, but {missing} have none")
    return np.asarray(codes, np.intp)


def scatter(
    scores: Array, units: ArrayLike | None, use: Mask, *, spent: int = 1
) -> tuple[Array, int]:
    """Return a covariance and its degrees of freedom.

    The with-replacement variance of Särndal, Swensson & Wretman (1992), R's
    `svyrecvar`: of people, or of units where people of one unit are alike.

    Parameters
    ----------
    scores
        How much each person who counts moves each number.
    units
        A label for everyone; None where people are on their own.
    use
        Who counts.
    spent
        How many parameters were taken from what people say, the mean included.
    """
    if units is not None:
        codes = label_codes(np.asarray(units)[use])
        scores = np.column_stack([np.bincount(codes, column) for column in scores.T])
        spent = 1
    pieces, df = len(scores), len(scores) - spent
    if df < 1:
        return np.zeros((scores.shape[1],) * 2), 0
    return pieces / (pieces - 1) * scores.T @ scores, df
