"""How the results were made, and what is not shown."""

from importlib.metadata import version

from kaiku_analysis.display import Chapter, Texts
from kaiku_analysis.study import FREE_TEXT, Study


def methods_chapter(study: Study, texts: Texts) -> Chapter:
    """Say by which methods the numbers of this report were made."""
    keys = []
    if study.scales:
        keys += ["scores", "change", "effect", "verdict", "family"]
    if study.scales and study.unit_column:
        keys.append("people")
    if study.codebook.of_kind(*FREE_TEXT):
        keys.append("stories")
    blanks = {
        "effect": study.plan.smallest_effect,
        "smallest": study.plan.privacy.smallest_group,
    }
    notes = [texts(f"report.methods_{key}", **blanks) for key in (*keys, "privacy")]
    made = texts("report.made_with", version=version("kaiku-analysis"))
    return Chapter("methods", texts("report.methods"), (*notes, made))


def hidden_chapter(
    study: Study, answered: tuple[Chapter, ...], texts: Texts
) -> Chapter:
    """List what the other chapters could not show, and why."""
    hidden = [one for chapter in answered for one in chapter.hidden]
    rule = texts("report.hidden_rule", smallest=study.plan.privacy.smallest_group)
    said = (rule, *hidden) if hidden else (texts("report.hidden_nothing"),)
    return Chapter("hidden", texts("report.hidden"), said)
