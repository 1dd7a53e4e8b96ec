"""Parity with R for single items, shares and effect sizes, on published data.

The numbers are R's, or of R's packages; each test names the call. They stand beside the
project, not in it, because the data are other people's.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import chdtrc, ndtr, ndtri

from kaiku_analysis.stats import (
    average_spread,
    cliff_delta,
    common_language,
    count_moves,
    equivalence_test,
    fit_cumulative,
    fit_ordinal,
    independent_superiority,
    mcnemar_test,
    ordinal_difference,
    paired_difference,
    paired_effect,
    paired_share_difference,
    reliable_change,
    rising_probability,
    signed_rank_test,
    standardised_difference,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)
CLOSED_FORM = 1e-8
SEARCHED = 1e-4


def read_numbers(name):
    return json.loads((REFERENCE / f"{name}.json").read_text())


def read_data(name):
    return pd.read_csv(REFERENCE / "data" / f"{name}.csv")


def two_wave_numbers():
    return read_numbers("04_two_wave_tests_effects")


def soldiers(scale):
    """Return a scale of univbct in its first and third wave, of who answered both."""
    wide = read_data("univbct_long").pivot(index="SUBNUM", columns="TIME", values=scale)
    linked = wide[[0, 2]].dropna()
    return linked[0].to_numpy(), linked[2].to_numpy()


def sleep():
    wide = read_data("sleep_student").pivot(index="ID", columns="group", values="extra")
    return wide[1].to_numpy(), wide[2].to_numpy()


WAVES = {
    "effects_univbct_JSAT": lambda: soldiers("JSAT"),
    "effects_univbct_READY": lambda: soldiers("READY"),
    "effects_sleep": sleep,
}


def close(ours, expected, rel=CLOSED_FORM):
    assert ours == pytest.approx(expected, rel=rel)


def wine():
    data = read_data("wine")
    design = np.column_stack([data["temp"] == "warm", data["contact"] == "yes"])
    return data["rating"], design, data["judge"]


def agrees_with_a_model(fit, expected, rel):
    close(np.append(fit.thresholds, fit.coefficients), expected["est"], rel)
    close(fit.standard_errors, expected["se"], rel)
    z = np.append(fit.thresholds, fit.coefficients) / fit.standard_errors
    # A tail's share is off by as much as z times what z is off by.
    close(2 * ndtr(-np.abs(z)), expected["p"], max(rel * 20 * abs(z).max(), 1e-6))
    # Where 15 points are R's last word, its integral is off by 2e-8.
    close(fit.log_likelihood, expected["logLik"], 1e-7)
    parameters = len(z) + (fit.person_sd > 0)
    close(2 * parameters - 2 * fit.log_likelihood, expected["AIC"], 1e-7)
    assert fit.n == expected["n"]


def test_ordered_answers_of_strangers():
    # ordinal::clm(rating ~ temp + contact)
    ratings, design, _ = wine()
    expected = read_numbers("03_clmm")["clm"]
    agrees_with_a_model(fit_cumulative(ratings, design), expected, CLOSED_FORM)


@pytest.mark.parametrize(
    ("entry", "options"),
    [
        ("clmm_agq10", {"points": 10}),
        ("clmm_agq_probit", {"link": "probit", "points": 10}),
    ],
)
def test_ordered_answers_of_judges(entry, options):
    # ordinal::clmm(rating ~ temp + contact + (1 | judge), nAGQ = 10, link = ...)
    expected = read_numbers("03_clmm")[entry]
    fit = fit_cumulative(*wine(), **options)
    agrees_with_a_model(fit, expected, SEARCHED)
    close(fit.person_sd**2, expected["ranef_var"]["judge"], SEARCHED)


def test_judges_differ():
    # anova(clm, clmm)
    ratings, design, judge = wine()
    with_judges = fit_cumulative(ratings, design, judge)
    without = fit_cumulative(ratings, design)
    expected = read_numbers("03_clmm")["LR_random"]
    ratio = 2 * (with_judges.log_likelihood - without.log_likelihood)
    close(ratio, expected["stat"])
    close(chdtrc(1, ratio), expected["p"], 1e-7)


def calm():
    wide = read_data("sai_calm_2wave").pivot(index="pid", columns="wave", values="calm")
    return wide[1].to_numpy(float), wide[2].to_numpy(float)


def test_an_item_of_two_waves():
    # ordinal::clmm(calm ~ wave + (1 | pid), nAGQ = 15)
    expected = read_numbers("03_clmm")["sai_clmm_agq15"]
    fit = fit_ordinal(*calm())
    agrees_with_a_model(fit, expected, SEARCHED)
    close(fit.person_sd**2, expected["ranef_var"]["pid"], SEARCHED)
    ours = ordinal_difference(*calm())
    close([ours.value, ours.se], [expected["est"][-1], expected["se"][-1]], SEARCHED)
    close(ours.p, expected["p"][-1], 1e-3)


def test_an_item_of_two_waves_of_strangers():
    # ordinal::clm(calm ~ wave)
    before, after = calm()
    given = np.concatenate([before, after])
    wave = np.repeat([[0.0], [1.0]], [len(before), len(after)], axis=0)
    there = ~np.isnan(given)
    expected = read_numbers("03_clmm")["sai_clm"]
    agrees_with_a_model(fit_cumulative(given[there], wave[there]), expected, 1e-7)


def test_signed_ranks_of_sleep():
    # wilcox.test(after, before, paired = TRUE), which falls back on the normal
    ours = signed_rank_test(*sleep(), zeros="drop", exact=False, corrected=True, tied=0)
    close(ours.p, two_wave_numbers()["wilcoxon"]["sleep_exact"])


def test_exact_signs_of_sleep():
    # The share of all 2^10 sign patterns of the changes with as large a sum; all who
    # moved rose, so that ranks and changes agree on which patterns those are.
    close(signed_rank_test(*sleep()).p, two_wave_numbers()["exact_signflip_sleep"])


def test_signed_ranks():
    # wilcox.test(after, before, paired = TRUE, correct = ...): V = 32790 only because
    # R ranks what rounding made of equal differences, as we do with `tied=0`.
    waves, expected = soldiers("JSAT"), two_wave_numbers()["wilcoxon"]
    options = {"zeros": "drop", "exact": False, "tied": 0}
    ours = signed_rank_test(*waves, corrected=True, **options)
    close(ours.statistic, expected["univbct_paired_asym"]["statistic"])
    close(ours.p, expected["univbct_paired_asym"]["p.value"])
    plain = signed_rank_test(*waves, **options)
    close(plain.p, expected["univbct_paired_nocorr"])


def test_signed_ranks_with_pratts_zeros():
    # coin::wilcoxsign_test(after ~ before, zero.method = "Pratt")
    ours = signed_rank_test(*soldiers("JSAT"), exact=False, tied=0)
    close(ours.p, two_wave_numbers()["wilcoxon"]["univbct_pratt_coin"])


def test_signed_ranks_of_tied_differences():
    # wilcox.test(after, before, paired = TRUE, digits.rank = 7), as run in R 4.2.2
    ours = signed_rank_test(
        *soldiers("JSAT"), zeros="drop", exact=False, corrected=True
    )
    close([ours.statistic, ours.p], [32603.5, 0.134936497795084])


@pytest.mark.parametrize("entry", WAVES)
def test_effect_sizes(entry):
    # The formulas in base R; the interval by uniroot() over pt(t, n - 1, ncp)
    expected, (before, after) = two_wave_numbers()[entry], WAVES[entry]()
    change = paired_difference(before, after)
    close([change.n, change.value], [expected["n"], expected["mean_diff"]])
    for name in ("d_av", "d_av_lakens", "d_z", "d_rm"):
        close(paired_effect(before, after, name, corrected=False).value, expected[name])
    glass = paired_effect(before, after, "d_glass", corrected=False)
    close(glass.value, expected["d_glass_pre"])
    close(paired_effect(before, after).value, expected["g_av"])
    close(paired_effect(before, after, "d_z").value, expected["g_z"])
    close(change.se / average_spread(before, after), expected["d_av_se_cousineau"])
    ours = paired_effect(before, after, "d_z", corrected=False)
    # uniroot() stops at a tolerance of .Machine$double.eps^0.25, or a little below.
    close([ours.low, ours.high], expected["d_z_ci_nct"], 1e-6)


@pytest.mark.parametrize("entry", WAVES)
def test_chances_and_counts(entry):
    # mean(after > before) + mean(after == before) / 2, of pairs or of all by all
    expected, waves = two_wave_numbers()[entry], WAVES[entry]()
    moves = count_moves(*waves)
    close(moves.up, expected["n_up"])
    close(moves.same, expected["n_same"])
    close(moves.down, expected["n_down"])
    close(rising_probability(*waves).value, expected["ps_paired"])
    close(independent_superiority(*waves).value, expected["cles_indep"])
    close(cliff_delta(*waves).value, expected["cliff_delta_indep"])
    close(common_language(*waves).value, expected["cles_normal_paired"])
    assert moves.n == expected["n"]


def agrees_with_effectsize(ours, entry, name, rel=CLOSED_FORM):
    (expected,) = two_wave_numbers()["effectsize_pkg"][entry]
    limits = [expected["CI_low"], expected["CI_high"]]
    close(ours.value, expected[name])
    close([ours.low, ours.high], limits, rel)
    assert ours.level == expected["CI"]


def test_standardised_changes_of_effectsize():
    # effectsize::cohens_d(after, before, paired = TRUE), effectsize::hedges_g(...);
    # their optimiser stops early.
    d = paired_effect(*sleep(), "d_z", corrected=False)
    g = paired_effect(*sleep(), "d_z")
    agrees_with_effectsize(d, "cohens_d_paired", "Cohens_d", 1e-6)
    agrees_with_effectsize(g, "hedges_g_paired", "Hedges_g", 1e-6)


def test_ranked_changes_of_effectsize():
    # effectsize::rank_biserial(after, before, paired = TRUE). Its interval is [1, 1]
    # when all rise, however few they are: that one we do not give.
    (expected,) = two_wave_numbers()["effectsize_pkg"]["rank_biserial_paired"]
    close(signed_rank_test(*sleep()).rank_biserial, expected["r_rank_biserial"])


def test_strangers_of_effectsize():
    # effectsize::cliffs_delta(after, before), effectsize::p_superiority(...)
    ours = cliff_delta(*sleep())
    agrees_with_effectsize(ours, "cliffs_delta", "r_rank_biserial")
    delta = cliff_delta(*soldiers("JSAT"))
    agrees_with_effectsize(delta, "univbct_cliffs_delta", "r_rank_biserial")
    (expected,) = two_wave_numbers()["effectsize_pkg"]["p_superiority_indep"]
    numbers = [expected[name] for name in ("p_superiority", "CI_low", "CI_high")]
    close([(1 + x) / 2 for x in (ours.value, ours.low, ours.high)], numbers)


@pytest.mark.parametrize(
    ("entry", "waves"), [("univbct_JSAT", lambda: soldiers("JSAT")), ("sleep", sleep)]
)
def test_two_one_sided_tests(entry, waves):
    # t.test(after, before, paired = TRUE, mu = ..., alternative = ...)
    expected = two_wave_numbers()["tost"][entry]
    change = paired_difference(*waves())
    ours = equivalence_test(change, expected["hi"])
    close([ours.low, ours.high], expected["ci90"])
    close([ours.p_low, ours.p_high], [expected["p_lo"], expected["p_hi"]])
    close(ours.p, expected["p"])
    t = [(change.value - expected[bound]) / change.se for bound in ("lo", "hi")]
    close(t, [expected["t_lo"], expected["t_hi"]])


def spread_out(table):
    """Return the answers behind a table, whose columns R fills first."""
    return np.repeat([0, 1, 0, 1], table), np.repeat([0, 0, 1, 1], table)


@pytest.mark.parametrize("entry", ["mcnemar_agresti", "mcnemar_univbct_ge4"])
def test_mcnemar(entry):
    # mcnemar.test(table, correct = ...), binom.test(gained, gained + lost)
    expected = two_wave_numbers()[entry]
    waves = spread_out(expected["table"])
    close(mcnemar_test(*waves).p, expected["exact"])
    close(paired_share_difference(*waves).p, expected["exact"])
    for name, corrected in (("cc", True), ("nocc", False)):
        if name in expected:
            ours = mcnemar_test(*waves, exact=False, corrected=corrected)
            numbers = [expected[name]["statistic"], expected[name]["p.value"]]
            close([ours.statistic, ours.p], numbers)


def test_shares_of_both_waves():
    # mean(before >= 4), mean(after >= 4)
    before, after = (np.where(wave >= 4, 1, 0) for wave in soldiers("JSAT"))
    expected = two_wave_numbers()["mcnemar_univbct_ge4"]
    close([before.mean(), after.mean()], [expected["prop_pre"], expected["prop_post"]])
    change = expected["prop_post"] - expected["prop_pre"]
    close(paired_share_difference(before, after).value, change)
    test = mcnemar_test(before, after)
    assert [test.lost, test.gained] == expected["table"][1:3]


def patients(measure):
    data = read_data("claus_2020")
    data = data[data["time"].isin([data["time"].min(), data["time"].max()])]
    wide = data.pivot(index="id", columns="time", values=measure).dropna()
    return wide.iloc[:, 0].to_numpy(float), wide.iloc[:, 1].to_numpy(float)


def couples():
    data = read_data("jacobson_1989")
    wide = data.pivot(index="subject", columns="time", values="das").dropna()
    return wide["pre"].to_numpy(), wide["post"].to_numpy()


@pytest.mark.parametrize(
    ("entry", "waves", "higher"),
    [
        ("claus_bdi", lambda: patients("bdi"), False),
        ("claus_who", lambda: patients("who"), True),
        ("jacobson_das", couples, True),
    ],
)
def test_reliable_change(entry, waves, higher):
    # clinicalsignificance, method "JT"; its recovered are improved who also crossed a
    # cutoff.
    expected, (before, after) = read_numbers("07_rci")[entry], waves()
    ours = reliable_change(
        before, after, reliability=expected["reliability"], higher_is_better=higher
    )
    improved = expected["n_recovered"] + expected["n_improved"]
    counts = (improved, expected["n_unchanged"], expected["n_deteriorated"])
    assert (ours.improved, ours.unchanged, ours.declined) == counts
    error = ours.threshold / ndtri(0.975)
    # Jacobson & Truax round the normal quantile.
    close(1.96 * error, expected["min_reliable_change"])
    close([error, error / np.sqrt(2)], [expected["s_diff"], expected["sem"]])
    close(np.sort((after - before) / error), np.sort(expected["rci"]))
    close([before.mean(), before.std(ddof=1)], [expected["m_pre"], expected["sd_pre"]])
    assert ours.n == expected["n"]


def test_unpaired_effect_size_uses_the_average_spread():
    # d_av from its parts, as in base R
    expected, (before, after) = two_wave_numbers()["effects_sleep"], sleep()
    spread = np.sqrt((expected["sd_pre"] ** 2 + expected["sd_post"] ** 2) / 2)
    close(average_spread(before, after), spread)
    ours = standardised_difference(
        paired_difference(before, after), spread, corrected=False
    )
    close(ours.value, expected["d_av"])
    close(np.corrcoef(before, after)[0, 1], expected["r"])
