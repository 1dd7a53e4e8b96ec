"""Parity with R on drop-out, where the shared reference is at hand.

BtheB: a trial of 100 people, of whom 73 were still there after three months. The data
are other people's and stand beside the project; see `SOURCES.md` there.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    Estimate,
    delta_sensitivity,
    dropout_differences,
    effective_n,
    fit_logistic,
    impute,
    paired_difference,
    pool,
    response_weights,
    retention,
    weighted_difference,
    weighted_regression,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)
KNOWN = ["bdi.pre", "drug", "long", "tr"]


@pytest.fixture(scope="module")
def expected():
    return json.loads((REFERENCE / "12_attrition_ipw_mi.json").read_text())


@pytest.fixture(scope="module")
def people():
    return pd.read_csv(REFERENCE / "data" / "BtheB_attrition.csv")


@pytest.fixture(scope="module")
def completed():
    """Return the twenty tables that mice imputed: before, treated, after."""
    frame = pd.read_csv(REFERENCE / "data" / "BtheB_mi20.csv")
    tables = frame.sort_values([".imp", ".id"])[["bdi.pre", "tr", "bdi.3m"]]
    return tables.to_numpy(float).reshape(20, 100, 3)


def with_intercept(*columns):
    return np.column_stack([np.ones(len(columns[0])), *columns])


def close(ours, theirs, rel=1e-8):
    assert ours == pytest.approx(theirs, rel=rel)


def test_retention(people, expected):
    ours = retention(people["R"])
    close(ours.value, expected["retention"])
    assert ours.n == expected["n"]


def test_who_left(people, expected):
    # (mean(stayed) - mean(left)) / sqrt((var(stayed) + var(left)) / 2)
    ours = dropout_differences(people[KNOWN], people["R"])
    close([each.value for each in ours], [expected["smd"][name] for name in KNOWN])


def test_probability_of_staying(people, expected):
    # glm(R ~ bdi.pre + drug + long + tr, binomial)
    fit = fit_logistic(people["R"], with_intercept(people[KNOWN]))
    close(fit.coefficients, expected["logit"]["beta"])
    # glm() keeps the information of the round before its last.
    errors = [fit.estimate(column).se for column in range(5)]
    close(errors, expected["logit"]["se"], rel=1e-6)


def test_weights(people, expected):
    # 1 / fitted(glm(...)) of those who stayed; mean(R) / fitted(...), stabilised
    ours = response_weights(people["R"], with_intercept(people[KNOWN]))
    raw = 1 / ours.probabilities[people["R"] == 1]
    close([raw.mean(), raw.max()], [expected["w"]["mean"], expected["w"]["max"]])
    stabilised = people["R"].mean() * raw
    close(stabilised.mean(), expected["w"]["sw_mean"])
    close(stabilised.max(), expected["w"]["sw_max"])
    close([ours.effective_n, effective_n(raw)], [expected["w"]["ess"]] * 2)
    close(ours.weights[people["R"] == 1], raw / raw.mean())


def test_weighted_regression(people, expected):
    # svyglm(bdi.3m ~ tr + bdi.pre, svydesign(~1, weights = ~w)); geeglm(id = person)
    weights = response_weights(people["R"], with_intercept(people[KNOWN])).weights
    design = with_intercept(people["tr"], people["bdi.pre"])
    ours = weighted_regression(people["bdi.3m"], design, weights)
    errors = np.array([each.se for each in ours])
    close([each.value for each in ours], expected["svyglm"]["beta"])
    close(errors, expected["svyglm"]["se"])
    close([each.value for each in ours], expected["gee"]["beta"])
    close(errors * np.sqrt(72 / 73), expected["gee"]["se"])
    assert {each.n for each in ours} == {expected["n_resp"]}


def test_unweighted_regression(people, expected):
    # lm(bdi.3m ~ tr + bdi.pre); ours are robust, hence the coefficients alone
    design = with_intercept(people["tr"], people["bdi.pre"])
    ours = weighted_regression(people["bdi.3m"], design)
    close([each.value for each in ours], expected["unweighted"]["beta"])


def test_mean_change(people, expected):
    # weighted.mean(bdi.3m - bdi.pre, w), mean(bdi.3m - bdi.pre)
    weights = response_weights(people["R"], with_intercept(people[KNOWN])).weights
    waves = people["bdi.pre"], people["bdi.3m"]
    close(weighted_difference(*waves, weights).value, expected["ipw_mean_change"])
    close(weighted_difference(*waves).value, expected["cc_mean_change"])
    close(paired_difference(*waves).value, expected["cc_mean_change"])


def treatment_model(table):
    """Return each coefficient of lm(bdi.3m ~ tr + bdi.pre)."""
    before, treated, after = table.T
    design = with_intercept(treated, before)
    solution, (squares,), *_ = np.linalg.lstsq(design, after, rcond=None)
    df = len(after) - 3
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * squares / df)
    return [
        Estimate.from_t(value, se, df, n=len(after), level=0.95, method="lm")
        for value, se in zip(solution, errors, strict=True)
    ]


def test_pooling(completed, expected):
    # summary(pool(as.mira(fits)), conf.int = TRUE), with fmi, lambda and riv
    fits = [treatment_model(table) for table in completed]
    pooled = [pool(each) for each in zip(*fits, strict=True)]
    fields = {"est": "value", "se": "se", "df": "df", "lo": "low", "hi": "high"}
    for entry, field in fields.items():
        ours = [getattr(each.estimate, field) for each in pooled]
        close(ours, expected["mi"][entry])
    close([each.estimate.p for each in pooled], expected["mi"]["p"])
    close([each.missing_information for each in pooled], expected["mi"]["fmi"])
    close([each.missing_share for each in pooled], expected["mi"]["lambda"])
    close([each.relative_increase for each in pooled], expected["mi"]["riv"])


def test_treated_people_who_left_were_worse(completed, people, expected):
    # delta added to the imputed bdi.3m of treated people, then pool() as above
    worse = np.zeros((100, 3), bool)
    worse[:, 2] = people["bdi.3m"].isna() & (people["tr"] == 1)
    deltas = [-entry["delta"] for entry in expected["delta"]]
    ours = delta_sensitivity(
        completed, worse, deltas, lambda table: treatment_model(table)[1]
    )
    close([e.value for e in ours.estimates], [e["est"] for e in expected["delta"]])
    close([e.se for e in ours.estimates], [e["se"] for e in expected["delta"]])
    close([e.p for e in ours.estimates], [e["p"] for e in expected["delta"]])
    assert (set(ours.sides), ours.tipping) == ({"unclear"}, None)


def test_our_imputations_say_what_those_of_mice_say(people, expected):
    # mice(data, m = 20, method = "norm", seed = 20240) within both's simulation error;
    # m = 3000 of each gave -3.54 (mice) and -3.56 for the treatment.
    table = people[["bdi.pre", "drug", "long", "tr", "bdi.2m", "bdi.3m"]]
    fits = [treatment_model(t[:, [0, 3, 5]]) for t in impute(table, m=150, seed=1)]
    for column, each in enumerate(zip(*fits, strict=True)):
        pooled, theirs = pool(each), expected["mi"]
        variance = (theirs["lambda"][column] * theirs["se"][column] ** 2) / (1 + 1 / 20)
        error = np.sqrt(variance / 20 + pooled.between / 150)
        assert abs(pooled.estimate.value - theirs["est"][column]) < 3 * error
        assert pooled.estimate.se == pytest.approx(theirs["se"][column], rel=0.1)
