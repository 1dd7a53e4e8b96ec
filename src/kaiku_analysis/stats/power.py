"""How small a change would a study see, and how many people would it need?"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt

from scipy.special import stdtrit

from kaiku_analysis.stats.effect import noncentrality


@dataclass(frozen=True)
class PanelSize:
    """How many people answer before, after, and in both waves."""

    before: int
    after: int
    linked: int

    def __post_init__(self) -> None:
        if not 0 <= self.linked <= min(self.before, self.after):
            raise ValueError(
                f"linked people are among those of both waves, but {self.linked} are "
                f"linked of {self.before} and {self.after}"
            )

    @property
    def df(self) -> float:
        """Degrees of freedom, between those of the paired and the two-sample t.

        As Derrick's t takes them: by the share of answers that are not linked.
        """
        answers = self.before + self.after
        unlinked = answers - 2 * self.linked
        return (
            self.linked - 1 + (answers - 1 - self.linked) * unlinked / max(answers, 1)
        )


def visible_change(
    size: PanelSize,
    *,
    sd: float,
    correlation: float,
    level: float = 0.95,
    power: float = 0.8,
) -> float:
    """Return the smallest change that `panel_difference` would see so often.

    The noncentral t with the variance of generalised least squares: in R, with all
    linked, `power.t.test(n, power, sd * sqrt(2 - 2 correlation), type = "paired")$
    delta`, with none `power.t.test(n, power, sd)$delta`. Infinite where no change
    however large could be told from chance.

    Parameters
    ----------
    sd
        Standard deviation of the answers in either wave.
    correlation
        Of the two answers of linked people.
    power
        How often a change of this size is to be seen.
    """
    return _visible(_se(size, sd, correlation), size.df, level, power)


def needed_linked(
    change: float,
    *,
    sd: float,
    correlation: float,
    before_only: int = 0,
    after_only: int = 0,
    level: float = 0.95,
    power: float = 0.8,
) -> int:
    """Return how many linked people it takes to see a change so often.

    Parameters
    ----------
    before_only, after_only
        How many people answer one wave besides.
    """

    def is_visible(linked: int) -> bool:
        size = PanelSize(before_only + linked, after_only + linked, linked)
        seen = visible_change(
            size, sd=sd, correlation=correlation, level=level, power=power
        )
        return seen <= change

    check_positive("change", change)
    return _first(is_visible)


def visible_unit_change(
    units: int, *, spread: float, level: float = 0.95, power: float = 0.8
) -> float:
    """Return the smallest mean change of units that would be seen so often.

    Student's t of the units' changes; in R `power.t.test(units, power, spread, type =
    "paired")$delta`. More people in the same units help only as far as they lower
    `spread`.

    Parameters
    ----------
    spread
        Standard deviation of the units' changes.
    """
    check_positive("spread", spread)
    if units < 2:
        return inf
    return _visible(spread / sqrt(units), units - 1, level, power)


def needed_units(
    change: float, *, spread: float, level: float = 0.95, power: float = 0.8
) -> int:
    """Return how many units it takes to see a mean change of theirs so often."""

    def is_visible(units: int) -> bool:
        seen = visible_unit_change(units, spread=spread, level=level, power=power)
        return seen <= change

    check_positive("change", change)
    return _first(is_visible)


def _visible(se: float, df: float, level: float, power: float) -> float:
    for name, share in (("level", level), ("power", power)):
        if not 0 < share < 1:
            raise ValueError(f"{name} must lie between 0 and 1, not {share}")
    if not (df >= 1 and se < inf):
        return inf
    return noncentrality(float(stdtrit(df, (1 + level) / 2)), df, 1 - power) * se


def _se(size: PanelSize, sd: float, correlation: float) -> float:
    """Return the standard error of the change by generalised least squares."""
    check_spread(sd, correlation)
    linked = size.linked / (1 - correlation**2)
    before = linked + size.before - size.linked
    after = linked + size.after - size.linked
    shared = -correlation * linked
    determinant = before * after - shared**2
    return (
        sd * sqrt((before + after + 2 * shared) / determinant) if determinant else inf
    )


def _first(is_visible: Callable[[int], bool]) -> int:
    """Return the smallest number that suffices, knowing that more suffice too."""
    if is_visible(0):
        return 0
    high = 1
    while not is_visible(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_visible(middle) else (middle, high)
    return high


def check_spread(sd: float, correlation: float) -> None:
    """Raise where answers cannot vary or resemble one another so."""
    check_positive("sd", sd)
    if not -1 < correlation < 1:
        raise ValueError(f"correlation must lie between -1 and 1, not {correlation}")


def check_positive(name: str, value: float) -> None:
    """Raise where a number that must be positive is not."""
    if not 0 < value < inf:
        raise ValueError(f"{name} must be positive, not {value}")
