"""Mixed models and GEE beside R's on published data, where the reference is at hand.

The numbers are R's; each test names the call. lme4's search stops where the deviance
has settled, within about 1e-5 of the variances' optimum when there are three or four:
hence 1e-4 for what rests on them. Its likelihood, which hardly moves there, is met to
1e-10 and never undercut.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    contrast,
    fit_gee,
    fit_growth,
    fit_nested,
    fit_random_intercept,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)
SCALES = "JSAT", "COMMIT", "READY"


def read_numbers(name):
    return json.loads((REFERENCE / f"{name}.json").read_text())


def read_data(name):
    return pd.read_csv(REFERENCE / "data" / f"{name}.csv")


def close(ours, expected, rel=1e-6):
    assert ours == pytest.approx(expected, rel=rel)


def dummies(data, *columns):
    return np.column_stack([np.ones(len(data)), *columns])


def sleepstudy():
    data = read_data("sleepstudy")
    return data["Reaction"], dummies(data, data["Days"]), data["Subject"]


def soldiers(scale):
    data = read_data("univbct_long").dropna(subset=[scale])
    wave = data["TIME"]
    return data[scale], dummies(data, wave == 1, wave == 2), data["SUBNUM"]


def battalions(scale):
    return read_data("univbct_long").dropna(subset=[scale])["BTN"]


def beat_the_blues():
    data = read_data("BtheB_long").dropna(subset=["bdi"])
    yes = data["treatment"] == "BtheB", data["drug"] == "Yes", data["length"] == ">6m"
    design = dummies(data, data["bdi.pre"], data["month"], *yes)
    return data["bdi"], design, data["subject"]


def phases(name):
    data = read_data(name)
    a, b = ((data["treatment"] == t).to_numpy(float) for t in "AB")
    post, later = ((data["phase"] == p).to_numpy(float) for p in ("post", "fup"))
    columns = (a, b, post, later, a * post, b * post, a * later, b * later)
    return data["score"], dummies(data, *columns), data["id"]


MODELS = {
    "sleepstudy_int": sleepstudy,
    **{f"univbct_{s}_int": lambda s=s: soldiers(s) for s in SCALES},
    "BtheB": beat_the_blues,
    "OBK": lambda: phases("OBrienKaiser_phase"),
    "OBK_unbalanced": lambda: phases("OBrienKaiser_phase_unbalanced"),
}


@pytest.mark.parametrize("entry", MODELS)
def test_kenward_roger(entry):
    # pbkrtest::vcovAdj(lmer(y ~ ... + (1 | group))), pbkrtest::Lb_ddf()
    expected = read_numbers("02_lmm_KR_Satterthwaite")[f"{entry}_reml"]
    fit = fit_random_intercept(*MODELS[entry](), method="kenward-roger")
    close(fit.coefficients, expected["beta"])
    close(fit.standard_errors, expected["kr_se"])
    close(fit.df, expected["kr_df"])
    rows = np.eye(len(fit.coefficients))
    # The reference has 0 where p is below the smallest step from 1.
    assert [contrast(fit, row).p for row in rows] == pytest.approx(
        expected["kr_p"], rel=1e-5, abs=1e-15
    )


@pytest.mark.parametrize("entry", [e for e in MODELS if not e.startswith("OBK")])
def test_maximum_likelihood(entry):
    # lmerTest::lmer(y ~ ... + (1 | group), REML = FALSE)
    expected = read_numbers("02_lmm_KR_Satterthwaite")[f"{entry}_ml"]
    fit = fit_random_intercept(*MODELS[entry](), reml=False)
    close(fit.coefficients, expected["beta"])
    close(fit.standard_errors, expected["se"])
    close(fit.df, expected["satt_df"])
    close([fit.between, fit.within], [v["vcov"] for v in expected["varcomp"]])
    close(fit.log_likelihood, expected["logLik"], rel=1e-10)


def test_differences_between_waves():
    # pairs(emmeans(lmer(JSAT ~ wave + (1 | SUBNUM)), "wave"), adjust = "none")
    numbers = read_numbers("02_lmm_KR_Satterthwaite")["univbct_JSAT_emmeans"]
    fit = fit_random_intercept(*soldiers("JSAT"))
    pairs = ([0, -1, 0], [0, 0, -1], [0, 1, -1])
    for weights, expected in zip(pairs, numbers["pairs_holm"], strict=True):
        ours = contrast(fit, weights)
        close(
            [ours.value, ours.se, ours.df, ours.value / ours.se],
            [expected[name] for name in ("estimate", "SE", "df", "t.ratio")],
        )


def test_means_of_waves():
    # emmeans(lmer(JSAT ~ wave + (1 | SUBNUM)), "wave", lmer.df = "satterthwaite")
    numbers = read_numbers("02_lmm_KR_Satterthwaite")["univbct_JSAT_emmeans"]
    fit = fit_random_intercept(*soldiers("JSAT"))
    for weights, expected in zip(
        ([1, 0, 0], [1, 1, 0], [1, 0, 1]), numbers["emm"], strict=True
    ):
        ours = contrast(fit, weights)
        close(
            [ours.value, ours.se, ours.df, ours.low, ours.high],
            [expected[name] for name in ("emmean", "SE", "df", "lower.CL", "upper.CL")],
        )


def agrees_but_for_the_search(fit, expected, names):
    close(fit.coefficients, expected["beta"], rel=1e-5)
    close(fit.standard_errors, expected["se"], rel=1e-4)
    close(fit.df, expected["satt_df"], rel=1e-4)
    variances = [v["vcov"] for v in expected["varcomp"]]
    close([fit.variances[name] for name in names], variances, rel=1e-4)
    close(fit.log_likelihood, expected["logLik"], rel=1e-10)
    assert fit.log_likelihood > expected["logLik"] - 1e-9


@pytest.mark.parametrize("scale", SCALES)
def test_people_within_units(scale):
    # lmerTest::lmer(y ~ wave + (1 | SUBNUM) + (1 | BTN))
    expected = read_numbers("02_lmm_KR_Satterthwaite")[f"univbct_{scale}_nested_reml"]
    fit = fit_nested(*soldiers(scale), battalions(scale))
    agrees_but_for_the_search(fit, expected, ["person", "unit", "noise"])
    assert [fit.groups, fit.units] == list(expected["ngrps"].values())


@pytest.mark.parametrize("likelihood", ["reml", "ml"])
def test_growth(likelihood):
    # lmerTest::lmer(Reaction ~ Days + (Days | Subject), REML = ...)
    expected = read_numbers("02_lmm_KR_Satterthwaite")[f"sleepstudy_slope_{likelihood}"]
    response, design, person = sleepstudy()
    fit = fit_growth(response, design, person, design[:, 1], reml=likelihood == "reml")
    agrees_but_for_the_search(fit, expected, ["person", "slope", "covariance", "noise"])


def test_kenward_roger_of_growth():
    # pbkrtest::vcovAdj(lmer(Reaction ~ Days + (Days | Subject)))
    expected = read_numbers("02_lmm_KR_Satterthwaite")["sleepstudy_slope_reml"]
    response, design, person = sleepstudy()
    fit = fit_growth(response, design, person, design[:, 1], method="kenward-roger")
    close(fit.standard_errors, expected["kr_se"], rel=1e-5)
    close(fit.df, expected["kr_df"], rel=1e-9)


def respiratory():
    data = read_data("respiratory_geepack")
    columns = ["center2", "treatP", "female", "age", "baseline"]
    person = data["center"].astype(str) + "/" + data["id"].astype(str)
    return data["outcome"], dummies(data, *data[columns].to_numpy().T), person


# geeglm(..., id = , family = , corstr = ); it stops at a change of 1e-4, which leaves
# 5e-10 in the one model that is neither balanced nor independent.
GEES = {
    "resp_independence": (respiratory, "binary", "independence"),
    "resp_exchangeable": (respiratory, "binary", "exchangeable"),
    "univbct_JSAT_independence": (
        lambda: soldiers("JSAT"),
        "gaussian",
        "independence",
    ),
    "univbct_JSAT_exchangeable": (
        lambda: soldiers("JSAT"),
        "gaussian",
        "exchangeable",
    ),
    "univbct_JSAT_exch_btn": (
        lambda: (*soldiers("JSAT")[:2], battalions("JSAT")),
        "gaussian",
        "independence",
    ),
}


@pytest.mark.parametrize("entry", GEES)
def test_gee(entry):
    data, family, correlation = GEES[entry]
    expected = read_numbers("05_gee")[entry]
    fit = fit_gee(*data(), family=family, correlation=correlation)
    close(fit.coefficients, expected["beta"], rel=1e-8)
    close(fit.standard_errors, expected["se_robust"], rel=1e-8)
    close(np.sqrt(np.diag(fit.model_covariance)), expected["se_naiv"], rel=1e-8)
    close([fit.scale, fit.correlation], [expected["scale"], expected["alpha"] or 0])
    p = [contrast(fit, row).p for row in np.eye(len(fit.coefficients))]
    assert p == pytest.approx(expected["p"], rel=1e-6, abs=1e-15)
