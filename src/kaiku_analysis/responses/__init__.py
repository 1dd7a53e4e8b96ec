"""Who answered what, who is who across waves, and how did each person score?"""

from kaiku_analysis.responses.chapter import responses_chapter
from kaiku_analysis.responses.comparable import (
    Comparability,
    estimate_comparability,
)
from kaiku_analysis.responses.load import Responses, check_responses, load_responses
from kaiku_analysis.responses.quality import (
    ResponseRate,
    ScaleQuality,
    estimate_response_rates,
    estimate_scale_quality,
)
from kaiku_analysis.responses.score import score_responses, scored_items
from kaiku_analysis.responses.tables import (
    comparability_table,
    response_rate_frame,
    response_rate_table,
    scale_quality_frame,
    scale_quality_table,
)

__all__ = [
    "Comparability",
    "ResponseRate",
    "Responses",
    "ScaleQuality",
    "check_responses",
    "comparability_table",
    "estimate_comparability",
    "estimate_response_rates",
    "estimate_scale_quality",
    "load_responses",
    "response_rate_frame",
    "response_rate_table",
    "responses_chapter",
    "scale_quality_frame",
    "scale_quality_table",
    "score_responses",
    "scored_items",
]
