"""Change as a table."""

from collections.abc import Iterable, Sequence

import pandas as pd

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.display import DASH, Table, Texts

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
    answered = change.answered
    return {
        texts("columns.scale"): change.comparison.scale.label[texts.language],
        texts("columns.n_before"): answered.before.n if answered else f"< {smallest}",
        texts("columns.n_after"): answered.after.n if answered else f"< {smallest}",
        texts("columns.n_linked"): linked_shown(change, smallest, texts),
        texts("columns.before"): answered.before.mean if answered else None,
        texts("columns.after"): answered.after.mean if answered else None,
        texts("columns.change"): texts.signed(change.difference.value),
        texts("columns.interval"): texts.interval(
            change.difference.low, change.difference.high
        ),
        texts("columns.effect"): texts.signed(change.effect.value),
        texts("columns.effect_interval"): texts.interval(
            change.effect.low, change.effect.high
        ),
        texts("columns.p"): texts.p_value(change.difference.p),
        texts("columns.p_adjusted"): texts.p_value(change.p_adjusted),
        texts("columns.verdict"): texts(f"verdicts.{verdict_key(change)}"),
    }


def unit_change_table(changes: Iterable[Change], texts: Texts) -> Table:
    """Tabulate the change of each scale in each unit: points, interval and verdict."""
    shown = [change for change in changes if change.comparison.unit]
    rows: dict[str, dict[str, object]] = {}
    for change in shown:
        unit = change.comparison.unit
        label = unit.label[texts.language] if unit else ""
        row = rows.setdefault(label, {texts("columns.unit"): label})
        scale = change.comparison.scale.label[texts.language]
        row[scale] = _cell(change, texts)
    one = shown[0].comparison
    title = texts(
        "change.units_title",
        before=one.before.label[texts.language],
        after=one.after.label[texts.language],
    )
    frame = pd.DataFrame(rows.values())
    return Table(title, frame, texts, texts("change.units_note"))


def _cell(change: Change, texts: Texts) -> str:
    if not change.difference.is_known:
        return DASH
    interval = texts.interval(change.difference.low, change.difference.high)
    return f"{texts.signed(change.difference.value)} ({interval})"


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


def linked_shown(change: Change, smallest: int, texts: Texts) -> str:
    """Write how many are linked, unless that tells of fewer than may be shown."""
    if change.answered is None:
        return f"< {smallest}"
    linked = change.answered.linked
    return f"< {smallest}" if 0 < linked < smallest else texts.show(linked)


def verdict_key(change: Change) -> str:
    """Name a verdict's text in the locales."""
    return change.verdict.replace(" ", "_")
