"""Change in sentences, as careful as the estimate."""

from collections.abc import Sequence

from kaiku_analysis.change.estimate import Change
from kaiku_analysis.change.tables import verdict_key
from kaiku_analysis.change.verdict import VERDICTS, Verdict
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
