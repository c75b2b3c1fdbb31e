"""Where articles about one event give different numbers of the same thing."""

from collections.abc import Sequence
from itertools import islice

from answering.quoting.reading import sentence_vectors
from domain.errors import UnknownArticle
from domain.events import Disagreement, Event, EventQuote
from domain.protocols import Embedder, Library, Snapshot
from domain.values import Article
from text.numbers import Amount, amounts, conflict
from text.sentences import Sentence, is_question, read_as, sentences_of

SAME_SUBJECT = 0.6
"""Cosine of two sentences from which on they are taken to speak of one thing. It is higher than for two answers to one
question (answering.quoting.quote.SAME_SUBJECT), which have the question in common already."""
_SENTENCES = 24
"""With numbers, of one article, from its beginning."""
_ARTICLES = 12
_MOST = 5
_NOT_COUNTED = frozenset(["", "calendar", "year", "clock", "share"])


def find_disagreements(library: Library, embedder: Embedder, event: Event) -> list[Disagreement]:
    """Return up to five pairs of sentences that give different numbers of the same thing, the most alike first.

    Of each thing that is counted (people, barges, dollars) the pair most alike is returned.
    """
    with library.snapshot() as snapshot:
        articles = [article for one in event.articles if (article := _article(snapshot, one.id))][:_ARTICLES]
    found = [(article, *pair) for article in articles for pair in _with_numbers(article)]
    vectors = sentence_vectors(library, embedder, [(article.id, text) for article, _, text, _ in found])
    cosines = vectors @ vectors.T
    pairs = [
        (float(cosines[i, j]), unit, i, j)
        for i, (one, _, _, own) in enumerate(found)
        for j, (other, _, _, theirs) in enumerate(found[:i])
        if one.digest != other.digest and cosines[i, j] >= SAME_SUBJECT
        for unit in conflict(own, theirs) - _NOT_COUNTED
    ]
    best: dict[str, Disagreement] = {}
    for _, unit, i, j in sorted(pairs, reverse=True):
        best.setdefault(unit, Disagreement(one=_quote(*found[j][:2]), other=_quote(*found[i][:2])))
    return list({(one.one, one.other): one for one in best.values()}.values())[:_MOST]


def _with_numbers(article: Article) -> list[tuple[Sentence, str, Sequence[Amount]]]:
    everything = sentences_of(article)
    counted = (
        (one, read_as(everything, one), found)
        for one in everything
        if not one.heading and not is_question(one.text)
        if (found := [amount for amount in amounts(one.text) if amount.unit not in _NOT_COUNTED])
    )
    return list(islice(counted, _SENTENCES))


def _article(snapshot: Snapshot, article_id: str) -> Article | None:
    try:
        return snapshot.article(article_id)
    except UnknownArticle:  # removed a moment ago
        return None


def _quote(article: Article, sentence: Sentence) -> EventQuote:
    return EventQuote(
        article_id=article.id,
        digest=article.digest,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
    )
