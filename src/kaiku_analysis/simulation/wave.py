"""One wave: who answered, and what their row of the export holds."""

import numpy as np
import pandas as pd

from kaiku_analysis.simulation.choices import simulate_choices
from kaiku_analysis.simulation.left_out import leave_out
from kaiku_analysis.simulation.links import simulate_links
from kaiku_analysis.simulation.points import simulate_points
from kaiku_analysis.simulation.population import Population
from kaiku_analysis.simulation.response import simulate_response
from kaiku_analysis.simulation.scores import true_scores
from kaiku_analysis.simulation.texts import simulate_texts
from kaiku_analysis.simulation.times import simulate_arrivals, simulate_times
from kaiku_analysis.study import Study, Wave


def simulate_wave(
    study: Study, population: Population, wave: Wave, *, seed: int
) -> pd.DataFrame:
    """Simulate the answers to one wave, by code.

    Returns
    -------
    A row a respondent, in the order they answered, and a column an item that was
    asked; the index is the person in `population`. No answer is an empty text. The
    columns of kind time hold dates with their time, or minutes.
    """
    first = true_scores(study, population, study.plan.waves[0], seed=seed)
    responded = simulate_response(study, population, first, wave, seed=seed)
    arrivals = simulate_arrivals(population, wave, seed=seed)
    everybody = pd.concat(
        [
            simulate_links(study, population, wave, seed=seed),
            simulate_times(study, population, arrivals, wave, seed=seed),
            _closed_questions(study, population, wave, seed=seed),
        ],
        axis=1,
    )
    in_order = arrivals[responded].sort_values(kind="stable").index
    frame = leave_out(study, everybody.loc[in_order], wave, seed=seed)
    texts = simulate_texts(study, population, in_order, wave, seed=seed)
    asked = [i.name for i in study.codebook.items if i.asked_in(wave.name)]
    return pd.concat([frame, texts], axis=1)[asked]


def _closed_questions(
    study: Study, population: Population, wave: Wave, *, seed: int
) -> pd.DataFrame:
    scores = true_scores(study, population, wave, seed=seed)
    choices = simulate_choices(study, population, scores, wave, seed=seed)
    points = simulate_points(study, population, scores, wave, seed=seed)
    return pd.concat([choices, *(_coded(study, points[one]) for one in points)], axis=1)


def _coded(study: Study, points: pd.Series) -> pd.Series:
    """Write each answer as the plan's code for it."""
    options = study.options_of(str(points.name))
    offered = [code for code in options.labels if code not in options.missing]
    codes = {float(code): code for code in offered}
    return points.map(
        lambda point: "" if np.isnan(point) else codes.get(point, f"{point:g}")
    ).astype(object)
