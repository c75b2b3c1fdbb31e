"""Settings and parts for every test."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from domain.seams import Embedder

# No deadline for a single example: on a busy machine the first one that loads a package takes seconds.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def embedder() -> "Embedder":
    """The real model; on a fresh machine it is exported first, which takes some seconds."""
    from retriever.embed import load_embedder
    from settings import load

    return load_embedder("all-MiniLM-L6-v2", load().cache)
