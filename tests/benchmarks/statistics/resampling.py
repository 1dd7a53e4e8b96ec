"""Resampling beside scipy and R, in CPU seconds on one core.

Run: OPENBLAS_NUM_THREADS=1 python tests/benchmarks/statistics/resampling.py

10,000 bootstraps of d_av by person at 200,000 people, 10,000 of the mean difference by
unit and 10,000 sign flips at 20,000. Peers run at what proved their best: scipy in
batches of 400 sign flips and one by one for the bootstrap (other sizes cost up to seven
times as much), R on vectors (rows of a data frame cost 25 times as much). To save time
they draw less often and are taken as so much slower; R is also timed on sums by unit,
which is what we do ourselves. It is left out where there is no Rscript.
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

DRAWS, UNITS, PEER_DRAWS = 10_000, 18, 1_000
R = """
data <- read.csv("{file}")
before <- data$before
after <- data$after
rows <- split(seq_along(before), data$unit)
by_rows <- function(units, i) {{
  drawn <- unlist(rows[units[i]], use.names = FALSE)
  mean(after[drawn]) - mean(before[drawn])
}}
changes <- sapply(rows, function(one) sum(after[one] - before[one]))
people <- lengths(rows)
by_sums <- function(units, i) sum(changes[i]) / sum(people[i])
set.seed(1)
for (statistic in c(by_rows, by_sums)) {{
  time <- system.time(found <- boot::boot(seq_along(rows), statistic, R = {draws}))
  cat(sum(time[1:2]), sd(found$t), "\n")
}}
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
        by_rows, by_sums = r_bootstraps(before, after, unit)
        told("mean by unit, 20,000 people", ours, by_rows)
        told("the same, R given unit sums", ours, by_sums)
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

    return peer_timed(
        lambda: (
            bootstrap(
                (before, after),
                d_av,
                paired=True,
                vectorized=True,
                batch=1,
                n_resamples=PEER_DRAWS,
                method="percentile",
                rng=1,
            ).standard_error
        )
    )


def scipy_flips(change: np.ndarray) -> tuple[float, float]:
    """Time scipy's sign-flip test."""
    return peer_timed(
        lambda: (
            permutation_test(
                (change,),
                lambda d, axis: d.sum(axis),
                permutation_type="samples",
                vectorized=True,
                batch=400,
                n_resamples=PEER_DRAWS,
                rng=1,
            ).pvalue
        )
    )


def r_bootstraps(
    before: np.ndarray, after: np.ndarray, unit: np.ndarray
) -> list[tuple[float, float]]:
    """Time R's boot by unit, drawing rows and drawing sums."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "answers.csv"
        table = np.column_stack([before, after, unit])
        np.savetxt(file, table, delimiter=",", header="before,after,unit", comments="")
        code = R.format(file=file, draws=PEER_DRAWS)
        answer = subprocess.run(
            ["Rscript", "-e", code], check=True, capture_output=True, text=True
        )
    lines = [map(float, line.split()) for line in answer.stdout.splitlines()]
    return [(seconds * DRAWS / PEER_DRAWS, error) for seconds, error in lines]


def timed(run: Callable[[], float], times: int = 5) -> tuple[float, float]:
    """Give the CPU seconds of the fastest of some runs, and what it found."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        found = float(run())
        seconds.append(time.process_time() - begun)
    return min(seconds), found


def peer_timed(run: Callable[[], float]) -> tuple[float, float]:
    """Time a peer, as if it had drawn as often as we do."""
    seconds, found = timed(run, times=2)
    return seconds * DRAWS / PEER_DRAWS, found


def told(name: str, ours: tuple[float, float], peer: tuple[float, float]) -> None:
    """Print one line."""
    print(
        f"{name:32} ours {ours[0]:7.4f} s  peer {peer[0]:7.2f} s  "
        f"ratio {peer[0] / ours[0]:7.0f}  found {ours[1]:.5f} and {peer[1]:.5f}"
    )


if __name__ == "__main__":
    main()
