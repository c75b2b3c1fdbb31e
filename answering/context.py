"""What every way of answering needs: one state of the library, and how a question is searched and weighed in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.phrases import Phrases
from answering.quoting.candidates import Candidate
from domain.protocols import Scores, Search, Snapshot, Vectors
from domain.values import Scope, SearchResult

NOTHING = SearchResult(articles=(), hits=(), similarity=0.0, rankings={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was found and measured for one question, before anything is said."""

    candidates: list[Candidate]
    scores: Scores
    evidence: float
    result: SearchResult = NOTHING
    missing: Sequence[str] = ()
    unjudged: str = ""
    """The language of the articles, as a code, where the reader does not know it; scores then compare words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One committed state of the library, seen within a scope, and the parts that answer from it.

    ``consider`` searches, measures and scores and decides nothing; ``vectors`` embeds pairs of (article id, sentence).
    """

    phrases: Phrases
    snapshot: Snapshot
    scope: Scope
    search: Search
    consider: Callable[[Snapshot, str, Scope], Considered]
    vectors: Callable[[Sequence[tuple[str, str]]], Vectors]
