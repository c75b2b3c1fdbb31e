"""Whether a quotation stands in the library word for word, and whether the library supports a statement."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from answering.checking.checker import Place, Verdict
from answering.checking.evidence import Excerpt
from answering.routing.catalogue import newest_first, originals
from answering.routing.phrase_search import pattern_of, places_of
from domain.protocols import Search, Snapshot
from domain.scope import select
from domain.values import EVERYTHING, Scope
from text.index_words import search_terms

SHOWN = 8
"""Places that are returned; all are counted."""
MIN_SCORE = 0.6
"""The least share of a quotation's words, in order, from which other words count as a changed form of it."""
MIN_WORDS = 3
CANDIDATES = 12
WHOLE_ARTICLES = 2
"""Articles that are read whole for a statement; of the others the passages that were found."""
MAX_WHOLE_CHARS = 20_000
_WORD = re.compile(r"\w+")

QuoteOutcome = Literal["verbatim", "altered", "not_found"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFinding:
    """Where a quotation stands in the library.

    ``verbatim``: word for word; case, white space and the style of quotation marks, apostrophes and hyphens do not
    count. ``identical``: the first place has every character of it. ``altered``: ``places`` holds the words that come
    nearest. ``count`` is the number of places, of which the first are in ``places``, those of the newest article first.
    ``score`` is the share of the quotation's words that stand there in this order, 0 to 1.
    """

    outcome: QuoteOutcome
    places: tuple[Place, ...] = ()
    count: int = 0
    identical: bool = False
    score: float = 0.0


def verify_quote(snapshot: Snapshot, quote: str, scope: Scope = EVERYTHING) -> QuoteFinding:
    """Look for a quotation in every article of the scope. Needs no model."""
    if not _WORD.search(quote):
        return QuoteFinding(outcome="not_found")
    pattern = pattern_of(quote)
    places: list[Place] = []
    for entry in newest_first(originals(snapshot, scope)):
        article = snapshot.article(entry.id)
        places += [Place(article=article, start=start, end=end) for start, end in places_of(pattern, article.text)]
    if places:
        first = places[0]
        identical = first.article.text[first.start : first.end] == quote
        shown = tuple(places[:SHOWN])
        return QuoteFinding(outcome="verbatim", places=shown, count=len(places), identical=identical, score=1.0)
    score, nearest = max(_nearest(snapshot, quote, scope), key=lambda one: one[0], default=(0.0, None))
    if nearest is None or score < MIN_SCORE:
        return QuoteFinding(outcome="not_found", score=score)
    return QuoteFinding(outcome="altered", places=(nearest,), count=1, score=score)


def verify_statement(
    snapshot: Snapshot,
    statement: str,
    *,
    search: Search,
    check: Callable[[str, Sequence[Excerpt]], Verdict],
    scope: Scope = EVERYTHING,
) -> Verdict:
    """Search for a statement, and decide whether what was found supports it."""
    found = search(snapshot, statement, scope=scope)
    best = [snapshot.article(article_id) for article_id in found.articles[:WHOLE_ARTICLES]]
    spans = [(article, (0, len(article.text))) for article in best if len(article.text) <= MAX_WHOLE_CHARS]
    whole = {article.id for article, _ in spans}
    hits = [hit for hit in found.hits[:CANDIDATES] if hit.passage.article_id not in whole]
    spans += [(snapshot.article(hit.passage.article_id), hit.window) for hit in hits]
    excerpts = [
        Excerpt(number=number, article=article, start=start, end=end)
        for number, (article, (start, end)) in enumerate(spans, start=1)
    ]
    return check(statement, excerpts)


def _nearest(snapshot: Snapshot, quote: str, scope: Scope) -> list[tuple[float, Place]]:
    """Return the words around each passage that shares words with the quotation, with their scores."""
    selection = select(snapshot.entries(), scope)
    terms = search_terms(quote, snapshot.languages())
    found = []
    for article_id, ordinal, _ in snapshot.match_passages(terms, limit=CANDIDATES, scope=selection.searched):
        passage = snapshot.passages(article_id)[ordinal]
        article = snapshot.article(selection.cited_as.get(article_id, article_id))
        around = max(0, passage.start - len(quote)), passage.end + len(quote)
        aligned = _align(quote, article.text[slice(*around)])
        if aligned is not None:
            score, start, end = aligned
            found.append((score, Place(article=article, start=around[0] + start, end=around[0] + end)))
    return found


def _align(quote: str, text: str) -> tuple[float, int, int] | None:
    """Return the stretch of a text that a quotation's words follow best: (score, start, end); None if there is none."""
    wanted = [match.group().casefold() for match in _WORD.finditer(quote)]
    printed = list(_WORD.finditer(text))
    words = [match.group().casefold() for match in printed]
    anchor = SequenceMatcher(None, wanted, words, autojunk=False).find_longest_match()
    slack = len(wanted) // 4 + 2
    first = max(0, anchor.b - anchor.a - slack)
    last = anchor.b - anchor.a + len(wanted) + slack
    matcher = SequenceMatcher(None, wanted, words[first:last], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    matched = sum(block.size for block in blocks)
    if matched < min(MIN_WORDS, len(wanted)):
        return None
    begins, ends = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size - 1
    return matched / len(wanted), printed[begins].start(), printed[ends].end()
