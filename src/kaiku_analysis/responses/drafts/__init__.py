"""A new study's first plan and codebook, for a person to look through."""

from kaiku_analysis.responses.drafts.draft import Draft, draft_study
from kaiku_analysis.responses.drafts.write import write_new_study

__all__ = ["Draft", "draft_study", "write_new_study"]
