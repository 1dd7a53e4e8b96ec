"""How did wellbeing and collaboration change between the waves?"""

from kaiku_analysis.change.chapter import between, change_chapter, wave_pairs
from kaiku_analysis.change.estimate import (
    Answered,
    Change,
    Comparison,
    Side,
    estimate_change,
)
from kaiku_analysis.change.figures import plot_change
from kaiku_analysis.change.tables import change_frame, change_table, unit_change_table
from kaiku_analysis.change.verdict import Verdict, choose_verdict
from kaiku_analysis.change.words import describe_change, describe_verdicts

__all__ = [
    "Answered",
    "Change",
    "Comparison",
    "Side",
    "Verdict",
    "between",
    "change_chapter",
    "change_frame",
    "change_table",
    "choose_verdict",
    "describe_change",
    "describe_verdicts",
    "estimate_change",
    "plot_change",
    "unit_change_table",
    "wave_pairs",
]
