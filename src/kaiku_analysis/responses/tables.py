"""Who answered, and how the scales held together, as tables."""

from collections.abc import Sequence

import pandas as pd

from kaiku_analysis.display import DASH, Table, Texts
from kaiku_analysis.responses.comparable import Comparability
from kaiku_analysis.responses.quality import ResponseRate, ScaleQuality
from kaiku_analysis.stats import StepCost

ALL = "all"


def response_rate_table(
    rates: Sequence[ResponseRate], texts: Texts, *, smallest: int
) -> Table:
    """Tabulate response rates, a row per group, a column per wave."""
    waves = list(dict.fromkeys(rate.wave for rate in rates_of_all(rates)))
    groups = list(dict.fromkeys(rate.unit for rate in rates))
    cells = {(rate.wave.name, rate.unit): rate for rate in rates}
    rows = []
    for unit in groups:
        first = cells[waves[0].name, unit]
        row: dict[str, object] = {
            texts("responses.group"): unit.label[texts.language]
            if unit
            else texts("responses.everyone"),
            texts("responses.staff"): texts.show(first.staff),
        }
        for wave in waves:
            row[wave.label[texts.language]] = _answered(cells[wave.name, unit], texts)
        rows.append(row)
    note = texts("responses.rate_note", smallest=smallest)
    return Table(texts("responses.rate_title"), pd.DataFrame(rows), texts, note)


def _answered(rate: ResponseRate, texts: Texts) -> str:
    """Write how many answered, and which share that is where it is known."""
    if rate.answered is None or rate.staff is None:
        return texts.show(rate.answered)
    return f"{texts.show(rate.answered)} ({texts.percent(rate.share)})"


def rates_of_all(rates: Sequence[ResponseRate]) -> tuple[ResponseRate, ...]:
    """Pick the rates of all units together."""
    return tuple(rate for rate in rates if rate.unit is None)


def scale_quality_table(qualities: Sequence[ScaleQuality], texts: Texts) -> Table:
    """Tabulate each scale in each wave: answers, gaps, and Cronbach's alpha."""
    rows = [
        {
            texts("columns.scale"): one.scale.label[texts.language],
            texts("columns.wave"): one.wave.label[texts.language],
            texts("columns.items"): one.items,
            texts("columns.n"): texts.show(one.n),
            texts("columns.unanswered"): texts.percent(one.unanswered),
            texts("columns.dont_know"): texts.percent(one.dont_know),
            texts("columns.alpha"): texts.show(one.alpha.value),
            texts("columns.interval"): texts.span(one.alpha.low, one.alpha.high),
        }
        for one in qualities
    ]
    title, note = texts("responses.scales_title"), texts("responses.scales_note")
    return Table(title, pd.DataFrame(rows), texts, note)


def comparability_table(found: Sequence[Comparability], texts: Texts) -> Table:
    """Tabulate what it costs to take each scale for the same in both waves."""
    rows = [_comparability(one, texts) for one in found]
    title, note = (
        texts("responses.comparable_title"),
        texts("responses.comparable_note"),
    )
    return Table(title, pd.DataFrame(rows), texts, note)


def _comparability(one: Comparability, texts: Texts) -> dict[str, object]:
    known = one.invariance if one.comparing != "unknown" else None
    steps = {step.name: step.against for step in known.steps} if known else {}
    metric, scalar = steps.get("metric"), steps.get("scalar")
    return {
        texts("columns.scale"): one.scale.label[texts.language],
        texts("columns.n"): texts.show(known.n if known else None),
        texts("columns.metric"): _cost(metric, texts),
        texts("columns.scalar"): _cost(scalar, texts),
        texts("columns.latent"): texts.signed(known.change.value) if known else DASH,
        texts("columns.freed"): (
            texts.signed(known.freed_change.value) if known else DASH
        ),
        texts("columns.comparing"): texts(f"verdicts.{one.comparing}"),
    }


def _cost(against: StepCost | None, texts: Texts) -> str:
    """Write what a step of the ladder costs: CFI, RMSEA, and p of the ratio test."""
    if against is None:
        return DASH
    fit = f"{texts.number(against.cfi, 3)} / {texts.number(against.rmsea, 3)}"
    return f"{fit}\n({texts.p_value(against.p)})"


def response_rate_frame(rates: Sequence[ResponseRate]) -> pd.DataFrame:
    """Lay out the response rates for other programs."""
    rows = [
        (
            rate.wave.name,
            rate.unit.name if rate.unit else ALL,
            rate.staff,
            rate.answered,
            rate.share,
            rate.again,
        )
        for rate in rates
    ]
    columns = ["wave", "group", "staff", "answered", "rate", "linked"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"staff": "Int64", "answered": "Int64", "linked": "Int64"}
    )


def scale_quality_frame(qualities: Sequence[ScaleQuality]) -> pd.DataFrame:
    """Lay out the quality of the scales for other programs."""
    rows = [
        (
            one.scale.name,
            one.wave.name,
            one.items,
            one.n,
            one.unanswered,
            one.dont_know,
            one.alpha.value,
            one.alpha.low,
            one.alpha.high,
        )
        for one in qualities
    ]
    columns = [
        *("scale", "wave", "items", "n", "unanswered", "dont_know"),
        *("alpha", "alpha_low", "alpha_high"),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"n": "Int64"})
