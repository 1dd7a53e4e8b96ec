"""What mixed models and GEE cost, beside R and statsmodels, and how far they agree.

Run: OPENBLAS_NUM_THREADS=1 python tests/benchmarks/statistics/mixed.py [people ...]

CPU seconds of one process each, over the same simulated two-wave survey: 60 % answered
both waves, 25 % the first only, 15 % the second only, in 18 units. Python's first call,
then its best of three; R's best of three, or its only call above 50,000 people, where
its packages take long. Ratios are R's seconds by Python's first, and by its best. The
difference is the largest relative one of coefficients, standard errors and degrees of
freedom.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from kaiku_analysis.stats import fit_gee, fit_nested, fit_random_intercept

SIZES = 1_000, 20_000, 200_000
ALONE = 1_000_000
# statsmodels loops over people: beyond this it takes minutes.
FEW = 1_000

R = r"""
folder <- commandArgs(TRUE)[1]
data <- read.csv(file.path(folder, "survey.csv"))
times <- if (max(data$person) > 50000) 1 else 3
timed <- function(package, run) {
  if (!suppressMessages(require(package, character.only = TRUE, quietly = TRUE)))
    return(list(missing = package))
  seconds <- Inf
  for (i in seq_len(times)) {
    gc()
    before <- proc.time()
    numbers <- run()
    spent <- proc.time() - before
    seconds <- min(seconds, spent[[1]] + spent[[2]])
  }
  list(seconds = seconds, numbers = as.numeric(numbers))
}
satterthwaite <- function(formula) {
  fit <- lmerTest::lmer(formula, data)
  summary(fit)$coefficients[, c("Estimate", "Std. Error", "df")]
}
gee <- function(formula, family) {
  fit <- geepack::geeglm(formula, id = person, data = data, family = family,
                         corstr = "exchangeable")
  c(coef(fit), summary(fit)$coefficients[, "Std.err"])
}
out <- list(
  person = timed("lmerTest", function() satterthwaite(score ~ wave + (1 | person))),
  kenward_roger = timed("pbkrtest", function() {
    fit <- lme4::lmer(score ~ wave + (1 | person), data)
    adjusted <- pbkrtest::vcovAdj(fit)
    df <- sapply(1:2, function(i)
      pbkrtest::Lb_ddf(as.numeric(1:2 == i), vcov(fit), adjusted))
    c(lme4::fixef(fit), sqrt(diag(as.matrix(adjusted))), df)
  }),
  unit = timed("lme4", function() {
    fit <- lme4::lmer(score ~ wave + (1 | person) + (1 | unit), data)
    c(lme4::fixef(fit), sqrt(diag(as.matrix(vcov(fit)))))
  }),
  gee_means = timed("geepack", function() gee(score ~ wave, gaussian)),
  gee_odds = timed("geepack", function() gee(yes ~ wave, binomial))
)
writeLines(jsonlite::toJSON(out, digits = NA, auto_unbox = TRUE),
           file.path(folder, "r.json"))
"""


def main(sizes: list[int]) -> None:
    """Print a table for each number of people, and the largest survey alone."""
    for people in sizes:
        data = simulate(people)
        ours = measure(tasks(data))
        print(f"\n{people:,} people, {len(data):,} answers")
        print(f"{'':16}{'first':>9}{'best':>9}{'R':>9}{'ratios':>16}{'difference':>13}")
        for name, other in run_r(data).items():
            first, best, numbers = ours[name]
            print(f"{name:16}{first:9.4f}{best:9.4f}", end="")
            print(compare(first, best, numbers, other))
        if people <= FEW:
            print_statsmodels(data, ours)
    data = simulate(ALONE)
    started = time.process_time()
    tasks(data)["person"]()
    print(f"\n{ALONE:,} people: {time.process_time() - started:.3f} s, the first call")


def simulate(people: int) -> pd.DataFrame:
    """Draw a survey, with every person's answers together, as geepack wants them."""
    rng = np.random.default_rng(people)
    unit = rng.integers(0, 18, people)
    kind = rng.random(people)
    level = 3 + rng.normal(0, 0.2, 18)[unit] + rng.normal(0, 0.7, people)
    waves = [
        pd.DataFrame(
            {
                "person": np.arange(people),
                "unit": unit,
                "wave": wave,
                "score": level + 0.1 * wave + rng.normal(0, 0.6, people),
            }
        )[answered]
        for wave, answered in enumerate([kind < 0.85, (kind < 0.6) | (kind >= 0.85)])
    ]
    data = pd.concat(waves).sort_values(["person", "wave"], ignore_index=True)
    return data.assign(yes=(data["score"] > 3.2).astype(int))


def tasks(data: pd.DataFrame) -> dict[str, Callable[[], np.ndarray]]:
    """Return what is timed, by name; each gives the numbers to compare."""
    score, yes = data["score"].to_numpy(), data["yes"].to_numpy(float)
    person, unit = data["person"].to_numpy(), data["unit"].to_numpy()
    design = np.column_stack([np.ones(len(data)), data["wave"]])

    def person_model(method: str) -> np.ndarray:
        fit = fit_random_intercept(score, design, person, method=method)
        return np.concatenate([fit.coefficients, fit.standard_errors, fit.df])

    def unit_model() -> np.ndarray:
        fit = fit_nested(score, design, person, unit)
        return np.concatenate([fit.coefficients, fit.standard_errors])

    def gee(answers: np.ndarray, family: str) -> np.ndarray:
        fit = fit_gee(answers, design, person, family=family)
        return np.concatenate([fit.coefficients, fit.standard_errors])

    return {
        "person": lambda: person_model("satterthwaite"),
        "kenward_roger": lambda: person_model("kenward-roger"),
        "unit": unit_model,
        "gee_means": lambda: gee(score, "gaussian"),
        "gee_odds": lambda: gee(yes, "binary"),
    }


def measure(
    tasks: dict[str, Callable[[], np.ndarray]],
) -> dict[str, tuple[float, float, np.ndarray]]:
    """Return the first and the best seconds of every task, and its numbers."""
    measured = {}
    for name, task in tasks.items():
        seconds = []
        for _ in range(4):
            started = time.process_time()
            numbers = task()
            seconds.append(time.process_time() - started)
        measured[name] = seconds[0], min(seconds[1:]), numbers
    return measured


def run_r(data: pd.DataFrame) -> dict[str, dict]:
    """Return what R took and found, or what of R is missing."""
    if shutil.which("Rscript") is None:
        return {name: {"missing": "R"} for name in tasks(data)}
    with tempfile.TemporaryDirectory() as folder:
        data.to_csv(Path(folder) / "survey.csv", index=False)
        script = Path(folder) / "survey.R"
        script.write_text(R)
        ran = subprocess.run(
            ["Rscript", script, folder], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            return {name: {"missing": ran.stderr[-60:]} for name in tasks(data)}
        return json.loads((Path(folder) / "r.json").read_text())


def compare(first: float, best: float, numbers: np.ndarray, other: dict) -> str:
    """Return one row's end: R's seconds, both ratios, the largest difference."""
    if "missing" in other:
        return f"   without {other['missing']}"
    seconds = other["seconds"]
    difference = np.abs(numbers / np.array(other["numbers"]) - 1).max()
    ratios = f"{seconds / first:.0f} to {seconds / best:.0f}"
    return f"{seconds:9.3f}{ratios:>16}{difference:13.1e}"


def print_statsmodels(data: pd.DataFrame, ours: dict) -> None:
    """Set statsmodels beside the models of people and of means."""
    from statsmodels.api import GEE, MixedLM, cov_struct

    design = np.column_stack([np.ones(len(data)), data["wave"]])
    rivals = {
        "person": lambda: MixedLM(data["score"], design, data["person"]).fit(),
        "gee_means": lambda: GEE(
            data["score"],
            design,
            data["person"],
            cov_struct=cov_struct.Exchangeable(),
        ).fit(),
    }
    for name, rival in rivals.items():
        started = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rival()
        seconds = time.process_time() - started
        ratio = seconds / ours[name][1]
        print(f"{name:16}{'':18}{seconds:9.3f}{ratio:16.0f}   statsmodels")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
