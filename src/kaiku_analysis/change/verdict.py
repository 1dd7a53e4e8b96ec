"""When we say that something improved."""

from typing import Literal

from kaiku_analysis.stats import Estimate

Verdict = Literal[
    "improved", "declined", "no meaningful change", "cannot tell", "hidden"
]
VERDICTS: tuple[Verdict, ...] = (
    "improved",
    "declined",
    "no meaningful change",
    "cannot tell",
)


def choose_verdict(
    difference: Estimate, margin: float, *, better: Literal["high", "low"]
) -> Verdict:
    """Read the verdict off the interval and the smallest change that matters.

    The whole interval within ±`margin`: whatever the change is, it is too small to
    matter. Otherwise the whole interval on one side of zero: improved or declined.
    Otherwise the study cannot tell. With a 95 % interval, "improved" is wrong at most
    2.5 % of the time and so is "no meaningful change" (two one-sided tests;
    Schuirmann 1987).
    """
    if not difference.is_known:
        return "cannot tell"
    if -margin < difference.low and difference.high < margin:
        return "no meaningful change"
    if not difference.excludes_zero:
        return "cannot tell"
    return "improved" if (difference.low > 0) == (better == "high") else "declined"
