"""The evaluation report, chapter by chapter."""

from kaiku_analysis.change import change_chapter
from kaiku_analysis.display import Block, Chapter, Claim, Heading, Texts
from kaiku_analysis.report.notes import hidden_chapter, methods_chapter
from kaiku_analysis.responses import responses_chapter
from kaiku_analysis.stories import stories_chapter
from kaiku_analysis.study import Study

QUESTIONS = (responses_chapter, change_chapter, stories_chapter)


def evaluation_report(study: Study, texts: Texts) -> tuple[Chapter, ...]:
    """Write every chapter of the evaluation of `study`, the summary first."""
    answered = tuple(chapter(study, texts) for chapter in QUESTIONS)
    return (
        summary_chapter(study, answered, texts),
        *answered,
        methods_chapter(study, texts),
        hidden_chapter(study, answered, texts),
    )


def summary_chapter(
    study: Study, answered: tuple[Chapter, ...], texts: Texts
) -> Chapter:
    """Say on one page what was asked when, what was found, and what cannot be said."""
    surveys = tuple(
        Claim(
            texts(
                "report.survey_dates",
                wave=wave.label[texts.language],
                opened=wave.opened,
                closed=wave.closed,
            )
        )
        for wave in study.plan.waves
    )
    found: tuple[Block, ...] = tuple(
        finding for chapter in answered for finding in chapter.findings
    )
    return Chapter(
        "summary",
        texts("report.summary"),
        (
            Heading(texts("report.summary_surveys")),
            *surveys,
            Heading(texts("report.summary_found")),
            *found,
            texts("report.summary_caution"),
        ),
    )
