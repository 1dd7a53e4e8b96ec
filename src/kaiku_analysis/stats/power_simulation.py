"""How often a study would see a change, found by running it many times."""

from math import sqrt

import numpy as np

from kaiku_analysis.stats.panel import panel_difference
from kaiku_analysis.stats.power import PanelSize, check_spread


def simulate_power(
    change: float,
    size: PanelSize,
    *,
    sd: float,
    correlation: float,
    level: float = 0.95,
    draws: int = 1_000,
    seed: int = 0,
) -> float:
    """Return how often `panel_difference` sees a rise, in studies drawn at random.

    The check on `visible_change`: normal answers, gaps that have nothing to do with
    them.
    """
    check_spread(sd, correlation)
    rng = np.random.default_rng(seed)
    people = size.before + size.after - size.linked
    seen = 0
    for _ in range(draws):
        before, own = rng.normal(0, sd, (2, people))
        after = change + correlation * before + sqrt(1 - correlation**2) * own
        before[size.before :] = np.nan
        after[: size.before - size.linked] = np.nan
        seen += panel_difference(before, after, level=level).low > 0
    return seen / draws
