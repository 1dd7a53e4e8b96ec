"""Who answered what, who is who across waves, and how did each person score?"""

from kaiku_analysis.responses.load import Responses, check_responses, load_responses
from kaiku_analysis.responses.score import score_responses, scored_items

__all__ = [
    "Responses",
    "check_responses",
    "load_responses",
    "score_responses",
    "scored_items",
]
