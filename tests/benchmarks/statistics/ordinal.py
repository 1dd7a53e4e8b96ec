"""A single ordered item in two waves, 15 points a person, beside R's ordinal::clmm.

Run: python tests/benchmarks/statistics/ordinal.py [PEOPLE ...]

Three in four answer each wave, from 1 to 5. R fits the same file; without Rscript, or
above the people it can fit in minutes, we run alone. CPU seconds leave out starting up
and reading the file.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from kaiku_analysis.stats import CumulativeFit, fit_ordinal

MOST_IN_R = 5000
REPEATS = 5
CLMM = """
suppressMessages(library(ordinal))
answers <- read.csv(commandArgs(TRUE)[1])
answers$answer <- factor(answers$answer, ordered = TRUE)
answers$person <- factor(answers$person)
begun <- proc.time()
fit <- clmm(answer ~ wave + (1 | person), data = answers, nAGQ = 15)
seconds <- sum((proc.time() - begun)[c(1, 2)])
numbers <- c(coef(fit), sqrt(VarCorr(fit)$person[1]), sqrt(diag(vcov(fit)))["wave"],
             logLik(fit))
cat(seconds, format(numbers, digits = 12))
"""


def main() -> None:
    """Print CPU seconds of both, their ratio, and how far apart the numbers are."""
    for people in map(int, sys.argv[1:] or ["1000", "5000", "200000"]):
        waves = draw_answers(people)
        fit_ordinal(*waves)
        begun = time.process_time()
        for _ in range(REPEATS):
            fit = fit_ordinal(*waves)
        ours = (time.process_time() - begun) / REPEATS
        print(f"{people:>7,} people: kaiku {ours:.4f} s CPU", end="", flush=True)
        if people <= MOST_IN_R and shutil.which("Rscript"):
            peer, expected = run_clmm(waves)
            apart = np.abs(numbers_of(fit) / expected - 1).max()
            print(f", clmm {peer:.1f} s, {peer / ours:.0f} x; apart {apart:.1e}")
        else:
            print()


def draw_answers(people: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw both waves, in which people have a level of their own and rise a little."""
    random = np.random.default_rng(20261122)
    level = random.normal(0, 1.4, people)
    noise = random.logistic(size=(2, people))
    cuts = [-2.5, -1, 0.6, 2.4]
    waves = np.searchsorted(cuts, level + np.array([[0], [0.4]]) + noise) + 1.0
    waves[random.random((2, people)) < 0.25] = np.nan
    return waves[0], waves[1]


def run_clmm(waves: tuple[np.ndarray, np.ndarray]) -> tuple[float, np.ndarray]:
    """Give R's seconds, and its estimates in the order of `numbers_of`."""
    lines = ["person,wave,answer"]
    for wave, answers in enumerate(waves):
        given = np.flatnonzero(~np.isnan(answers))
        lines += [f"{person},{wave},{answers[person]:.0f}" for person in given]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "answers.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        told = subprocess.run(
            ["Rscript", "-e", CLMM, str(file)],
            check=True,
            capture_output=True,
            text=True,
        )
    seconds, *numbers = map(float, told.stdout.split())
    return seconds, np.array(numbers)


def numbers_of(fit: CumulativeFit) -> np.ndarray:
    """Line up thresholds, effect, spread, the effect's error and the likelihood."""
    rest = [fit.person_sd, fit.standard_errors[-1], fit.log_likelihood]
    return np.concatenate([fit.thresholds, fit.coefficients, rest])


if __name__ == "__main__":
    main()
