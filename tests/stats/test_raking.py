import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaiku_analysis.stats import rake

UNIT = ["a", "a", "b", "b", "b", "c"]
ROLE = ["lead", "staff", "lead", "staff", "staff", "staff"]
UNITS, ROLES = {"a": 4, "b": 10, "c": 6}, {"lead": 5, "staff": 15}


def totals(labels, weights):
    return {label: weights[np.array(labels) == label].sum() for label in set(labels)}


def test_one_margin_shares_heads_among_answers():
    raked = rake([UNIT], [UNITS])
    assert raked.weights == pytest.approx([2, 2, 10 / 3, 10 / 3, 10 / 3, 6])


def test_every_margin_comes_out():
    raked = rake([UNIT, ROLE], [UNITS, ROLES])
    assert raked.is_converged
    assert totals(UNIT, raked.weights) == pytest.approx(UNITS)
    assert totals(ROLE, raked.weights) == pytest.approx(ROLES)


@given(st.integers(0, 10_000))
def test_margins_of_any_full_table_come_out(seed):
    rng = np.random.default_rng(seed)
    cells = np.array([(u, r, g) for u in range(4) for r in range(3) for g in range(2)])
    people = np.repeat(cells, rng.integers(1, 20, len(cells)), axis=0)
    answers = np.repeat(cells, rng.integers(1, 5, len(cells)), axis=0)
    heads = [
        dict(zip(*np.unique(m, return_counts=True), strict=True)) for m in people.T
    ]
    raked = rake(list(answers.T), heads)
    assert raked.is_converged
    assert (raked.weights > 0).all()
    for labels, counts in zip(answers.T, heads, strict=True):
        assert totals(labels.tolist(), raked.weights) == pytest.approx(counts)


def test_weights_are_a_product_of_one_factor_per_label():
    # What makes raking the smallest change: odds ratios stay those of the answers.
    raked = rake([UNIT[:5], ROLE[:5]], [{"a": 8, "b": 12}, {"lead": 7, "staff": 13}])
    a_lead, a_staff, b_lead, b_staff, _ = raked.weights
    assert a_lead * b_staff == pytest.approx(a_staff * b_lead)


def test_head_counts_that_fit_already_change_nothing():
    counts = dict(zip(*np.unique(UNIT, return_counts=True), strict=True))
    raked = rake([UNIT], [counts])
    assert raked.weights == pytest.approx(np.ones(6))
    assert rake([UNIT], [UNITS], start=raked.weights * 7).weights == pytest.approx(
        rake([UNIT], [UNITS]).weights
    )


def test_it_begins_from_the_weights_given():
    raked = rake([UNIT], [UNITS], start=[1, 3, 1, 1, 2, 9])
    assert raked.weights == pytest.approx([1, 3, 2.5, 2.5, 5, 6])


def test_it_says_of_whom_nobody_answered():
    raked = rake([UNIT, ROLE], [UNITS | {"d": 3, "e": 0}, ROLES | {"guest": 3}])
    assert raked.unheard == ((0, "d"), (1, "guest"))
    assert not raked.is_converged
    assert (raked.weights == 0).all()


def test_it_says_when_head_counts_contradict_each_other():
    # Every answer of unit a is a lead's, so 6 people of unit a cannot be 2 leads.
    raked = rake(
        [["a", "a", "b", "b"], ["lead", "lead", "lead", "staff"]],
        [{"a": 6, "b": 4}, {"lead": 2, "staff": 8}],
        most_rounds=50,
    )
    assert not raked.is_converged
    assert raked.rounds == 50
    assert raked.largest_gap > 0.1


@pytest.mark.parametrize(
    ("labels", "heads", "options", "words"),
    [
        ([UNIT, ROLE], [UNITS, {"lead": 5, "staff": 14}], {}, "one head count"),
        ([UNIT], [{"a": 4, "b": 10}], {}, "no head count for 'c'"),
        ([UNIT], [UNITS | {"c": 0}], {}, "no head count for 'c'"),
        ([UNIT], [UNITS | {"c": -1}], {}, "zero or more"),
        ([UNIT], [UNITS, ROLES], {}, "1 and 2"),
        ([], [], {}, "0 and 0"),
        ([UNIT, ROLE[:4]], [UNITS, ROLES], {}, "pair up"),
        ([UNIT], [UNITS], {"start": [1, 2]}, "pair up"),
        ([UNIT], [UNITS], {"start": [1, 2, 3, 4, 5, 0]}, "positive"),
    ],
)
def test_wrong_input_gets_words(labels, heads, options, words):
    with pytest.raises(ValueError, match=words):
        rake(labels, heads, **options)
