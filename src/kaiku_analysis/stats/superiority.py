"""How likely is one answer to be higher than another?"""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import binom, ndtr, ndtri, stdtr, stdtrit

from kaiku_analysis.stats.answers import (
    Array,
    aligned,
    answered,
    both_answered,
    largest,
)
from kaiku_analysis.stats.difference import FEWEST_A_WAVE, FEWEST_PAIRS
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.rank import TIED
from kaiku_analysis.stats.ranks import average_ranks

NUDGE = 1e-12


@dataclass(frozen=True)
class Moves:
    """How many of the people who answered both waves rose, stayed and fell.

    Attributes
    ----------
    up, same, down
        Those whose second answer was higher, the same, or lower.
    """

    up: int
    same: int
    down: int

    @property
    def n(self) -> int:
        """How many people answered both."""
        return self.up + self.same + self.down


def count_moves(before: ArrayLike, after: ArrayLike) -> Moves:
    """Count who rose, stayed and fell; a last digit's rounding is no move."""
    x, y = aligned(before, after)
    both = both_answered(x, y)
    x, y = x[both], y[both]
    nothing = TIED * largest(x, y) if len(x) else 0.0
    up, down = int((y - x > nothing).sum()), int((x - y > nothing).sum())
    return Moves(up, len(x) - up - down, down)


def rising_probability(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate how likely a person's answer is to rise, half of the ties counted in.

    The paired probability of superiority (Grissom & Kim 2012). Half of one plus the
    share who rose less the share who fell, so that Tango's (1998) score interval for
    that difference gives its interval: it stays within 0 and 1 and does not collapse
    when all rise. The p-value, of "as likely to rise as to fall", is McNemar's, and
    below `1 - level` when the interval excludes a half. Unknown below three pairs.
    """
    moves = count_moves(before, after)
    n = moves.n
    if n < FEWEST_PAIRS:
        return Estimate.unknown(n)
    net, moved = moves.up - moves.down, moves.up + moves.down
    low, high = _tango(moves, float(ndtri((1 + level) / 2)))
    p = 2 * float(ndtr(-abs(net) / sqrt(moved))) if moved else 1.0
    value = (1 + net / n) / 2
    method = "paired probability of superiority"
    return Estimate(
        value, (1 + low) / 2, (1 + high) / 2, n, p, level=level, method=method
    )


def independent_superiority(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate how likely the second wave's answer is the higher, of two strangers'.

    Half of the ties counted in. Brunner & Munzel (2000); in R
    `lawstat::brunner.munzel.test(before, after)`, its interval cut at 0 and 1. The
    p-value is of "as likely to be higher as lower". Where all of one wave lie above all
    of the other nothing varies: then p is the permutation test's and the interval
    Newcombe's (2006, method 5). Unknown below two answers in a wave, and when all
    answers are the same.
    """
    x, y = answered(before), answered(after)
    n = len(x) + len(y)
    if min(len(x), len(y)) < FEWEST_A_WAVE:
        return Estimate.unknown(n)
    value, (first, second) = _placements(x, y)
    method = "Brunner-Munzel"
    if value in (0, 1):
        low, high = _separated(value, (len(x), len(y)), level)
        p = min(1.0, 2 / float(binom(n, len(x))))
        return Estimate(value, low, high, n, p, level=level, method=method)
    variance = first + second
    if not variance > 0:
        return Estimate.unknown(n)
    df = variance**2 / (first**2 / (len(x) - 1) + second**2 / (len(y) - 1))
    se = sqrt(variance)
    margin = float(stdtrit(df, (1 + level) / 2)) * se
    p = 2 * float(stdtr(df, -abs(value - 0.5) / se))
    low, high = max(value - margin, 0.0), min(value + margin, 1.0)
    return Estimate(value, low, high, n, p, se, df, level, method)


def cliff_delta(
    before: ArrayLike, after: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Estimate by how much more often the second wave's answer is higher than lower.

    Cliff (1993), of strangers; `effectsize::cliffs_delta(after, before)` in R, with its
    interval on Fisher's z. That interval collapses where all of one wave lie above all
    of the other: then it is Newcombe's (2006, method 5). The p-value is
    `independent_superiority`'s.
    """
    chance = independent_superiority(before, after, level=level)
    if not chance.is_known:
        return chance
    first, second = len(answered(before)), len(answered(after))
    value = 2 * chance.value - 1
    if abs(value) == 1:
        low, high = 2 * chance.low - 1, 2 * chance.high - 1
    else:
        se = sqrt((first + second + 1) / (3 * first * second))
        margin = float(ndtri((1 + level) / 2)) * se
        low, high = tanh(atanh(value) - margin), tanh(atanh(value) + margin)
    return Estimate(
        value, low, high, chance.n, chance.p, level=level, method="Cliff's delta"
    )


def _tango(moves: Moves, z: float) -> tuple[float, float]:
    """Return the net shares that lie z standard errors, at themselves, from ours."""
    n, net = moves.n, moves.up - moves.down

    def surplus(share: float, sign: int) -> float:
        return (net - n * share) - sign * z * _tango_error(moves, share)

    # Were all to move one way or none at all, nothing would vary at our share itself.
    low = brentq(surplus, -1, net / n - NUDGE, args=(1,)) if net > -n else -1.0
    high = brentq(surplus, net / n + NUDGE, 1, args=(-1,)) if net < n else 1.0
    return float(low), float(high)


def _tango_error(moves: Moves, share: float) -> float:
    """Return the standard error of up less down, were the net share this one."""
    n = moves.n
    linear = (2 * n - moves.up + moves.down) * share - moves.up - moves.down
    constant = -moves.down * share * (1 - share)
    root = sqrt(max(linear**2 - 8 * n * constant, 0.0))
    falling = (root - linear) / (4 * n)
    return sqrt(max(n * (2 * falling + share * (1 - share)), 0.0))


def _placements(x: Array, y: Array) -> tuple[float, tuple[float, float]]:
    """Return the chance of superiority, and the two parts of its variance."""
    together = average_ranks(np.concatenate([x, y]))
    below_x = (together[: len(x)] - average_ranks(x)) / len(y)
    below_y = (together[len(x) :] - average_ranks(y)) / len(x)
    variances = below_x.var(ddof=1) / len(x), below_y.var(ddof=1) / len(y)
    return float(below_y.mean()), (float(variances[0]), float(variances[1]))


def _separated(
    value: float, sizes: tuple[int, int], level: float
) -> tuple[float, float]:
    """Return the interval of a chance of 0 or of 1."""
    z, larger = float(ndtri((1 + level) / 2)), sum(sizes) / 2 - 1

    def surplus(chance: float) -> float:
        other = 1 - chance
        pairs = other / (1 + other) + chance / (1 + chance)
        variance = chance * other * (1 + larger * pairs) / (sizes[0] * sizes[1])
        return other - z * sqrt(variance)

    low = float(brentq(surplus, 0, 1 - NUDGE))
    return (low, 1.0) if value == 1 else (0.0, 1 - low)
