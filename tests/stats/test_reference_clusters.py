"""Few units: parity with R on published data, where the shared reference is at hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kaiku_analysis.stats import (
    cluster_robust,
    clustered_difference,
    permuted_difference,
    unit_changes,
    unit_difference,
    wild_cluster,
)
from kaiku_analysis.stats.cluster_sums import sum_clusters
from kaiku_analysis.stats.wild_outcomes import null_statistics, outcomes

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no shared/reference folder beside the project"
)
ENTRIES = [("btn10_post", 1), ("btn10_did", 3)]


def numbers(entry):
    path = REFERENCE / "13_fewclusters_wild_perm.json"
    return json.loads(path.read_text())[entry]


def battalions():
    return pd.read_csv(REFERENCE / "data" / "univbct_10btn.csv")


def regression(column):
    """Return answers, design and clusters: of the wave, or of group x wave."""
    data = battalions()
    columns = [np.ones(len(data)), data["post"]]
    if column == 3:
        columns += [data["trt"], data["trt"] * data["post"]]
    return data["JSAT"].to_numpy(), np.column_stack(columns), data["BTN"]


def soldiers():
    """Return both waves and the battalion, one position per soldier."""
    data = battalions()
    wide = data.pivot(index="SUBNUM", columns="post", values="JSAT")
    return wide[0], wide[1], data.groupby("SUBNUM")["BTN"].first()[wide.index]


@pytest.mark.parametrize(("entry", "column"), ENTRIES)
def test_cr2_with_satterthwaite(entry, column):
    # coef_test(lm(JSAT ~ post), or ~ trt * post, "CR2", BTN, test = "Satterthwaite")
    expected = numbers(entry)
    ours = cluster_robust(*regression(column))
    assert ours.coefficients[column] == pytest.approx(expected["beta"], rel=1e-10)
    assert ours.standard_errors[column] == pytest.approx(expected["CR2"], rel=1e-10)
    assert ours.df[column] == pytest.approx(expected["satt"]["df_Satt"], rel=1e-10)


def test_the_change_of_partly_linked_soldiers():
    # coef_test(lm(JSAT ~ post), vcov = "CR2", BTN, test = "Satterthwaite")
    expected = numbers("btn10_post")
    ours = clustered_difference(*soldiers())
    assert [ours.value, ours.se, ours.df, ours.p] == pytest.approx(
        [expected["satt"][key] for key in ("beta", "SE", "df_Satt", "p_Satt")],
        rel=1e-10,
    )


@pytest.mark.parametrize(("entry", "column"), ENTRIES)
def test_wild_cluster_bootstrap(entry, column):
    # Every one of 2^10 Rademacher outcomes of the restricted residuals, in base R
    expected = numbers(entry)
    ours = wild_cluster(*regression(column), column=column, weights="rademacher")
    assert ours.p == expected["p_sym"]
    assert ours.value == pytest.approx(expected["beta"], rel=1e-10)
    assert ours.value / ours.se == pytest.approx(expected["t_CR0"], rel=1e-10)
    # sandwich::vcovCL(type = "HC0", cadjust = TRUE)
    assert ours.se * np.sqrt(10 / 9) == pytest.approx(expected["CR1"], rel=1e-10)


@pytest.mark.parametrize(("entry", "column"), ENTRIES)
def test_leaving_out_ties_gives_the_other_convention(entry, column):
    # The observed outcome and its mirror are the only ties.
    expected = numbers(entry)
    sums = sum_clusters(*regression(column))
    every = outcomes("rademacher", 10, draws=0, seed=0)
    p = null_statistics(sums, every).p(float(sums.coefficients[-1]))
    assert p == expected["p_sym"]
    assert p - 2 / expected["n_boot"] == expected["p_sym_strict"]


def test_sign_flips_of_the_battalions_changes():
    # Every one of 2^10 signs of the battalions' mean changes, in base R
    expected = numbers("cluster_signflip")
    ours = unit_difference(*soldiers())
    assert ours.value == pytest.approx(expected["mean"], rel=1e-10)
    assert ours.p == expected["p"]


def test_battalions_assigned_at_random():
    # Every one of choose(10, 5) ways to treat five of them, in base R
    expected = numbers("cluster_ri")
    found = unit_changes(*soldiers())
    assert dict(zip(map(str, found.unit), found.change, strict=True)) == pytest.approx(
        expected["changes"], rel=1e-8
    )
    treated = np.array([expected["treated"][str(unit)] for unit in found.unit], bool)
    without, with_ = (np.where(t, found.change, np.nan) for t in (~treated, treated))
    ours = permuted_difference(without, with_)
    assert ours.value == pytest.approx(expected["diff"], rel=1e-10)
    assert ours.p == pytest.approx(expected["p"], rel=1e-10)
