"""What was asked, of whom, and when: the plan and the codebook of a study."""

from kaiku_analysis.study.codebook import Codebook, Item
from kaiku_analysis.study.find import find_project, find_study
from kaiku_analysis.study.kinds import FREE_TEXT, WITH_OPTIONS, Kind
from kaiku_analysis.study.label import Label, plain_label
from kaiku_analysis.study.load_codebook import load_codebook
from kaiku_analysis.study.plan import (
    Goal,
    Linking,
    Options,
    Plan,
    Privacy,
    Scale,
    Unit,
    Wave,
    is_number,
)
from kaiku_analysis.study.problems import (
    DataError,
    KaikuError,
    Problem,
    StudyError,
    StudyNotFoundError,
)
from kaiku_analysis.study.simulation import (
    SimulatedGroup,
    SimulatedItem,
    Simulation,
)
from kaiku_analysis.study.study import Study, load_study
from kaiku_analysis.study.wording import same_key

__all__ = [
    "FREE_TEXT",
    "WITH_OPTIONS",
    "Codebook",
    "DataError",
    "Goal",
    "Item",
    "KaikuError",
    "Kind",
    "Label",
    "Linking",
    "Options",
    "Plan",
    "Privacy",
    "Problem",
    "Scale",
    "SimulatedGroup",
    "SimulatedItem",
    "Simulation",
    "Study",
    "StudyError",
    "StudyNotFoundError",
    "Unit",
    "Wave",
    "find_project",
    "find_study",
    "is_number",
    "load_codebook",
    "load_study",
    "plain_label",
    "same_key",
]
