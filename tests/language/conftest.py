import pytest
from hypothesis import settings

from kaiku_analysis.language import content_lemmas

# A law must not fail because the machine is busy.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")


@pytest.fixture(scope="session")
def dictionaries():
    """Open the dictionaries, which takes a few seconds once."""
    for language in ("fi", "sv", "en"):
        content_lemmas("kiitos", language)
