"""Which known text a text is most like."""

from collections.abc import Iterable

from rapidfuzz import process

from kaiku_analysis.study import same_key

NEAR = 60


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Find the text that is most like `text`, if any is like it at all."""
    choices = {one: same_key(one) for one in known}
    found = process.extractOne(same_key(text), choices, score_cutoff=NEAR)
    return str(found[2]) if found else None
