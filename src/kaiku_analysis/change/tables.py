"""Change as a table."""

from collections.abc import Iterable, Sequence

import pandas as pd

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.change.otherwise import Otherwise
from kaiku_analysis.change.visible import Visible
from kaiku_analysis.display import DASH, Table, Texts
from kaiku_analysis.stats import Estimate

ALL = "all"
COLUMNS = [
    *("scale", "before_wave", "after_wave", "group"),
    *("n_before", "n_after", "n_linked", "before", "after"),
    *("difference", "low", "high", "effect", "effect_low", "effect_high"),
    *("p", "p_adjusted", "verdict", "method"),
]


def change_table(changes: Sequence[Change], texts: Texts, *, smallest: int) -> Table:
    """Tabulate the change of each scale between two waves, for everyone."""
    one = changes[0].comparison
    title = texts(
        "change.table_title",
        before=one.before.label[texts.language],
        after=one.after.label[texts.language],
    )
    rows = [_row(change, texts, smallest) for change in changes]
    return Table(title, pd.DataFrame(rows), texts, texts("change.table_note"))


def _row(change: Change, texts: Texts, smallest: int) -> dict[str, object]:
    return {
        texts("columns.scale"): change.comparison.scale.label[texts.language],
        texts("columns.people"): _people(change, texts, smallest),
        texts("columns.before"): _mean(change, 0, texts),
        texts("columns.after"): _mean(change, 1, texts),
        texts("columns.change"): _with_interval(change.difference, texts),
        texts("columns.effect"): _with_interval(change.effect, texts),
        texts("columns.p_both"): _p_values(change, texts),
        texts("columns.verdict"): texts(f"verdicts.{verdict_key(change)}"),
    }


def _people(change: Change, texts: Texts, smallest: int) -> str:
    """Write before / after / both; not how many are both, if that is too few."""
    if change.answered is None:
        return DASH
    linked = change.answered.linked
    both = f"< {smallest}" if 0 < linked < smallest else texts.show(linked)
    sides = change.answered.before, change.answered.after
    return " / ".join([*(texts.show(side.n) for side in sides), both])


def _p_values(change: Change, texts: Texts) -> str:
    if not change.difference.is_known:
        return DASH
    p, adjusted = change.difference.p, change.p_adjusted
    return f"{texts.p_value(p)}\n({texts.p_value(adjusted)})"


def _mean(change: Change, side: int, texts: Texts) -> str:
    if change.answered is None:
        return DASH
    return texts.number((change.answered.before, change.answered.after)[side].mean)


def _with_interval(estimate: Estimate, texts: Texts) -> str:
    """Write a number, and its interval on a line of its own."""
    if not estimate.is_known:
        return DASH
    interval = texts.span(estimate.low, estimate.high)
    return f"{texts.signed(estimate.value)}\n({interval})"


def unit_change_table(changes: Iterable[Change], texts: Texts) -> Table:
    """Tabulate the change of each scale in each unit: points and interval."""
    shown = [change for change in changes if change.comparison.unit]
    one = shown[0].comparison
    cells = pd.DataFrame(
        {
            "scale": change.comparison.scale.label[texts.language],
            "unit": change.comparison.unit.label[texts.language],
            "cell": _with_interval(change.difference, texts),
        }
        for change in shown
        if change.comparison.unit
    )
    order = [cells[name].unique() for name in ("scale", "unit")]
    table = cells.pivot(index="scale", columns="unit", values="cell")
    table = table.reindex(index=order[0], columns=order[1])
    # The longer side goes down the page, so that the table fits its width.
    if len(table.columns) > len(table):
        table = table.T
    heading = texts(f"columns.{table.index.name}")
    title = texts(
        "change.units_title",
        before=one.before.label[texts.language],
        after=one.after.label[texts.language],
    )
    frame = table.rename_axis(heading).reset_index()
    return Table(title, frame, texts, texts("change.units_note"))


def visible_table(visible: Sequence[Visible], texts: Texts, *, smallest: int) -> Table:
    """Tabulate what the study could see of each scale, before what it saw."""
    rows = [
        {
            texts("columns.scale"): one.change.comparison.scale.label[texts.language],
            texts("columns.people"): _people(one.change, texts, smallest),
            texts("columns.smallest_visible"): one.smallest,
            texts("columns.margin"): one.change.margin,
            texts("columns.enough"): texts(f"verdicts.{_yes_or_no(one)}"),
        }
        for one in visible
    ]
    title, note = texts("change.visible_title"), texts("change.visible_note")
    return Table(title, pd.DataFrame(rows), texts, note)


def _yes_or_no(one: Visible) -> str:
    return "yes" if one.is_enough else "no"


def otherwise_table(otherwise: Sequence[Otherwise], texts: Texts) -> Table:
    """Tabulate each change as it looks in other ways."""
    rows = [
        {
            texts("columns.scale"): one.change.comparison.scale.label[texts.language],
            texts("looks.model"): _with_interval(one.change.difference, texts),
            **{
                texts(f"looks.{look}"): _with_interval(estimate, texts)
                for look, estimate in one.looks.items()
            },
        }
        for one in otherwise
    ]
    title, note = texts("change.otherwise_title"), texts("change.otherwise_note")
    return Table(title, pd.DataFrame(rows), texts, note)


def change_frame(changes: Iterable[Change], *, smallest: int) -> pd.DataFrame:
    """Lay out every change for other programs; a hidden one keeps only its names."""
    rows = [
        (*_names(change), *_sides(change, smallest), *_estimates(change))
        for change in changes
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"n_before": "Int64", "n_after": "Int64", "n_linked": "Int64"}
    )


def _names(change: Change) -> tuple[str, ...]:
    one = change.comparison
    group = one.unit.name if one.unit else ALL
    return one.scale.name, one.before.name, one.after.name, group


def _sides(change: Change, smallest: int) -> tuple[object, ...]:
    answered = change.answered
    if answered is None:
        return (None,) * 5
    linked = None if 0 < answered.linked < smallest else answered.linked
    before, after = answered.before, answered.after
    return before.n, after.n, linked, before.mean, after.mean


def _estimates(change: Change) -> tuple[object, ...]:
    difference, effect = change.difference, change.effect
    return (
        *(difference.value, difference.low, difference.high),
        *(effect.value, effect.low, effect.high),
        *(difference.p, change.p_adjusted, change.verdict, difference.method),
    )


def verdict_key(change: Change) -> str:
    """Name a verdict's text in the locales."""
    return change.verdict.replace(" ", "_")
