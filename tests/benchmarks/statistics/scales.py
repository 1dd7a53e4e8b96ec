"""Polychoric correlations, omega and invariance beside R's lavaan and psych.

Run: OPENBLAS_NUM_THREADS=1 python tests/benchmarks/statistics/scales.py [PEOPLE ...]

One simulated survey in two waves: 20 items of five answers, of which omega takes the
first five and invariance the first five of each wave. CPU seconds, the best of three,
without starting up and reading the file; the difference is the largest relative one of
correlations; of omega and its standard error; of chi-square, CFI and RMSEA of the four
steps. R's optimisers end at about 1e-6. Says what is missing where R is not there.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kaiku_analysis.stats import (
    bootstrap_omega,
    estimate_reliability,
    fit_ladder,
    fit_one_factor,
    polychoric_correlations,
)

SIZES = 1_000, 20_000, 200_000
ITEMS, SHORT, TIMES = 20, 5, 3
BAR = 50

R = r"""
folder <- commandArgs(TRUE)[1]
data <- read.csv(file.path(folder, "survey.csv"))
# The seconds of child processes, which psych would start, do not count.
options(mc.cores = 1)
timed <- function(package, run) {
  if (!suppressMessages(require(package, character.only = TRUE, quietly = TRUE)))
    return(list(missing = package))
  seconds <- Inf
  for (i in 1:3) {
    gc()
    before <- proc.time()
    numbers <- suppressWarnings(run())
    spent <- proc.time() - before
    seconds <- min(seconds, spent[[1]] + spent[[2]])
  }
  list(seconds = seconds, numbers = as.numeric(numbers))
}
first <- paste0("x", 1:20, "_1")
short <- first[1:5]
lower <- function(m) m[lower.tri(m)]
omega <- function() {
  model <- paste0(
    "F =~ ", paste0("l", 1:5, "*", short, collapse = " + "), "\n",
    paste0(short, " ~~ e", 1:5, "*", short, collapse = "\n"), "\n",
    "omega := (l1+l2+l3+l4+l5)^2 / ((l1+l2+l3+l4+l5)^2 + e1+e2+e3+e4+e5)")
  found <- lavaan::parameterEstimates(lavaan::cfa(model, data, std.lv = TRUE))
  unlist(found[found$lhs == "omega", c("est", "se")])
}
step <- function(level) {
  label <- function(kind, from, wave)
    if (level >= from) paste0(kind, 1:5) else paste0(kind, 1:5, "_", wave)
  wave <- function(w) {
    x <- paste0("x", 1:5, "_", w)
    paste(c(
      paste0("F", w, " =~ NA*", x[1], " + ",
             paste0(label("l", 1, w), "*", x, collapse = " + ")),
      paste0(x, " ~ ", label("i", 2, w), "*1"),
      paste0(x, " ~~ ", label("e", 3, w), "*", x)), collapse = "\n")
  }
  model <- paste(
    c(wave(1), wave(2), paste0("x", 1:5, "_1 ~~ x", 1:5, "_2"), "F1 ~~ 1*F1 + F2",
      paste0("F2 ~~ ", if (level >= 1) "NA" else "1", "*F2"), "F1 ~ 0*1",
      paste0("F2 ~ ", if (level >= 2) "NA" else "0", "*1")), collapse = "\n")
  fit <- lavaan::lavaan(model, data, meanstructure = TRUE)
  lavaan::fitMeasures(fit, c("chisq", "cfi", "rmsea"))
}
out <- list(
  alpha = timed("psych", function() {
    found <- psych::alpha(data[short], use = "complete.obs")
    c(found$total$raw_alpha, found$alpha.drop$raw_alpha, found$item.stats$r.drop)
  }),
  polychoric = timed("lavaan", function()
    lower(unclass(lavaan::lavCor(data[first], ordered = first)))),
  psych = timed("psych", function()
    lower(psych::polychoric(data[first], correct = 0)$rho)),
  omega = timed("lavaan", omega),
  invariance = timed("lavaan", function() unlist(lapply(0:3, step)))
)
json <- function(x) {
  if (!is.null(x$missing)) return(sprintf('{"missing": "%s"}', x$missing))
  sprintf('{"seconds": %.4f, "numbers": [%s]}', x$seconds,
          paste(format(x$numbers, digits = 16), collapse = ", "))
}
fields <- sprintf('"%s": %s', names(out), vapply(out, json, ""))
writeLines(paste0("{", paste(fields, collapse = ", "), "}"),
           file.path(folder, "numbers.json"))
"""


def main() -> None:
    """Print CPU seconds, ratios and differences for every number of people."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        print("OPENBLAS_NUM_THREADS is not 1: threads cost more here than they give")
    for people in map(int, sys.argv[1:] or SIZES):
        before, after = draw_waves(people)
        theirs = run_r(np.hstack([before, after]))
        print(f"\n{people:,} people, CPU seconds")
        print(f"{'':22}{'kaiku':>9}{'R':>9}{'R/kaiku':>9}{'apart':>10}")
        for name, (peer, run) in tasks(before, after).items():
            show(name, run, theirs.get(peer, {}))


def draw_waves(people: int) -> list[np.ndarray]:
    """Draw both waves: answers 1 to 5, cut from one trait that rises a little."""
    random = np.random.default_rng(20261122)
    trait, habit = random.normal(size=(people, 1)), random.normal(size=(people, ITEMS))
    loadings = np.linspace(0.9, 0.5, ITEMS)
    waves = []
    for wave in range(2):
        level = 0.2 * wave + 0.8 * trait + 0.6 * random.normal(size=(people, 1))
        own = 0.4 * habit + 0.6 * random.normal(size=(people, ITEMS))
        waves.append(np.clip(np.round(3 + loadings * level + own), 1, 5))
    return waves


def tasks(
    before: np.ndarray, after: np.ndarray
) -> dict[str, tuple[str, Callable[[], list[float]]]]:
    """Name what is timed: the R task it stands beside, and our call."""
    short, later = before[:, :SHORT], after[:, :SHORT]
    return {
        "alpha, 5 items": ("alpha", lambda: reliability_numbers(short)),
        "polychoric, 20, lavCor": ("polychoric", lambda: lower_triangle(before)),
        "polychoric, 20, psych": ("psych", lambda: lower_triangle(before)),
        "omega and SE, 5 items": ("omega", lambda: omega_numbers(short)),
        "ladder of 4, 5 x 2": ("invariance", lambda: ladder_numbers(short, later)),
        "omega, 1000 draws": ("", lambda: [bootstrap_omega(short, seed=1).se]),
    }


def reliability_numbers(answers: np.ndarray) -> list[float]:
    """Return alpha, alpha without each item, and each item's correlation."""
    found = estimate_reliability(answers)
    return [found.alpha.value, *found.if_dropped, *found.item_rest]


def lower_triangle(answers: np.ndarray) -> list[float]:
    """Return the polychoric correlations in R's order."""
    found = polychoric_correlations(answers).correlations
    return list(found.T[np.triu_indices(ITEMS, 1)])


def omega_numbers(answers: np.ndarray) -> list[float]:
    """Return omega total and its standard error."""
    omega = fit_one_factor(answers).omega
    return [omega.value, omega.se]


def ladder_numbers(before: np.ndarray, after: np.ndarray) -> list[float]:
    """Return chi-square, CFI and RMSEA of every step."""
    fits = [step.fit for step in fit_ladder([before, after])]
    return [number for fit in fits for number in (fit.chi_square, fit.cfi, fit.rmsea)]


def run_r(table: np.ndarray) -> dict[str, dict]:
    """Time R on the same answers; nothing where R is not there."""
    if not shutil.which("Rscript"):
        print("Rscript is missing: nothing to compare with")
        return {}
    names = [f"x{item}_{wave}" for wave in (1, 2) for item in range(1, ITEMS + 1)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        heading = ",".join(names)
        survey = folder / "survey.csv"
        np.savetxt(survey, table, "%d", delimiter=",", header=heading, comments="")
        (folder / "scales.R").write_text(R)
        command = ["Rscript", str(folder / "scales.R"), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        return json.loads((folder / "numbers.json").read_text())


def show(name: str, run: Callable[[], list[float]], theirs: dict) -> None:
    """Time our call, and print it beside R's."""
    seconds = []
    for _ in range(TIMES):
        begun = time.process_time()
        ours = np.array(run())
        seconds.append(time.process_time() - begun)
    line = f"{name:22}{min(seconds):9.4f}"
    if "missing" in theirs:
        line += f"   R's {theirs['missing']} is missing"
    elif theirs:
        expected = np.array(theirs["numbers"])
        apart = np.abs(ours - expected).max() / np.abs(expected).max()
        if (expected != 0).all():
            apart = np.abs(ours / expected - 1).max()
        ratio = theirs["seconds"] / min(seconds)
        line += f"{theirs['seconds']:9.3f}{ratio:9.0f}{apart:10.1e}"
        if name.endswith("lavCor") and len(sys.argv) == 1:
            line += f"   (bar: {BAR} at {SIZES[-1]:,})"
    print(line, flush=True)


if __name__ == "__main__":
    main()
