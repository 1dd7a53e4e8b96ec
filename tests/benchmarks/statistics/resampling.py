"""Resampling beside scipy and R, in CPU seconds on one core.

Run: OPENBLAS_NUM_THREADS=1 python tests/benchmarks/statistics/resampling.py

10,000 bootstraps of d_av by person at 200,000 people, 10,000 of the mean difference by
unit and 10,000 sign flips at 20,000. R needs minutes for 10,000 bootstraps by unit, so
that it draws 100 and is taken a hundred times as long; it is left out where there is no
Rscript.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap, permutation_test

from kaiku_analysis.stats import (
    average_effect,
    bootstrap_difference,
    sign_flip_difference,
)

DRAWS, UNITS, R_DRAWS = 10_000, 18, 100
BATCH = 25
# boot() resamples units by their rows in a list, as its users write it.
R = """
data <- read.csv("{file}")
rows <- split(seq_len(nrow(data)), data$unit)
statistic <- function(units, i) {{
  drawn <- data[unlist(rows[units[i]], use.names = FALSE), ]
  mean(drawn$after) - mean(drawn$before)
}}
set.seed(1)
time <- system.time(found <- boot::boot(seq_along(rows), statistic, R = {draws}))
cat(sum(time[1:2]), sd(found$t))
"""


def main() -> None:
    """Print the seconds of each side, their ratio, and the standard errors."""
    before, after = simulate(200_000)
    ours = timed(
        lambda: (
            bootstrap_difference(
                before,
                after,
                statistic=average_effect,
                draws=DRAWS,
                interval="percentile",
            ).se
        )
    )
    told("d_av by person, 200,000 people", ours, scipy_bootstrap(before, after))

    before, after = simulate(20_000)
    unit = np.random.default_rng(2).integers(0, UNITS, len(before))
    ours = timed(lambda: bootstrap_difference(before, after, unit=unit, draws=DRAWS).se)
    if shutil.which("Rscript"):
        told("mean by unit, 20,000 people", ours, r_bootstrap(before, after, unit))
    # So small a change that p tells both apart from zero.
    after = np.where(np.random.default_rng(3).random(20_000) < 0.5, before, after)
    after -= round(float((after - before).mean()) - 0.005, 2)
    ours = timed(lambda: sign_flip_difference(before, after, draws=DRAWS).p)
    told("sign flips, 20,000 people", ours, scipy_flips(after - before))


def simulate(people: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw both waves of a scale of five five-point items."""
    rng = np.random.default_rng(1)
    latent = rng.normal(0, 0.8, people) + rng.normal(0, 0.5, (2, people)) + [[0], [0.1]]
    items = np.round(3 + latent[..., None] + rng.normal(0, 0.8, (2, people, 5)))
    before, after = np.clip(items, 1, 5).mean(-1)
    return before, after


def scipy_bootstrap(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """Time scipy's bootstrap of d_av, in batches that fit into memory."""

    def d_av(x: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
        spread = np.sqrt((x.var(axis, ddof=1) + y.var(axis, ddof=1)) / 2)
        return (y.mean(axis) - x.mean(axis)) / spread

    return timed(
        lambda: (
            bootstrap(
                (before, after),
                d_av,
                paired=True,
                vectorized=True,
                batch=BATCH,
                n_resamples=DRAWS,
                method="percentile",
                rng=1,
            ).standard_error
        ),
        times=1,
    )


def scipy_flips(change: np.ndarray) -> tuple[float, float]:
    """Time scipy's sign-flip test."""
    return timed(
        lambda: (
            permutation_test(
                (change,),
                lambda d, axis: d.mean(axis),
                permutation_type="samples",
                vectorized=True,
                batch=BATCH,
                n_resamples=DRAWS,
                rng=1,
            ).pvalue
        ),
        times=1,
    )


def r_bootstrap(
    before: np.ndarray, after: np.ndarray, unit: np.ndarray
) -> tuple[float, float]:
    """Time R's boot by unit, as if it had drawn as often."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "answers.csv"
        table = np.column_stack([before, after, unit])
        np.savetxt(file, table, delimiter=",", header="before,after,unit", comments="")
        code = R.format(file=file, draws=R_DRAWS)
        answer = subprocess.run(
            ["Rscript", "-e", code], check=True, capture_output=True, text=True
        )
    seconds, error = map(float, answer.stdout.split())
    return seconds * DRAWS / R_DRAWS, error


def timed(run: Callable[[], float], times: int = 5) -> tuple[float, float]:
    """Give the CPU seconds of the fastest of some runs, and what it found."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        found = float(run())
        seconds.append(time.process_time() - begun)
    return min(seconds), found


def told(name: str, ours: tuple[float, float], peer: tuple[float, float]) -> None:
    """Print one line."""
    print(
        f"{name:32} ours {ours[0]:7.4f} s  peer {peer[0]:7.2f} s  "
        f"ratio {peer[0] / ours[0]:7.0f}  found {ours[1]:.5f} and {peer[1]:.5f}"
    )


if __name__ == "__main__":
    main()
