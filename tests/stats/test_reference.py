"""Parity with R on published data, where the shared reference is at hand.

The numbers are R's, or of R's packages; each test names the call. They stand beside the
project, not in it, because the data are other people's.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtr

from kaiku_analysis.stats import (
    adjust_p,
    average_spread,
    cronbach_alpha,
    fit_random_intercept,
    independent_difference,
    log_odds,
    overlapping_difference,
    paired_difference,
    standardised_difference,
)
from kaiku_analysis.stats.effect import hedges_correction

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)


def read_numbers(name):
    return json.loads((REFERENCE / f"{name}.json").read_text())


def read_data(name, **options):
    return pd.read_csv(REFERENCE / "data" / f"{name}.csv", **options)


def soldiers(scale, before, after):
    """Return a scale of univbct in two of its waves, one position per soldier."""
    wide = read_data("univbct_long").pivot(index="SUBNUM", columns="TIME", values=scale)
    return wide[before].to_numpy(), wide[after].to_numpy()


def sleep():
    wide = read_data("sleep_student").pivot(index="ID", columns="group", values="extra")
    return wide[1].to_numpy(), wide[2].to_numpy()


def linked(before, after):
    both = ~np.isnan(before + after)
    return before[both], after[both]


def close(ours, expected, rel=1e-6):
    assert ours == pytest.approx(expected, rel=rel)


def agrees_with_a_test(ours, expected, sign=1):
    """Compare with R's htest, which may take the waves the other way round."""
    limits = sorted(sign * np.array(expected["conf.int"]))
    close([ours.low, ours.high], limits)
    close(ours.value / ours.se, sign * expected["statistic"])
    close([ours.df, ours.p], [expected["parameter"], expected["p.value"]])


@pytest.mark.parametrize(("entry", "equal"), [("equal", True), ("welch", False)])
def test_derricks_published_example(entry, equal):
    # Partover.test(a only, b only, a linked, b linked, var.equal = ...)
    data = read_data("derrick2017")
    expected = read_numbers("04_two_wave_tests_effects")["derrick"][entry]
    ours = overlapping_difference(data["b"], data["a"], equal_variances=equal)
    agrees_with_a_test(ours, expected)
    close(ours.value, expected["estimate"])


@pytest.mark.parametrize(("entry", "equal"), [("equal", True), ("welch", False)])
def test_overlapping_difference(entry, equal):
    # Partover.test(wave 1 only, wave 3 only, linked, linked, var.equal = ...)
    expected = read_numbers("04_two_wave_tests_effects")["univbct_JSAT_w1_w3"]
    ours = overlapping_difference(*soldiers("JSAT", 0, 2), equal_variances=equal)
    agrees_with_a_test(ours, expected[entry], sign=-1)
    close(ours.value, -expected[entry]["estimate"])
    assert ours.n == expected["n1"] + expected["n2"] - expected["npair"]


def test_paired_difference():
    # t.test(after, before, paired = TRUE)
    expected = read_numbers("04_two_wave_tests_effects")["univbct_JSAT_w1_w3"]
    ours = paired_difference(*soldiers("JSAT", 0, 2))
    agrees_with_a_test(ours, expected["paired"])
    close(ours.value, expected["paired"]["estimate"])
    assert ours.n == expected["npair"]


def test_independent_difference():
    # t.test(after, before)
    expected = read_numbers("04_two_wave_tests_effects")["univbct_JSAT_w1_w3"]
    ours = independent_difference(*soldiers("JSAT", 0, 2))
    agrees_with_a_test(ours, expected["indep_welch"])
    assert ours.n == expected["n1"] + expected["n2"]


@pytest.mark.parametrize(
    ("entry", "waves"),
    [("univbct_JSAT", lambda: soldiers("JSAT", 0, 2)), ("sleep", sleep)],
)
def test_two_one_sided_tests(entry, waves):
    # t.test(after, before, paired = TRUE, conf.level = .9), and against each bound
    expected = read_numbers("04_two_wave_tests_effects")["tost"][entry]
    ours = paired_difference(*waves(), level=0.9)
    close([ours.low, ours.high], expected["ci90"])
    t = [(ours.value - expected[bound]) / ours.se for bound in ("lo", "hi")]
    close(t, [expected["t_lo"], expected["t_hi"]])
    close(
        [stdtr(ours.df, -t[0]), stdtr(ours.df, t[1])],
        [expected["p_lo"], expected["p_hi"]],
    )


def test_difference_of_unit_means():
    # t.test(changes of the ten battalions)
    data = read_data("univbct_10btn")
    means = data.pivot_table(index="BTN", columns="post", values="JSAT")
    expected = read_numbers("13_fewclusters_wild_perm")["cluster_signflip"]
    ours = paired_difference(means[0], means[1])
    close([ours.low, ours.high], expected["t"]["conf.int"])
    close([ours.value, ours.p], [expected["mean"], expected["t"]["p.value"]])
    close(ours.value / ours.se, expected["t"]["statistic"])


@pytest.mark.parametrize(
    ("entry", "waves"),
    [
        ("effects_univbct_JSAT", lambda: soldiers("JSAT", 0, 2)),
        ("effects_univbct_READY", lambda: soldiers("READY", 0, 2)),
        ("effects_sleep", sleep),
    ],
)
def test_effect_sizes(entry, waves):
    # The formulas in base R; the interval by uniroot() over pt(t, n - 1, ncp)
    expected = read_numbers("04_two_wave_tests_effects")[entry]
    before, after = linked(*waves())
    change = paired_difference(before, after)
    correction = hedges_correction(change.df)
    assert change.n == expected["n"]
    close(change.value, expected["mean_diff"])

    average = standardised_difference(change, average_spread(before, after))
    close(average.value, expected["g_av"])
    close(average.value / correction, expected["d_av"])

    spread = (after - before).std(ddof=1)
    of_changes = standardised_difference(change, spread)
    close(of_changes.value, expected["g_z"])
    close(of_changes.value / correction, expected["d_z"])
    limits = np.array([of_changes.low, of_changes.high])
    close(limits / correction, expected["d_z_ci_nct"])


def test_effectsize_of_easystats():
    # effectsize::cohens_d(after, before, paired = TRUE), effectsize::hedges_g(...)
    expected = read_numbers("04_two_wave_tests_effects")["effectsize_pkg"]
    before, after = sleep()
    change = paired_difference(before, after)
    ours = standardised_difference(change, (after - before).std(ddof=1))
    numbers = np.array([ours.value, ours.low, ours.high])
    (g,), (d,) = expected["hedges_g_paired"], expected["cohens_d_paired"]
    close(numbers, [g["Hedges_g"], g["CI_low"], g["CI_high"]])
    close(
        numbers / hedges_correction(change.df),
        [d["Cohens_d"], d["CI_low"], d["CI_high"]],
    )


def dummies(data, *columns):
    """Return R's treatment contrasts: an intercept, then these columns."""
    return np.column_stack([np.ones(len(data)), *columns])


def sleepstudy():
    data = read_data("sleepstudy")
    return data["Reaction"], dummies(data, data["Days"]), data["Subject"]


def soldiers_long(scale):
    data = read_data("univbct_long").dropna(subset=[scale])
    wave = data["TIME"]
    return data[scale], dummies(data, wave == 1, wave == 2), data["SUBNUM"]


def beat_the_blues():
    data = read_data("BtheB_long").dropna(subset=["bdi"])
    design = dummies(
        data,
        data["bdi.pre"],
        data["month"],
        data["treatment"] == "BtheB",
        data["drug"] == "Yes",
        data["length"] == ">6m",
    )
    return data["bdi"], design, data["subject"]


def phases(name):
    data = read_data(name)
    a, b = ((data["treatment"] == t).to_numpy(float) for t in "AB")
    post, later = ((data["phase"] == p).to_numpy(float) for p in ("post", "fup"))
    columns = (a, b, post, later, a * post, b * post, a * later, b * later)
    return data["score"], dummies(data, *columns), data["id"]


MODELS = {
    "sleepstudy_int_reml": sleepstudy,
    "univbct_JSAT_int_reml": lambda: soldiers_long("JSAT"),
    "univbct_COMMIT_int_reml": lambda: soldiers_long("COMMIT"),
    "univbct_READY_int_reml": lambda: soldiers_long("READY"),
    "BtheB_reml": beat_the_blues,
    "OBK_reml": lambda: phases("OBrienKaiser_phase"),
    "OBK_unbalanced_reml": lambda: phases("OBrienKaiser_phase_unbalanced"),
}


@pytest.mark.parametrize("entry", MODELS)
def test_random_intercept(entry):
    # lmerTest::lmer(y ~ ... + (1 | group), REML = TRUE), with summary() and VarCorr()
    # lmerTest differentiates numerically around an optimum that lme4's search stops
    # short of, hence the wider bar for its degrees of freedom and what rests on them.
    expected = read_numbers("02_lmm_KR_Satterthwaite")[entry]
    fit = fit_random_intercept(*MODELS[entry]())
    close(fit.coefficients, expected["beta"])
    close(fit.standard_errors, expected["se"])
    close([fit.between, fit.within], [v["vcov"] for v in expected["varcomp"]])
    close(fit.log_likelihood, expected["logLik"], rel=1e-10)
    close(fit.df, expected["satt_df"], rel=1e-4)
    t = np.abs(fit.coefficients / fit.standard_errors)
    # The reference has 0 where p is below the smallest step from 1.
    assert 2 * stdtr(fit.df, -t) == pytest.approx(
        expected["satt_p"], rel=1e-4, abs=1e-15
    )
    assert fit.n == expected["n"]
    assert [fit.groups] == list(expected["ngrps"].values())


def test_means_of_the_waves():
    # emmeans(lmer(JSAT ~ wave + (1 | SUBNUM)), "wave", lmer.df = "satterthwaite")
    expected = read_numbers("02_lmm_KR_Satterthwaite")["univbct_JSAT_emmeans"]["emm"]
    response, design, group = soldiers_long("JSAT")
    waves = design.copy()
    waves[:, 0] -= design[:, 1] + design[:, 2]
    fit = fit_random_intercept(response, waves, group)
    close(fit.coefficients, [wave["emmean"] for wave in expected])
    close(fit.standard_errors, [wave["SE"] for wave in expected])
    close(fit.df, [wave["df"] for wave in expected], rel=1e-4)


def test_differences_between_waves_adjusted_together():
    # pairs(emmeans(...), adjust = "holm")
    numbers = read_numbers("02_lmm_KR_Satterthwaite")["univbct_JSAT_emmeans"]
    response, design, group = soldiers_long("JSAT")
    from_second = design.copy()
    from_second[:, 1] = 1 - design[:, 1] - design[:, 2]
    fits = [fit_random_intercept(response, d, group) for d in (design, from_second)]
    pairs = [(fits[0], 1), (fits[0], 2), (fits[1], 2)]
    values = -np.array([fit.coefficients[i] for fit, i in pairs])
    errors = np.array([fit.standard_errors[i] for fit, i in pairs])
    df = np.array([fit.df[i] for fit, i in pairs])
    adjusted = adjust_p(2 * stdtr(df, -np.abs(values / errors)))
    close(values, [pair["estimate"] for pair in numbers["pairs_holm"]])
    close(errors, [pair["SE"] for pair in numbers["pairs_holm"]])
    close(df, [pair["df"] for pair in numbers["pairs_holm"]], rel=1e-4)
    close(adjusted, [pair["p.value"] for pair in numbers["pairs_holm"]], rel=1e-4)


@pytest.mark.parametrize("scale", ["agree", "consc", "extra", "neuro", "open"])
def test_cronbach_alpha(scale):
    # psych::alpha(items, use = "complete.obs"), alpha.ci()
    expected = read_numbers("01_scales_reliability")[scale]
    items = read_data("bfi")[expected["items"]]
    reversed_items = expected["reversed"]
    ours = cronbach_alpha(
        items.assign(
            **{item: 7 - items[item] for item in np.atleast_1d(reversed_items)}
        )
    )
    close(ours.value, expected["alpha_listwise"])
    close([ours.low, ours.high], expected["alpha_feldt_ci"])
    assert ours.n == expected["n_complete"]


@pytest.mark.parametrize(("entry", "method"), [("holm", "holm"), ("BH", "bh")])
def test_adjusted_p_values(entry, method):
    # p.adjust(p, entry), Benjamini & Hochberg's (1995) example
    expected = read_numbers("06_multiplicity")
    close(adjust_p(expected["p"], method), expected["adj"][entry])


def test_log_odds():
    # The formulas in double precision, on the presidents' inaugural addresses
    text = REFERENCE / "text"
    options = {"index_col": "feature", "keep_default_na": False}
    counts = pd.read_csv(text / "inaugural_counts_pre_post1945.csv", **options)
    expected = pd.read_csv(text / "fightin_words_inaugural_top300.csv", **options)
    words = counts.loc[expected.index]
    ours = log_odds(
        words["post-war"],
        words["pre-war"],
        counts["post-war"].sum(),
        counts["pre-war"].sum(),
        prior_size=500,
    )
    close(ours.log_odds, expected["delta_a0_500"].to_numpy())
    close(ours.z, expected["z_a0_500"].to_numpy())
    assert len(expected) == 300
