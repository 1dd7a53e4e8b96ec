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
from kaiku_analysis.change.otherwise import Otherwise, look_otherwise
from kaiku_analysis.change.planning import (
    Expectation,
    Outlook,
    linked_needed,
    plan_change,
)
from kaiku_analysis.change.tables import (
    change_frame,
    change_table,
    otherwise_table,
    unit_change_table,
    visible_table,
)
from kaiku_analysis.change.verdict import Verdict, choose_verdict
from kaiku_analysis.change.visible import Visible, find_visible_changes
from kaiku_analysis.change.words import (
    describe_change,
    describe_otherwise,
    describe_verdicts,
    describe_visible,
)

__all__ = [
    "Answered",
    "Change",
    "Comparison",
    "Expectation",
    "Otherwise",
    "Outlook",
    "Side",
    "Verdict",
    "Visible",
    "between",
    "change_chapter",
    "change_frame",
    "change_table",
    "choose_verdict",
    "describe_change",
    "describe_otherwise",
    "describe_verdicts",
    "describe_visible",
    "estimate_change",
    "find_visible_changes",
    "linked_needed",
    "look_otherwise",
    "otherwise_table",
    "plan_change",
    "plot_change",
    "unit_change_table",
    "visible_table",
    "wave_pairs",
]
