"""The tenth of the training articles that no training sees, on which choices are made."""

import hashlib
from collections.abc import Iterable

SEED = "dateline reader 1:"


def kept_out(ids: Iterable[str]) -> set[str]:
    """Return the article ids that are kept out of training: a tenth, the same ones in every run."""
    return {one for one in ids if int(hashlib.sha256((SEED + one).encode()).hexdigest(), 16) % 10 == 0}
