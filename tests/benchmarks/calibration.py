"""Honesty, by simulation: how often each interval covers, and each verdict is wrong.

Run: python tests/benchmarks/calibration.py [MINUTES]

Studies are drawn from populations whose change is known exactly: people of units that
may have changed by more or less than the programme's mean, with four five-point items
to a scale. Prints one row per design and method, as Markdown. A mark `!` says that a
number lies outside its bounds by more than the error of so many draws explains.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from math import sqrt
from multiprocessing import Pool

import numpy as np
from scipy.special import ndtr

from kaiku_analysis.change import choose_verdict
from kaiku_analysis.stats import (
    Estimate,
    bootstrap_difference,
    clustered_difference,
    overlapping_difference,
    paired_difference,
    panel_difference,
    permuted_difference,
    unit_difference,
    wild_difference,
)

# The share of people who answer both waves.
LINKED = {"none": 1, "random": 0.5625, "seen": 0.75, "unseen": 0.5625}
ITEMS, DRAWS, BATCH = 4, 999, 10
EFFECT = 0.35
THRESHOLDS = {
    "normal": np.array([-1.8, -0.6, 0.6, 1.8]),
    "skewed": np.array([-2.6, -1.9, -1.1, -0.2]),
}
# Variances of what an answer is made of; people's levels resemble one another by .5 or
# so across waves. Units' levels count twice where their changes do.
PERSON, WAVE, ITEM, UNIT = 0.6, 0.3, 0.5, 0.05


@dataclass(frozen=True)
class Design:
    """A kind of study.

    Attributes
    ----------
    linked
        How many people answer both waves, about.
    units
        In how many units.
    spread
        Standard deviation of what units' changes have of their own.
    items
        "normal" or "skewed".
    dropout
        "none", "random", "seen" (by the answer before) or "unseen" (by the one after).
    """

    linked: int
    units: int = 10
    spread: float = 0.0
    items: str = "normal"
    dropout: str = "random"

    def __str__(self) -> str:
        apart = f"differ by {self.spread:g}" if self.spread else "alike"
        return (
            f"{self.linked} linked, {self.units} units {apart}, {self.items}, "
            f"drop-out {self.dropout}"
        )


DESIGNS = (
    Design(20),
    Design(20, items="skewed"),
    Design(60, units=2),
    Design(60, items="skewed", dropout="seen"),
    Design(200),
    Design(200, items="skewed"),
    Design(200, dropout="seen"),
    Design(200, dropout="unseen"),
    Design(700),
    Design(700, items="skewed", dropout="seen"),
    Design(60, units=3, spread=0.15),
    Design(60, units=6, spread=0.15, items="skewed"),
    Design(200, units=2, spread=0.15),
    Design(200, units=6, spread=0.15),
    Design(200, units=10, spread=0.15),
    Design(200, units=18, spread=0.15),
    Design(700, units=6, spread=0.15, items="skewed"),
    Design(700, units=18, spread=0.15, dropout="seen"),
)
METHODS: dict[str, Callable[..., Estimate]] = {
    "mixed model": lambda x, y, unit, seed: panel_difference(x, y),
    "paired t": lambda x, y, unit, seed: paired_difference(x, y),
    "overlapping t": lambda x, y, unit, seed: overlapping_difference(x, y),
    "permutation": lambda x, y, unit, seed: permuted_difference(
        x, y, draws=DRAWS, seed=seed
    ),
    "BCa by person": lambda x, y, unit, seed: bootstrap_difference(
        x, y, draws=DRAWS, seed=seed
    ),
    "CR2 by unit": lambda x, y, unit, seed: clustered_difference(x, y, unit),
    "sign-flip by unit": lambda x, y, unit, seed: unit_difference(
        x, y, unit, draws=DRAWS, seed=seed
    ),
    "wild bootstrap": lambda x, y, unit, seed: wild_difference(
        x, y, unit, draws=DRAWS, seed=seed
    ),
    "BCa by unit": lambda x, y, unit, seed: bootstrap_difference(
        x, y, unit=unit, draws=DRAWS, seed=seed
    ),
}
# What may happen how often: coverage, a true zero rejected, "improved" though nothing
# did, "no meaningful change" though one was.
BY_UNIT = ("CR2 by unit", "sign-flip by unit", "wild bootstrap", "BCa by unit")
BOUNDS = {
    "coverage": (0.935, 0.965),
    "of these units": (0.935, 0.965),
    "zero rejected": (0.04, 0.06),
    "improved, wrongly": (0.0, 0.025),
    "no change, wrongly": (0.0, 0.05),
}


@dataclass(frozen=True)
class Tally:
    """How often something was looked at, and how often it happened."""

    times: int = 0
    happened: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.times + other.times, self.happened + other.happened)

    def shown(self, bounds: tuple[float, float]) -> str:
        """Give the share in per cent, marked when it is out of bounds."""
        if not self.times:
            return "–"
        share = self.happened / self.times
        nearest = min(max(share, bounds[0]), bounds[1])
        error = sqrt(nearest * (1 - nearest) / self.times)
        return f"{share:.1%}{' !' if abs(share - nearest) > 2 * error else ''}"


Counts = dict[tuple[str, str], Tally]


def main() -> None:
    """Draw studies until the time is up, and print how they fared."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 6
    until = time.monotonic() + 60 * minutes
    totals: dict[Design, Counts] = {design: {} for design in DESIGNS}
    # The slowest designs first, so that neither process waits for the other.
    slowest = sorted(DESIGNS, key=lambda design: (-design.units, -design.linked))
    with Pool(2) as pool:
        for seed in count():
            tasks = [(design, seed) for design in slowest]
            for design, counts in pool.imap_unordered(_batch, tasks):
                totals[design] = added(totals[design], counts)
            if time.monotonic() > until:
                break
    print("\n".join(table_rows(totals)))


def calibrate(design: Design, *, studies: int, seed: int) -> Counts:
    """Count what happens in so many studies without a change, and so many with one."""
    total: Counts = {}
    for number in range(studies):
        for effect in (0.0, EFFECT):
            rng = np.random.default_rng([seed, number, effect > 0])
            total = added(total, _judged(design, effect, rng))
    return total


def added(one: Counts, other: Counts) -> Counts:
    """Return both counts together."""
    return {key: one.get(key, Tally()) + other.get(key, Tally()) for key in one | other}


def table_rows(totals: dict[Design, Counts]) -> Iterator[str]:
    """Give the table, line by line."""
    columns = ["design", "method", "studies", "known", *BOUNDS]
    yield "| " + " | ".join(columns) + " |"
    yield "|---" * len(columns) + "|"
    for design, counts in totals.items():
        for method in METHODS:
            known = counts.get((method, "known"), Tally())
            cells = [
                counts.get((method, what), Tally()).shown(bounds)
                for what, bounds in BOUNDS.items()
            ]
            share = f"{known.happened / max(known.times, 1):.0%}"
            row = [str(design), method, str(known.times), share, *cells]
            yield "| " + " | ".join(row) + " |"


def draw_study(
    design: Design, effect: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """Draw answers and units; give the programme's change too, and these units'."""
    people = round(design.linked / LINKED[design.dropout])
    sizes = 1 + rng.multinomial(
        people - design.units, rng.dirichlet(np.full(design.units, 4.0))
    )
    unit = np.repeat(np.arange(design.units), sizes)
    level = rng.normal(0, sqrt(UNIT), design.units)
    # Half of what changes are apart goes into each wave, so that without an effect
    # both waves are alike and the truth is exactly zero.
    own = level + rng.normal(0, design.spread / sqrt(2), (2, design.units))
    own[1] += effect
    person = rng.normal(0, sqrt(PERSON), people)
    latent = own[:, unit] + person + rng.normal(0, sqrt(WAVE), (2, people))
    answers = latent[..., None] + rng.normal(0, sqrt(ITEM), (2, people, ITEMS))
    thresholds = THRESHOLDS[design.items]
    scores = 1 + (answers[..., None] > thresholds).sum(-1).mean(-1)

    within = PERSON + WAVE + ITEM
    between = UNIT + design.spread**2 / 2
    programme = np.diff(_expected([0, effect], within + between, thresholds))
    here = sizes @ np.diff(_expected(own, within, thresholds), axis=0)[0] / people
    observed = _with_gaps(scores, design.dropout, rng)
    return *observed, unit, float(programme[0]), float(here)


def _expected(centre: object, variance: float, thresholds: np.ndarray) -> np.ndarray:
    """Return the mean answer of people around `centre`."""
    apart = (np.asarray(centre, float)[..., None] - thresholds) / sqrt(variance)
    return 1 + ndtr(apart).sum(-1)


def _with_gaps(
    scores: np.ndarray, dropout: str, rng: np.random.Generator
) -> np.ndarray:
    """Blank a quarter of the answers before, and of those after."""
    if dropout == "none":
        return scores
    people = scores.shape[1]
    missing = rng.random((2, people)) < 0.25
    if dropout != "random":
        by = scores[0] if dropout == "seen" else scores[1]
        # Who is low is three times as likely to be missing as who is high.
        low = by < np.median(by) + 0.01
        missing[1] = rng.random(people) < np.where(low, 0.36, 0.12)
        # A wave that all were asked in is what later gaps can depend on.
        missing[0] &= dropout == "unseen"
    return np.where(missing, np.nan, scores)


def _judged(design: Design, effect: float, rng: np.random.Generator) -> Counts:
    """Draw one study and say what each method made of it."""
    x, y, unit, programme, here = draw_study(design, effect, rng)
    seed = int(rng.integers(2**31))
    found = {name: method(x, y, unit, seed) for name, method in METHODS.items()}
    return {
        (name, what): Tally(1, happened)
        for name, estimate in found.items()
        for what, happened in _events(estimate, effect, programme, here)
        if what != "of these units" or name not in BY_UNIT
    }


def _events(
    estimate: Estimate, effect: float, programme: float, here: float
) -> Iterator[tuple[str, bool]]:
    yield "known", estimate.is_known
    # Where an estimate is unknown we "cannot tell", which is never wrong.
    margin = programme if effect else 0.2
    verdict = choose_verdict(estimate, margin, better="high")
    if effect:
        yield "no change, wrongly", verdict == "no meaningful change"
    else:
        yield "improved, wrongly", verdict == "improved"
    if estimate.is_known:
        yield "coverage", estimate.low <= programme <= estimate.high
        yield "of these units", estimate.low <= here <= estimate.high
        if not effect:
            yield "zero rejected", estimate.excludes_zero


def _batch(task: tuple[Design, int]) -> tuple[Design, Counts]:
    design, seed = task
    return design, calibrate(design, studies=BATCH, seed=seed)


if __name__ == "__main__":
    main()
