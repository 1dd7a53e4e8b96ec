"""Who answered, as a chapter of the report."""

from kaiku_analysis.display import Block, Chapter, Heading, Texts
from kaiku_analysis.responses.comparable import (
    Comparability,
    estimate_comparability,
)
from kaiku_analysis.responses.load import Responses, load_responses
from kaiku_analysis.responses.quality import (
    ResponseRate,
    ScaleQuality,
    estimate_response_rates,
    estimate_scale_quality,
)
from kaiku_analysis.responses.score import score_responses
from kaiku_analysis.responses.tables import (
    comparability_table,
    rates_of_all,
    response_rate_frame,
    response_rate_table,
    scale_quality_frame,
    scale_quality_table,
)
from kaiku_analysis.responses.words import (
    describe_comparability,
    describe_linked,
    describe_response_rate,
    describe_scale_quality,
    describe_set_aside,
)
from kaiku_analysis.study import Study


def responses_chapter(study: Study, texts: Texts) -> Chapter:
    """Answer: who answered, and did the scales hold together?"""
    responses = load_responses(study)
    rates = estimate_response_rates(responses, study)
    scores = score_responses(responses, study)
    qualities = estimate_scale_quality(responses, scores, study)
    smallest = study.plan.privacy.smallest_group
    findings = tuple(
        describe_response_rate(rate, texts, smallest=smallest)
        for rate in rates_of_all(rates)
    )
    return Chapter(
        "responses",
        texts("responses.heading"),
        (
            *findings,
            *_answered(responses, rates, texts),
            response_rate_table(rates, texts, smallest=smallest),
            *_scales(qualities, texts),
            *_comparable(estimate_comparability(responses, study), texts),
        ),
        findings,
        _hidden(rates, texts),
        {
            "responses": response_rate_frame(rates),
            "scales": scale_quality_frame(qualities),
        },
    )


def _answered(
    responses: Responses, rates: tuple[ResponseRate, ...], texts: Texts
) -> tuple[Block, ...]:
    claims = (
        describe_linked(rates_of_all(rates), texts),
        describe_set_aside(responses.set_aside, texts),
    )
    return tuple(claim for claim in claims if claim)


def _scales(qualities: tuple[ScaleQuality, ...], texts: Texts) -> tuple[Block, ...]:
    if not qualities:
        return ()
    return (
        Heading(texts("responses.scales_heading")),
        *describe_scale_quality(qualities, texts),
        scale_quality_table(qualities, texts),
    )


def _comparable(found: tuple[Comparability, ...], texts: Texts) -> tuple[Block, ...]:
    if not found:
        return ()
    return (
        Heading(texts("responses.comparable_heading")),
        *describe_comparability(found, texts),
        comparability_table(found, texts),
    )


def _hidden(rates: tuple[ResponseRate, ...], texts: Texts) -> tuple[str, ...]:
    hidden = [rate for rate in rates if rate.unit and rate.answered is None]
    waves = dict.fromkeys(rate.wave for rate in hidden)
    return tuple(
        texts(
            "responses.hidden",
            wave=wave.label[texts.language],
            units=texts.listing(
                [
                    r.unit.label[texts.language]
                    for r in hidden
                    if r.unit and r.wave == wave
                ]
            ),
        )
        for wave in waves
    )
