"""What all articles cost when they come a second time, and what one costs when a sentence of it was edited."""

import re
import time
from collections.abc import Sequence

from assembly import Services, build
from domain.protocols import Embedder, Vectors
from domain.values import Outcome
from evaluation.benchmark.contestants.dateline import material, settings_for
from evaluation.benchmark.figures import OURS
from evaluation.benchmark.material import Row
from evaluation.benchmark.measure import Run
from services.parts import open_embedder

_ONE_IN = 20
"""So many articles have one that is edited."""
_SENTENCE = re.compile(r"[^.!?\n]{20,}[.!?](?=\s|$)")
_ADDED = ", as was said later on the same day"


class Counting:
    """An embedder that counts the passages it has embedded."""

    def __init__(self, embedder: Embedder) -> None:
        self.passages = 0
        self.name, self.dim = embedder.name, embedder.dim
        self.align, self.embed_questions = embedder.align, embedder.embed_questions
        self._embedder = embedder

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says."""
        self.passages += len(texts)
        return self._embedder.embed_passages(texts)


def again(run: Run) -> None:
    """Measure; raises if an article that comes again is anything but unchanged, or a known duplicate."""
    faster = run.figure("all articles again", "times faster", faster=True, target="50")
    embedded = run.figure("all articles again, embedded", "passages", target="0")
    edited = run.figure("an article again, one sentence edited, embedded", "passages", target="2 at most")
    chosen = settings_for(run.folder / "again")
    counting = Counting(open_embedder(chosen))
    program = build(chosen, embedder=counting)
    first_s, _ = _taken_in(program, run.rows)
    before = counting.passages
    second_s, outcomes = _taken_in(program, run.rows)
    if changed := [one.title for one in outcomes if one.status not in ("unchanged", "duplicate")]:
        raise RuntimeError(f"{len(changed)} articles that came again were taken for others, such as: {changed[0]}")
    faster.add(OURS, first_s / second_s)
    embedded.add(OURS, counting.passages - before)
    for number, row in enumerate(run.rows[::_ONE_IN]):
        before = counting.passages
        _taken_in(program, [row | {"text": with_edited_sentence(row["text"], number)}])
        edited.add(OURS, counting.passages - before)


def with_edited_sentence(text: str, number: int) -> str:
    """Return the text with a few words more in one of its sentences, another one for each ``number``."""
    found = list(_SENTENCE.finditer(text))
    end = found[number * 7 % len(found)].end() - 1 if found else len(text)
    return text[:end] + _ADDED + text[end:]


def _taken_in(program: Services, rows: Sequence[Row]) -> tuple[float, list[Outcome]]:
    before = time.perf_counter()
    outcomes = program.ingest.take_in([material(row) for row in rows])
    return time.perf_counter() - before, outcomes
