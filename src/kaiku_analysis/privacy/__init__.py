"""What may leave the house: groups large enough, texts masked, files safe to open."""

from kaiku_analysis.privacy.groups import large_enough, shown_units
from kaiku_analysis.privacy.mask import mask_text, without_tags
from kaiku_analysis.privacy.release import write_table

__all__ = ["large_enough", "mask_text", "shown_units", "without_tags", "write_table"]
