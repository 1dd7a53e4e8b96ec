"""The same factor model in every wave: what may differ between waves, and what not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from kaiku_analysis.stats.factor_model import ONE, ZERO, Numbers, Pattern

# What each step holds equal, besides what the steps before it do.
EQUAL = {
    "configural": frozenset[str](),
    "metric": frozenset({"loading"}),
    "scalar": frozenset({"loading", "intercept"}),
    "strict": frozenset({"loading", "intercept", "residual"}),
}
Label = tuple[str, int, int]


@dataclass
class Numbering:
    """Numbers for parameters, in the order they are first asked for.

    Attributes
    ----------
    step
        A key of `EQUAL`.
    freed
        Items whose loading and intercept differ between waves all the same.
    labels
        Of every parameter so far: its kind, then the item or factor and the wave (or
        both factors or residuals of a covariance).
    """

    step: str
    freed: Collection[int] = ()
    labels: dict[Label, int] = field(default_factory=dict)

    def number(self, kind: str, one: int, other: int) -> int:
        """Return the number of a parameter."""
        return self.labels.setdefault((kind, one, other), len(self.labels))

    def of_item(self, kind: str, item: int, wave: int) -> int:
        """Return the number of an item's parameter, which waves may share."""
        shared = kind in EQUAL[self.step]
        if shared and not (item in self.freed and kind != "residual"):
            wave = 0
        return self.number(kind, item, wave)


def group_patterns(
    numbering: Numbering, waves: int, factor_of: Sequence[int]
) -> list[Pattern]:
    """Return a pattern per wave, for people who are not the same.

    In the first wave factors have mean zero and variance one; later variances are free
    once loadings are equal, later means once intercepts are.
    """
    return [_wave_pattern(numbering, wave, factor_of) for wave in range(waves)]


def linked_pattern(
    numbering: Numbering, waves: int, factor_of: Sequence[int], lag: int
) -> Pattern:
    """Return one pattern for the same people in several waves, one after another.

    As `group_patterns`, and an item's residuals correlate between waves that are at
    most `lag` apart (Liu et al. 2017, doi:10.1037/met0000075).
    """
    parts = group_patterns(numbering, waves, factor_of)
    factors = _stack([part.factors for part in parts])
    residuals = _stack([part.residuals for part in parts])
    width, items = len(parts[0].means), len(factor_of)
    for one in range(waves * width):
        for other in range(one // width * width):
            factors[one, other] = factors[other, one] = numbering.number(
                "factors", one, other
            )
    for one in range(waves * items):
        for other in range(one % items, one, items):
            if one - other <= lag * items:
                residuals[one, other] = residuals[other, one] = numbering.number(
                    "residuals", one, other
                )
    return Pattern(
        _stack([part.loadings for part in parts]),
        factors,
        residuals,
        np.concatenate([part.intercepts for part in parts]),
        np.concatenate([part.means for part in parts]),
    )


def _wave_pattern(numbering: Numbering, wave: int, factor_of: Sequence[int]) -> Pattern:
    """Give the parameters of one wave their numbers."""
    equal, items, width = EQUAL[numbering.step], len(factor_of), max(factor_of) + 1
    loadings = np.full((items, width), ZERO)
    residuals = np.full((items, items), ZERO)
    factors = np.full((width, width), ONE)
    means = np.full(width, ZERO)
    for item, factor in enumerate(factor_of):
        loadings[item, factor] = numbering.of_item("loading", item, wave)
        residuals[item, item] = numbering.of_item("residual", item, wave)
    for one in range(width):
        if wave and "loading" in equal:
            factors[one, one] = numbering.number("variance", one, wave)
        if wave and "intercept" in equal:
            means[one] = numbering.number("mean", one, wave)
        for other in range(one):
            number = numbering.number(
                "factors", wave * width + one, wave * width + other
            )
            factors[one, other] = factors[other, one] = number
    intercepts = [numbering.of_item("intercept", i, wave) for i in range(items)]
    return Pattern(loadings, factors, residuals, np.array(intercepts), means)


def _stack(blocks: Sequence[Numbers]) -> Numbers:
    """Put matrices along the diagonal, `ZERO` elsewhere."""
    height, width = blocks[0].shape
    whole = np.full((height * len(blocks), width * len(blocks)), ZERO)
    for place, block in enumerate(blocks):
        rows = slice(place * height, (place + 1) * height)
        whole[rows, place * width : (place + 1) * width] = block
    return whole
