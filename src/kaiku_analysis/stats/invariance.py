"""Does a scale measure the same thing in every wave, so that means may be compared?"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.ladder import Step, align_waves, climb, find_wave_trouble
from kaiku_analysis.stats.odd_items import LATER_MEAN, OddItem, find_odd_items
from kaiku_analysis.stats.wave_fit import fit_step, gather_waves
from kaiku_analysis.stats.wave_model import EQUAL


@dataclass(frozen=True)
class Invariance:
    """Whether a scale's means may be compared, as far as the answers tell.

    Attributes
    ----------
    n
        How many people gave every answer; linked ones count once.
    steps
        The ladder: configural, metric, scalar, strict; empty when there is none.
    change
        Of the latent mean in the scalar model, in standard deviations of the wave
        before.
    odd_items
        Items that changed by themselves, the oddest first.
    freed_change
        The change when the odd items are freed: how far it moves is their practical
        size. The same as `change` when no item is odd.
    trouble
        Why there is no ladder, or the first step that failed; empty when all is well.
    """

    n: int
    steps: tuple[Step, ...]
    change: Estimate
    odd_items: tuple[OddItem, ...]
    freed_change: Estimate
    trouble: str


def measure_invariance(
    before: ArrayLike, after: ArrayLike, *, linked: bool = True, level: float = 0.95
) -> Invariance:
    """Climb from "the same items" to "the same in all but the latent mean".

    Liu et al. (2017, doi:10.1037/met0000075), Putnick & Bornstein (2016). One factor
    per wave by maximum likelihood, as `lavaan::cfa(std.lv = TRUE)` with the constraints
    in its syntax, or with `group.equal` when people are not linked. Answers are taken
    as numbers; ordered ones by thresholds (WLSMV) are not offered.

    Parameters
    ----------
    before, after
        One row per person, one column per item; people with gaps are left out.
    linked
        Whether a row is the same person in both, so that residuals correlate.
    level
        Confidence level of the change; 1 - `level` is the error that finding odd items
        risks at each turn.
    """
    tables = align_waves([before, after], linked=linked)
    n = len(tables[0]) if linked else sum(map(len, tables))
    if trouble := find_wave_trouble(tables, linked=linked):
        unknown = Estimate.unknown(n)
        return Invariance(n, (), unknown, (), unknown, trouble)
    waves = gather_waves(tables, [0] * tables[0].shape[1], linked=linked, lag=1)
    fits = {step: fit_step(waves, step) for step in EQUAL}
    steps = climb(fits)
    trouble = next((f"{s.name}: {s.trouble}" for s in steps if s.trouble), "")
    change = fits["scalar"].estimate(LATER_MEAN, n=n, level=level)
    odd = find_odd_items(waves, fits["scalar"], level=level) if change.is_known else ()
    freed_change = odd[-1].change if odd else change
    return Invariance(n, steps, change, odd, freed_change, trouble)
