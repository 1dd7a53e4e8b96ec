"""The final report: which chapters, in which order, as which file."""

from kaiku_analysis.report.evaluation import QUESTIONS, evaluation_report
from kaiku_analysis.report.html import render_page, write_html
from kaiku_analysis.report.write import write_report

__all__ = [
    "QUESTIONS",
    "evaluation_report",
    "render_page",
    "write_html",
    "write_report",
]
