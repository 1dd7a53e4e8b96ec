"""Missing answers, drawn many times from what people like these said."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.predictors import Step, column_means, plan_steps

# What mice adds to the diagonal, so that columns may depend on one another.
RIDGE = 1e-5


def impute(
    table: ArrayLike,
    *,
    m: int = 20,
    rounds: int = 5,
    scales: Sequence[Sequence[int]] = (),
    seed: int,
) -> Array:
    """Return `m` completed tables, stacked: each a draw of the missing answers.

    Chained equations with Bayesian linear regression (van Buuren & Groothuis-Oudshoorn
    2011; Rubin 1987, p. 167); in R `mice(table, m, method = "norm", maxit = rounds)`,
    but for a better start.
    Right when, among people alike in the table, who left has nothing to do with what
    they would have said: put into it whatever tells who left.

    Answers are drawn as numbers between the steps of a rating scale and, rarely, beyond
    its ends. They stay so: rounding them biases means (Horton, Lipsitz & Parzen 2003),
    and only scores of them are reported.

    Parameters
    ----------
    table
        A row per person; a column per item or score, wave by wave, and per thing known
        of everyone. NaN where nothing is known.
    m
        How many draws: 20 or more (Graham, Olchowski & Gilreath 2007).
    rounds
        How many times the chain goes through all columns.
    scales
        The columns of each scale, separately in each wave. An item is then imputed
        from the other items of its scale and from the scores, not the items, of other
        scales (Eekhout et al. 2018), which many items and few people call for.
    seed
        Where the random numbers start.

    Returns
    -------
    An array of `m` tables. A column with fewer than six answers stays as it was.
    """
    answers = np.asarray(table, float)
    if answers.ndim != 2 or np.isinf(answers).any():
        raise ValueError(
            f"a table of numbers is needed, not one of the shape {answers.shape}"
        )
    if m < 1 or rounds < 1:
        raise ValueError(f"m and rounds must be 1 or more, not {m} and {rounds}")
    if strangers := {c for scale in scales for c in scale} - {*range(answers.shape[1])}:
        raise ValueError(f"scales name column {min(strangers)}, which there is not")
    first, later = plan_steps(answers, scales)
    steps = first + later * rounds
    streams = np.random.default_rng(seed).spawn(m)
    return np.stack([_chain(answers, steps, rng) for rng in streams])


def _chain(answers: Array, steps: Sequence[Step], rng: np.random.Generator) -> Array:
    """Return one completed table."""
    # Centred columns keep the digits of their cross-products.
    centre = column_means(answers)
    state = np.where(np.isnan(answers), 0, answers - centre)
    for step in steps:
        predictors = np.column_stack([np.ones(len(state)), state @ step.predictors])
        lost = ~step.given
        state[lost, step.column] = _draw(
            state[step.given, step.column],
            predictors[step.given],
            predictors[lost],
            rng,
        )
    completed = answers.copy()
    for step in steps:
        lost = ~step.given
        completed[lost, step.column] = state[lost, step.column] + centre[step.column]
    return completed


def _draw(
    response: Array, predictors: Array, where: Array, rng: np.random.Generator
) -> Array:
    """Draw a regression from its posterior, then answers from the regression."""
    products = predictors.T @ predictors
    products[np.diag_indices_from(products)] *= 1 + RIDGE
    root = np.linalg.inv(np.linalg.cholesky(products))
    coefficients = root.T @ (root @ (predictors.T @ response))
    residual = response - predictors @ coefficients
    df = max(len(response) - predictors.shape[1], 1)
    deviation = np.sqrt(residual @ residual / rng.chisquare(df))
    coefficients += deviation * (root.T @ rng.standard_normal(len(root)))
    noise = rng.standard_normal(len(where))
    return np.asarray(where @ coefficients + deviation * noise)
