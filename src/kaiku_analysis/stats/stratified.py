"""What these very people think, told by each unit for itself."""

from collections.abc import Hashable, Mapping
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from kaiku_analysis.stats.answers import Array, standard_deviation
from kaiku_analysis.stats.estimate import Estimate
from kaiku_analysis.stats.finite import everyone, some


def stratified_mean(
    values: ArrayLike,
    units: ArrayLike,
    head_counts: Mapping[Hashable, int],
    *,
    level: float = 0.95,
) -> Estimate:
    """Estimate the mean of these staff, from each unit's own mean and head count.

    Cochran (1977, section 5.3); in R `svymean(~values, svydesign(~1, strata = ~units,
    fpc = ~head_count))` with `options(survey.lonely.psu = "adjust")` where one person
    speaks for a unit. Units in which all answered add no uncertainty. Unknown when
    nobody of some unit answered: merge it with one like it.

    Parameters
    ----------
    values
        NaN where a person gave none.
    units
        Which unit each person is of.
    head_counts
        How many people each unit has.

    Raises
    ------
    ValueError
        When a unit has no head count, or more answers than people.
    """
    answers = _answers_by_unit(np.asarray(values, float), units, head_counts)
    sizes = np.array([head_counts[unit] for unit in answers], float)
    counts = np.array([len(given) for given in answers.values()])
    n, people = int(counts.sum()), int(sizes.sum())
    if not n or not counts.all():
        return Estimate.unknown(n)
    value = float(sizes @ [given.mean() for given in answers.values()] / people)
    if n == people:
        return everyone(value, n, level)
    apart = np.array([_mean_variance(given, value) for given in answers.values()])
    variance = float((sizes / people) ** 2 * (1 - counts / sizes) @ apart)
    return some(value, sqrt(variance), n - len(answers), n, level)


def _answers_by_unit(
    values: Array, units: ArrayLike, head_counts: Mapping[Hashable, int]
) -> dict[Hashable, Array]:
    """Return the answers of every unit that has people, some of which may be silent."""
    labels = np.asarray(units)
    if labels.shape != values.shape:
        raise ValueError(
            f"values and units must pair up, but hold {values.size} and {labels.size}"
        )
    given = ~np.isnan(values)
    answers = {
        unit: values[given & (labels == unit)]
        for unit, count in head_counts.items()
        if count
    }
    if strangers := set(labels[given].tolist()) - set(answers):
        raise ValueError(
            f"there is no head count for {strangers.pop()!r}, who answered"
        )
    for unit, of_unit in answers.items():
        if len(of_unit) > head_counts[unit]:
            raise ValueError(
                f"{len(of_unit)} people of {unit!r} answered, of {head_counts[unit]}"
            )
    return answers


def _mean_variance(answers: Array, middle: float) -> float:
    """Return the squared standard error of a unit's mean, from `middle` if lonely."""
    if len(answers) == 1:
        return float(answers[0] - middle) ** 2
    return standard_deviation(answers) ** 2 / len(answers)
