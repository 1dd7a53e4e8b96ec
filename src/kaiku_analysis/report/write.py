"""The report of a study and its tables, where readers look for them."""

from pathlib import Path

from kaiku_analysis.display import load_texts
from kaiku_analysis.privacy import write_table
from kaiku_analysis.report.evaluation import evaluation_report
from kaiku_analysis.report.html import write_html
from kaiku_analysis.study import Study


def write_report(study: Study, language: str = "") -> Path:
    """Write reports/<study>/evaluation.<language>.html, and return its path.

    The numbers behind it go to reports/<study>/tables/.

    Parameters
    ----------
    language
        One of the study's languages; its first if empty.

    Raises
    ------
    StudyError
        If the plan has no words in that language.
    """
    language = study.spoken(language)
    texts = load_texts(language)
    chapters = evaluation_report(study, texts)
    for chapter in chapters:
        for name, frame in chapter.tables.items():
            write_table(frame, study.reports / "tables" / f"{name}.csv")
    return write_html(
        chapters,
        study.reports / f"evaluation.{language}.html",
        title=study.plan.title[language],
        texts=texts,
    )
