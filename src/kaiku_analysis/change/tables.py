"""Change as a table."""

from collections.abc import Iterable, Sequence

import pandas as pd

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.display import DASH, Table, Texts
from kaiku_analysis.stats import Estimate

ALL = "all"


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
        texts("columns.p"): texts.p_value(change.difference.p),
        texts("columns.p_adjusted"): texts.p_value(change.p_adjusted),
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


def _mean(change: Change, side: int, texts: Texts) -> str:
    if change.answered is None:
        return DASH
    return texts.number((change.answered.before, change.answered.after)[side].mean)


def _with_interval(estimate: Estimate, texts: Texts) -> str:
    """Write a number, and its interval on a line of its own."""
    if not estimate.is_known:
        return DASH
    interval = texts.interval(estimate.low, estimate.high)
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


def change_frame(changes: Iterable[Change], *, smallest: int) -> pd.DataFrame:
    """Lay out every change for other programs; a hidden one keeps only its names."""
    return pd.DataFrame(_machine_row(change, smallest) for change in changes).astype(
        {"n_before": "Int64", "n_after": "Int64", "n_linked": "Int64"}
    )


def _machine_row(change: Change, smallest: int) -> dict[str, object]:
    comparison, answered = change.comparison, change.answered
    few = answered is not None and 0 < answered.linked < smallest
    return {
        "scale": comparison.scale.name,
        "before_wave": comparison.before.name,
        "after_wave": comparison.after.name,
        "group": comparison.unit.name if comparison.unit else ALL,
        "n_before": answered.before.n if answered else None,
        "n_after": answered.after.n if answered else None,
        "n_linked": answered.linked if answered and not few else None,
        "before": answered.before.mean if answered else None,
        "after": answered.after.mean if answered else None,
        "difference": change.difference.value,
        "low": change.difference.low,
        "high": change.difference.high,
        "effect": change.effect.value,
        "effect_low": change.effect.low,
        "effect_high": change.effect.high,
        "p": change.difference.p,
        "p_adjusted": change.p_adjusted,
        "verdict": change.verdict,
        "method": change.difference.method,
    }


def verdict_key(change: Change) -> str:
    """Name a verdict's text in the locales."""
    return change.verdict.replace(" ", "_")
