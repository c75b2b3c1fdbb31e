"""While an answer is composed, which a language model may take minutes for, no transaction of the library is held."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from answering.quoting.composing import Decided, Quoting
from domain.values import Answer, Turn
from tests.asking import PHRASES
from tests.making import Desk, long_text, text
from tests.test_exactness import answerer_over, stocked

ASKED = "Why did the harbour of Wexmouth close on Monday?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = stocked(Desk(tmp_path / "library"))
    yield made
    made.close()


class Slow(Quoting):
    """Composes as quotes do, and meanwhile something happens."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(PHRASES)
        self._meanwhile = meanwhile

    def rewrite(self, question: str, turns: Sequence[Turn], *, context_dependent: bool) -> None:
        self._meanwhile()

    def __call__(self, decided: Decided) -> Answer:
        self._meanwhile()
        return super().__call__(decided)


def emptied(desk: Desk) -> bool:
    """Whether the write-ahead log could be reset: no reader holds a state from before the last change."""
    with closing(sqlite3.connect(desk.library.file, timeout=0)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def test_l11_the_log_is_reset_while_a_model_writes(desk: Desk) -> None:
    seen: list[bool] = []

    def meanwhile() -> None:
        desk.take_in(text(long_text(f"late {len(seen)}"), f"late{len(seen)}"))
        seen.append(emptied(desk))

    first = answerer_over(desk)(ASKED, composer=Slow(meanwhile))
    answerer_over(desk)("And why did it close?", [Turn(question=ASKED, answer=first)], composer=Slow(meanwhile))

    assert seen == [True] * 3


def test_l11_an_article_that_is_removed_while_a_model_writes_is_quoted_as_it_was_read(desk: Desk) -> None:
    def meanwhile() -> None:
        desk.ingest.remove([entry.id for entry in desk.entries()])

    answer = answerer_over(desk)(ASKED, composer=Slow(meanwhile))

    assert answer.citations
    assert "closed on Monday" in answer.citations[0].quote
    assert desk.entries() == []
