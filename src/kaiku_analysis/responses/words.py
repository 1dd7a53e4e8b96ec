"""Who answered, and how the scales held together, in sentences."""

from collections.abc import Sequence

import pandas as pd

from kaiku_analysis.display import Claim, Texts
from kaiku_analysis.responses.comparable import Comparability
from kaiku_analysis.responses.quality import ResponseRate, ScaleQuality

LOW_ALPHA = 0.7


def describe_response_rate(rate: ResponseRate, texts: Texts, *, smallest: int) -> Claim:
    """Say how many answered in a wave, and how many can be followed."""
    wave = rate.wave.label[texts.language]
    numbers = {"answered": rate.answered, "staff": rate.staff, "linked": rate.again}
    if rate.answered == 0:
        return Claim(texts("responses.nobody", wave=wave), numbers)
    if rate.answered is None or rate.answered < smallest:
        return Claim(texts("responses.few", wave=wave, smallest=smallest), numbers)
    key = "responses.answered_of" if rate.staff else "responses.answered_only"
    sentence = texts(
        key,
        wave=wave,
        answered=rate.answered,
        staff=rate.staff,
        share=texts.percent(rate.share),
    )
    return Claim(sentence, numbers)


def describe_linked(rates: Sequence[ResponseRate], texts: Texts) -> Claim | None:
    """Say how many of each wave's respondents answered another wave too."""
    answered = [rate for rate in rates if rate.answered]
    if len(answered) < 2 or any(rate.again is None for rate in answered):
        return None
    if not any(rate.again for rate in answered):
        return Claim(texts("responses.nobody_linked"))
    parts = [
        texts(
            "responses.linked_part",
            wave=rate.wave.label[texts.language],
            linked=rate.again,
            answered=rate.answered,
        )
        for rate in answered
    ]
    numbers = {rate.wave.name: rate.again for rate in answered}
    return Claim(texts("responses.linked", parts=texts.listing(parts)), numbers)


def describe_set_aside(set_aside: pd.DataFrame, texts: Texts) -> Claim | None:
    """Say how many rows of the exports were not used, and why."""
    blank, duplicate = int(set_aside["blank"].sum()), int(set_aside["duplicate"].sum())
    if not blank and not duplicate:
        return None
    numbers = {"blank": blank, "duplicate": duplicate}
    return Claim(texts("responses.set_aside", **numbers), numbers)


def describe_comparability(
    found: Sequence[Comparability], texts: Texts
) -> tuple[Claim, ...]:
    """Say of which scales the means may be compared, and of which with care."""
    claims = []
    for comparing in ("fine", "care", "unknown"):
        named = [one for one in found if one.comparing == comparing]
        if named:
            labels = [one.scale.label[texts.language] for one in named]
            key = f"responses.comparing_{comparing}"
            claims.append(Claim(texts(key, scales=texts.quoted(labels))))
    return tuple(claims)


def describe_scale_quality(
    qualities: Sequence[ScaleQuality], texts: Texts
) -> tuple[Claim, ...]:
    """Say which scales do not hold together, and which have no known norms."""
    known = [one for one in qualities if one.alpha.is_known]
    weak = [one for one in known if one.alpha.value < LOW_ALPHA]
    names = list(dict.fromkeys(one.scale.label[texts.language] for one in weak))
    unsourced = list(
        dict.fromkeys(
            one.scale.label[texts.language] for one in qualities if not one.scale.source
        )
    )
    claims = []
    if known:
        numbers = {f"{o.scale.name} {o.wave.name}": o.alpha.value for o in known}
        key = "responses.alpha_weak" if weak else "responses.alpha_fine"
        listed = texts.quoted(names) if names else ""
        claims.append(Claim(texts(key, scales=listed, limit=LOW_ALPHA), numbers))
    if unsourced:
        every = len(unsourced) == len({one.scale.name for one in qualities})
        key = "responses.no_norms_at_all" if every else "responses.no_norms"
        claims.append(Claim(texts(key, scales=texts.quoted(unsourced))))
    return tuple(claims)
