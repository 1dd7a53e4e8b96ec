"""Find the items that changed by themselves, whatever the scale as a whole did."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.fisher_scoring import damped_step, score
from kaiku_analysis.stats.wave_fit import WaveFit, Waves, fit_step
from kaiku_analysis.stats.wave_model import Numbering

LATER_MEAN = ("mean", 0, 1)
FEWEST_ANCHORS = 2


@dataclass(frozen=True)
class OddItem:
    """An item that people at the same level of the scale answer differently per wave.

    Attributes
    ----------
    item
        Its column, from zero.
    chi_square, df, p
        Likelihood-ratio test of freeing its loading and intercept, the items before it
        being free already.
    loading, intercept
        Later less before, where the latent variable has mean zero and variance one in
        the wave before; in points of the item.
    change
        The change of the latent mean, this item and those before it being free.
    """

    item: int
    chi_square: float
    df: int
    p: float
    loading: float
    intercept: float
    change: Estimate


def find_odd_items(
    waves: Waves, scalar: WaveFit, *, level: float = 0.95
) -> tuple[OddItem, ...]:
    """Free the loading and intercept of one item after another while that helps.

    Each time the item with the largest modification index; it is odd when freeing it
    passes a likelihood-ratio test at Bonferroni's share of 1 - `level` (Yoon & Millsap
    2007, doi:10.1080/10705510701301677). Two items at least stay equal, to compare the
    waves by. Known for one factor and two waves.
    """
    odd: list[OddItem] = []
    held = set(range(len(waves.factor_of)))
    fitted = scalar
    while len(held) > FEWEST_ANCHORS:
        freed = [found.item for found in odd]
        item = max(held, key=lambda i: modification_index(waves, fitted, freed, i))
        freer = fit_step(waves, "scalar", freed=[*freed, item])
        found = _compare_freed(item, fitted, freer, n=waves.n, level=level)
        if freer.trouble or found.p * len(held) > 1 - level:
            break
        odd.append(found)
        held.remove(item)
        fitted = freer
    return tuple(odd)


def modification_index(
    waves: Waves, fitted: WaveFit, freed: Collection[int], item: int
) -> float:
    """Guess how far chi-square falls when an item is freed, without fitting again.

    Sörbom (1989); in R `lavTestScore(fit, release = ...)` on its two constraints.
    """
    numbering = Numbering("scalar", [*freed, item])
    patterns = waves.patterns(numbering)
    shared = [(kind, one, 0) for kind, one, _ in numbering.labels]
    values = np.array(
        [
            fitted.solution.values[fitted.labels.get(label, fitted.labels.get(same, 0))]
            for label, same in zip(numbering.labels, shared, strict=True)
        ]
    )
    slope, information = score(patterns, waves.samples, values)
    return float(slope @ damped_step(information, slope, 0.0))


def _compare_freed(
    item: int, fitted: WaveFit, freer: WaveFit, *, n: int, level: float
) -> OddItem:
    """Test one freed item, and take its shifts and the change that is left."""
    gain = max(fitted.fit.chi_square - freer.fit.chi_square, 0.0)
    df = fitted.fit.df - freer.fit.df
    loading, intercept = (
        freer.solution.values[freer.labels[kind, item, 1]]
        - freer.solution.values[freer.labels[kind, item, 0]]
        for kind in ("loading", "intercept")
    )
    return OddItem(
        item,
        gain,
        df,
        float(chdtrc(df, gain)),
        float(loading),
        float(intercept),
        freer.estimate(LATER_MEAN, n=n, level=level),
    )
