"""Words in, lemmas out; languages told apart; what by its form tells who someone is."""

from kaiku_analysis.language.detect import detect_languages
from kaiku_analysis.language.identifiers import Identifier, find_identifiers
from kaiku_analysis.language.words import content_lemmas

__all__ = ["Identifier", "content_lemmas", "detect_languages", "find_identifiers"]
