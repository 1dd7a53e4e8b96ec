import pytest

from kaiku_analysis.change import (
    between,
    change_chapter,
    change_frame,
    change_table,
    describe_change,
    describe_verdicts,
    plot_change,
    unit_change_table,
    wave_pairs,
)

COLUMNS = [
    *("scale", "before_wave", "after_wave", "group", "n_before", "n_after", "n_linked"),
    *("before", "after", "difference", "low", "high"),
    *("effect", "effect_low", "effect_high", "p", "p_adjusted", "verdict", "method"),
]


@pytest.mark.parametrize(
    ("numbers", "better", "sentence"),
    [
        (
            (0.5, 0.3, 0.7),
            "high",
            "“Trust”: improved. The mean rose by 0.50 points (95% interval 0.30 to "
            "0.70; 38 people), more than the smallest change that matters (0.25).",
        ),
        (
            (0.3, 0.1, 0.5),
            "high",
            "“Trust”: improved. The mean rose by 0.30 points (95% interval 0.10 to "
            "0.50; 38 people). The true change may still be smaller than the smallest "
            "that matters (0.25).",
        ),
        (
            (-0.3, -0.5, -0.1),
            "low",
            "“Trust”: improved. The mean fell by 0.30 points, and less is better here "
            "(95% interval −0.50 to −0.10; 38 people). The true change may still be "
            "smaller than the smallest that matters (0.25).",
        ),
        (
            (-0.3, -0.5, -0.1),
            "high",
            "“Trust”: declined. The mean fell by 0.30 points (95% interval −0.50 to "
            "−0.10; 38 people). The true change may still be smaller than the smallest "
            "that matters (0.25).",
        ),
        (
            (0.0, -0.2, 0.2),
            "high",
            "“Trust”: no meaningful change. Whatever the change is, it is smaller than "
            "what matters, 0.25 points (95% interval −0.20 to 0.20; 38 people).",
        ),
        (
            (0.1, -0.3, 0.5),
            "high",
            "“Trust”: cannot tell. The study leaves open whether it changed, and by "
            "enough to matter (95% interval −0.30 to 0.50; 38 people; smallest change "
            "that matters 0.25).",
        ),
    ],
)
def test_words_say_how_sure_we_are(numbers, better, sentence, make_change, english):
    change = make_change("Trust", *numbers, better=better)
    assert str(describe_change(change, english)) == sentence


def test_a_claim_keeps_the_numbers_it_was_made_from(make_change, english):
    claim = describe_change(make_change("Trust", 0.5, 0.3, 0.7), english)
    assert (claim.numbers["difference"], claim.numbers["n"]) == (0.5, 38)


def test_verdicts_are_gathered_in_their_order(make_change, english):
    changes = [
        make_change("Voice", 0.1, -0.3, 0.5),
        make_change("Trust", 0.5, 0.3, 0.7),
        make_change("Few", 0, 0, 0, hidden=True),
        make_change("Calm", 0.4, 0.3, 0.7),
    ]
    assert [str(claim) for claim in describe_verdicts(changes, english)] == [
        "Improved: “Trust” and “Calm”.",
        "The study cannot tell about: “Voice”.",
        "Not shown, too few answers: “Few”.",
    ]


def test_the_table_keeps_hidden_scales_and_shows_nothing_of_them(make_change, english):
    changes = [
        make_change("Trust", 0.5, 0.3, 0.7),
        make_change("F", 0, 0, 0, hidden=True),
    ]
    frame = change_table(changes, english, smallest=10).frame
    assert frame["Scale"].tolist() == ["Trust", "F"]
    assert frame.iloc[0, 1] == "30 / 28 / 20"
    assert set(frame.iloc[1, 1:-1]) == {"–"}


def test_few_linked_people_are_not_counted_out(make_change, english):
    change = make_change("Trust", 0.5, 0.3, 0.7)
    assert (
        change_table([change], english, smallest=25).frame.iloc[0, 1]
        == "30 / 28 / < 25"
    )
    assert change_frame([change], smallest=25)["n_linked"].isna().all()


def test_the_file_has_the_columns_that_others_read(make_change):
    frame = change_frame([make_change("Trust", 0.5, 0.3, 0.7)], smallest=10)
    assert list(frame) == COLUMNS
    assert frame.loc[0, ["group", "verdict", "method"]].tolist() == [
        "all",
        "improved",
        "mixed model",
    ]
    assert list(change_frame([], smallest=10)) == COLUMNS


def test_the_figure_draws_each_interval_in_margins(make_change, english):
    changes = [
        make_change("Trust", 0.5, 0.25, 0.75),
        make_change("Strain", -0.5, -0.75, -0.25, better="low"),
        make_change("Few", 0, 0, 0, hidden=True),
    ]
    picture = plot_change(changes, english)
    axes = picture.figure.axes[0]
    intervals = [
        tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2
    ]
    # The scale on which less is better is turned: to the right is better.
    assert intervals[1:] == [(1, 3), (1, 3)]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Trust", "Strain"]
    assert "“Few”: not shown" in picture.alt


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_chapter_reads_the_same_as_before(language, te_study, snapshot):
    from kaiku_analysis.display import load_texts

    chapter = change_chapter(te_study, load_texts(language))
    assert [str(b) for b in chapter.blocks if not hasattr(b, "frame")][:12] == snapshot
    assert list(chapter.hidden) == snapshot


def test_a_unit_table_turns_its_longer_side_down_the_page(council_study, english):
    from kaiku_analysis.change import estimate_change
    from kaiku_analysis.responses import load_responses, score_responses

    scores = score_responses(load_responses(council_study), council_study)
    changes = estimate_change(scores, council_study)
    pair = wave_pairs(changes)[0]
    assert [wave.name for wave in pair] == ["alku", "loppu"]
    frame = unit_change_table(between(changes, pair, by_unit=True), english).frame
    assert len(frame) == 18
    assert frame.columns[0] == "Unit"
