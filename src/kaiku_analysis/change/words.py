"""Change in sentences, as careful as the estimate."""

from collections.abc import Iterator, Sequence

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.change.otherwise import Otherwise
from kaiku_analysis.change.tables import verdict_key
from kaiku_analysis.change.verdict import VERDICTS, Verdict
from kaiku_analysis.change.visible import Visible
from kaiku_analysis.display import Claim, Texts


def describe_change(change: Change, texts: Texts) -> Claim:
    """Say how a scale changed, how sure we are, and whether it matters."""
    difference, comparison = change.difference, change.comparison
    sentence = texts(
        f"change.{_key(change)}",
        scale=comparison.scale.label[texts.language],
        before=comparison.before.label[texts.language],
        after=comparison.after.label[texts.language],
        size=abs(difference.value),
        interval=texts.interval(difference.low, difference.high),
        margin=change.margin,
        people=difference.n,
    )
    numbers = {
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "margin": change.margin,
        "n": difference.n,
    }
    return Claim(sentence, numbers)


def _key(change: Change) -> str:
    """Choose the sentence: which way it moved, and whether surely by enough."""
    if change.answered is None:
        return "hidden"
    if not change.difference.is_known:
        return "unknown"
    if change.verdict in ("improved", "declined"):
        moved = "rose" if change.difference.value > 0 else "fell"
        nearest = min(abs(change.difference.low), abs(change.difference.high))
        sure = "enough" if nearest >= change.margin else "perhaps"
        return f"{change.verdict}_{moved}_{sure}"
    return verdict_key(change)


def describe_verdicts(changes: Sequence[Change], texts: Texts) -> tuple[Claim, ...]:
    """Say which scales improved, declined, stayed or cannot be told."""
    names: dict[Verdict, list[str]] = {}
    for change in changes:
        label = change.comparison.scale.label[texts.language]
        names.setdefault(change.verdict, []).append(label)
    return tuple(
        Claim(
            texts(
                f"change.all_{verdict.replace(' ', '_')}",
                scales=texts.quoted(names[verdict]),
            ),
            {verdict: len(names[verdict])},
        )
        for verdict in (*VERDICTS, "hidden")
        if verdict in names
    )


def describe_visible(visible: Sequence[Visible], texts: Texts) -> Claim:
    """Say whether the study was large enough to see a change that just matters."""
    blind = [one for one in visible if not one.is_enough]
    part = "all" if not blind else "none" if len(blind) == len(visible) else "some"
    names = [one.change.comparison.scale.label[texts.language] for one in blind]
    scales = texts.quoted(names) if names else ""
    numbers = {one.change.comparison.scale.name: one.smallest for one in visible}
    return Claim(texts(f"change.visible_{part}", scales=scales), numbers)


def describe_otherwise(
    otherwise: Sequence[Otherwise], texts: Texts, *, units: int
) -> tuple[Claim, ...]:
    """Say which verdicts change when looked at otherwise, and about whom they are."""
    differing = [one for one in otherwise if one.differing]
    key = "otherwise_differs" if differing else "otherwise_same"
    claims = [_naming(f"change.{key}", differing, texts)]
    if units > 1:
        claims += _about_units(otherwise, texts, units)
    return tuple(claims)


def _about_units(
    otherwise: Sequence[Otherwise], texts: Texts, units: int
) -> Iterator[Claim]:
    """Conclude about units like these, where there are enough to conclude from."""
    if not any(one.looks["by_unit"].is_known for one in otherwise):
        yield Claim(texts("change.units_too_few", units=units), {"units": units})
        return
    moved = [one for one in otherwise if one.change.verdict in ("improved", "declined")]
    holding = [one for one in moved if one.verdict("by_unit") == one.change.verdict]
    open_still = [one for one in moved if one not in holding]
    if holding:
        yield _naming("change.units_hold", holding, texts, units=units)
    if open_still:
        yield _naming("change.units_cannot_tell", open_still, texts, units=units)


def _naming(
    key: str, named: Sequence[Otherwise], texts: Texts, **blanks: object
) -> Claim:
    labels = [one.change.comparison.scale.label[texts.language] for one in named]
    scales = texts.quoted(labels) if labels else ""
    numbers = {one.change.comparison.scale.name: one.change.verdict for one in named}
    return Claim(texts(key, scales=scales, **blanks), numbers)
