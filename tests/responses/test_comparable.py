import re

import numpy as np
import pytest

from kaiku_analysis.display import load_texts
from kaiku_analysis.responses import (
    Responses,
    comparability_table,
    estimate_comparability,
    load_responses,
)


@pytest.fixture(scope="module")
def council_responses(council_study):
    return load_responses(council_study)


def by_scale(responses, study):
    found = estimate_comparability(responses, study)
    return {one.scale.name: one for one in found}


def changed(responses, **columns):
    frame = responses.frame.assign(**columns)
    return Responses(frame, responses.items, responses.set_aside)


def test_simulated_scales_mean_the_same_in_both_waves(council_responses, council_study):
    found = by_scale(council_responses, council_study)
    assert list(found) == [scale.name for scale in council_study.scales]
    fine = [one for one in found.values() if one.comparing == "fine"]
    assert len(fine) >= 5


def test_an_item_that_moved_by_itself_asks_for_care(council_responses, council_study):
    frame = council_responses.frame
    later = frame["wave"] == "loppu"
    moved = frame["os2"].where(~later, np.minimum(frame["os2"] + 2, 5))
    found = by_scale(changed(council_responses, os2=moved), council_study)["osaaminen"]
    assert found.comparing == "care"
    assert len(found.invariance.odd_items) >= 1
    assert found.invariance.freed_change.value < found.invariance.change.value


def test_too_few_answers_cannot_be_judged_and_tell_nothing(te_study):
    found = by_scale(load_responses(te_study), te_study)["esi_itse"]
    assert (found.comparing, found.invariance) == ("unknown", None)


def test_one_wave_has_nothing_to_be_compared_with(council_responses, council_study):
    first = council_responses.frame[council_responses.frame["wave"] == "alku"]
    only = Responses(first, council_responses.items, council_responses.set_aside)
    assert estimate_comparability(only, council_study) == ()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_table_has_no_nan(language, council_responses, council_study):
    found = estimate_comparability(council_responses, council_study)
    markup = comparability_table(found, load_texts(language))._repr_html_()
    assert not re.findall(r"\bnan\b", markup.casefold())
