"""Files as survey tools write them: the only code that knows a tool's format."""

from kaiku_analysis.responses.exports.export import Export
from kaiku_analysis.responses.exports.read import read_export

__all__ = ["Export", "read_export"]
