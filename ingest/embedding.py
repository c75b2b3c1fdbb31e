"""Strings to vectors on an article's way in: every processor is kept busy, and those who ask go first."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from domain.errors import Stopping
from domain.protocols import Embedder, Vectors

Step = Sequence[tuple[str, str]]
Made = dict[str, Vectors]

_A_STEP = 4
"""Strings embedded by one processor before it is asked again whether somebody waits: a tenth of a second."""
_WORD = re.compile(r"\w+|[^\w\s]")
"""Strings of as many words and signs go together: they have nearly as many tokens, and little is padded."""


def embedded(embedder: Embedder, strings: Mapping[str, str], give_way: Callable[[], None]) -> Made:
    """Return the vectors of the strings, under the same keys. ``give_way`` is called before each step.

    One step more than there are processors is under way, so that none of them waits for the others to end theirs.
    """
    pairs = sorted(strings.items(), key=lambda pair: -len(_WORD.findall(pair[1])))

    def embed(step: Step) -> Made:
        give_way()
        keys, texts = zip(*step, strict=True)
        return dict(zip(keys, embedder.embed_passages(texts), strict=True))

    steps = [pairs[first : first + _A_STEP] for first in range(0, len(pairs), _A_STEP)]
    workers = ThreadPoolExecutor((os.cpu_count() or 1) + 1, thread_name_prefix="embedding-articles")
    try:
        coming = _begun(workers, embed, steps)
        return {key: vector for made in coming for key, vector in made.items()}
    finally:
        workers.shutdown(cancel_futures=True)


def _begun(workers: ThreadPoolExecutor, embed: Callable[[Step], Made], steps: Sequence[Step]) -> Iterator[Made]:
    try:
        return workers.map(embed, steps)
    except RuntimeError as error:  # no pool takes work once the interpreter has begun to end
        raise Stopping from error
