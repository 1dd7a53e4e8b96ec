"""How many people each answer stands for, so that known head counts come out."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kaiku_analysis.stats.answers import Array

# Head counts of two margins agree when they differ by no more than this share.
SAME_TOTAL = 1e-9
# A round that moves every count by less than this share has nothing left to do.
SETTLED = 1e-13


@dataclass(frozen=True)
class Raked:
    """How many people each answer stands for, and whether the head counts came out.

    Attributes
    ----------
    weights
        One for each answer; they add up to the head count. All 0 when some people
        are unheard.
    rounds
        How many times the weights went through all margins.
    largest_gap
        How far, as a share, a head count was missed by at most.
    unheard
        The margin (its position) and the label of people of whom nobody answered: no
        weights can speak for them. Merge them with others like them.
    """

    weights: Array
    rounds: int
    largest_gap: float
    unheard: tuple[tuple[int, Hashable], ...] = ()

    @property
    def is_converged(self) -> bool:
        """Whether all head counts came out."""
        return not self.unheard and self.largest_gap <= SAME_TOTAL


def rake(
    labels: Sequence[ArrayLike],
    head_counts: Sequence[Mapping[Hashable, float]],
    *,
    start: ArrayLike | None = None,
    most_rounds: int = 1000,
) -> Raked:
    """Weight answers so that every margin adds up to its head counts.

    Iterative proportional fitting (Deming & Stephan 1940); in R
    `survey::rake(design, sample.margins, population.margins)`, and with one margin
    `survey::postStratify`. It does not settle where head counts contradict each other
    in the combinations that somebody answered from: `is_converged` says so.

    Parameters
    ----------
    labels
        For each margin (say unit, then role), the label of everyone who answered.
    head_counts
        For each margin, how many people have each label.
    start
        Weights to begin from, such as those for response; equal if None.
    most_rounds
        When to give up.

    Raises
    ------
    ValueError
        When margins do not pair up, have different totals, or lack a head count.
    """
    if not labels or len(labels) != len(head_counts):
        raise ValueError(
            f"every margin needs labels and head counts, but there are {len(labels)} "
            f"and {len(head_counts)}"
        )
    coded = [_coded(*margin) for margin in zip(labels, head_counts, strict=True)]
    totals = [float(wanted.sum()) for _, wanted, _ in coded]
    if max(totals) - min(totals) > SAME_TOTAL * max(totals):
        raise ValueError(f"margins must add up to one head count, not to {totals}")
    weights = _start(start, {len(codes) for codes, _, _ in coded})
    unheard = tuple(
        (at, label) for at, (*_, lost) in enumerate(coded) for label in lost
    )
    if unheard:
        return Raked(np.zeros(len(weights)), 0, 1.0, unheard)
    return _fit(weights, [(codes, wanted) for codes, wanted, _ in coded], most_rounds)


def _coded(
    labels: ArrayLike, head_counts: Mapping[Hashable, float]
) -> tuple[NDArray[np.intp], Array, list[Hashable]]:
    """Return labels as positions, the head count of each, and who is unheard."""
    wanted = {label: float(count) for label, count in head_counts.items() if count}
    codes = pd.Index(list(wanted)).get_indexer(np.asarray(labels))
    if (codes < 0).any():
        unknown = np.asarray(labels)[codes < 0].tolist()[0]
        raise ValueError(f"there is no head count for {unknown!r}, who answered")
    counts = np.array(list(wanted.values()))
    if not (np.isfinite(counts) & (counts > 0)).all():
        raise ValueError(f"head counts must be numbers of zero or more, not {counts}")
    answers = np.bincount(codes, minlength=len(counts))
    lost = [label for label, n in zip(wanted, answers, strict=True) if not n]
    return np.asarray(codes, np.intp), counts, lost


def _start(start: ArrayLike | None, sizes: set[int]) -> Array:
    weights = np.ones(max(sizes)) if start is None else np.asarray(start, float)
    if sizes != {len(weights)}:
        raise ValueError(f"margins must pair up, but hold {sorted(sizes)} labels")
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError(f"weights must be positive, not {weights.min()}")
    return weights


def _fit(
    weights: Array, margins: list[tuple[NDArray[np.intp], Array]], most_rounds: int
) -> Raked:
    """Scale the weights to one margin after another until none moves any more."""
    gap, done = np.inf, 0
    while gap > SETTLED and done < most_rounds:
        gap, done = 0.0, done + 1
        for codes, wanted in margins:
            factor = wanted / np.bincount(codes, weights)
            gap = max(gap, float(np.abs(factor - 1).max()))
            weights = weights * factor[codes]
    gaps = [
        np.abs(np.bincount(codes, weights) / wanted - 1) for codes, wanted in margins
    ]
    return Raked(weights, done, float(max(map(np.max, gaps))))
