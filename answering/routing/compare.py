"""Articles side by side: what each says about a topic, newest first."""

from collections.abc import Sequence

from answering.context import Reading
from answering.quoting.quote import Quote
from answering.routing.catalogue import ask_which, meant_articles, newest_first, originals
from answering.routing.router import Routed
from answering.routing.summary import gist
from answering.routing.topic import MOST_ARTICLES, quotes_of, side_by_side
from domain.language import content_words
from domain.values import Answer, Article, Turn
from text.byline import find_byline
from text.term_weights import coverage, term_weights
from text.word_forms import kins

_OF_TITLE = 0.5
"""Share of a title's words by which a comparison names it; an outlet or author is named by any of its words."""
_SPEAKS = 0.5
"""Share of the topic's words that an article must have to be compared, where the reader names no articles."""


def compare(reading: Reading, question: str, routed: Routed, turns: Sequence[Turn]) -> Answer | None:
    """Return one line an article, newest first.

    None for a look-up: the sides are no outlets, authors or titles of the library, or no article speaks of the topic.
    """
    articles = _sides(reading, routed) if routed.sides else spoken_of(reading, routed, turns)
    if not articles:
        return None if routed.sides or routed.topic else _which(reading, question)
    lines = [line for article in articles if (line := _line(reading, routed.topic, article))]
    if not lines:
        return None
    lines.sort(key=lambda line: line.article.source.published or "", reverse=True)
    alone = "alone" if len(originals(reading.snapshot, reading.scope)) == 1 else "one"
    lead = reading.phrases("compare.many", count=len(lines)) if len(lines) > 1 else reading.phrases(f"compare.{alone}")
    return side_by_side(reading, question, lead, lines)


def spoken_of(reading: Reading, routed: Routed, turns: Sequence[Turn]) -> list[Article]:
    """Return the articles that a message means without naming them: those quoted last, if several; those that speak of
    its topic; all of a small library.
    """
    topic, most = routed.topic, min(routed.count or MOST_ARTICLES, MOST_ARTICLES)
    last = meant_articles(reading.snapshot, None, turns, reading.scope)
    if len(last) > 1:
        return last[:most]
    if topic is None:
        entries = originals(reading.snapshot, reading.scope)
        return [reading.snapshot.article(entry.id) for entry in entries] if len(entries) <= most else []
    weights = term_weights(topic)
    found = _found(reading, topic)
    speaking = [one for one in found if coverage(weights, kins(one.text) | kins(one.source.title)) >= _SPEAKS]
    return speaking[:most]


def _line(reading: Reading, topic: str | None, article: Article) -> Quote | None:
    return next(iter(quotes_of(reading, topic, article) if topic else gist(reading, article)), None)


def _found(reading: Reading, topic: str) -> list[Article]:
    ranked = reading.search(reading.snapshot, topic, scope=reading.scope).articles
    return [reading.snapshot.article(article_id) for article_id in ranked]


def _sides(reading: Reading, routed: Routed) -> list[Article]:
    """For each side the article that speaks most of the topic, else the newest; none if a side names no article."""
    newest = [reading.snapshot.article(one.id) for one in newest_first(originals(reading.snapshot, reading.scope))]
    ranked = (_found(reading, routed.topic) if routed.topic else []) + newest
    chosen: list[Article] = []
    for side in routed.sides:
        taken = {article.id for article in chosen}
        found = next((one for one in ranked if one.id not in taken and _is_of(side, one)), None)
        if found is None:
            return []
        chosen.append(found)
    return chosen if len(chosen) > 1 else []


def _is_of(side: str, article: Article) -> bool:
    named = _content(side)
    byline = find_byline(article.text)
    speakers = [article.source.outlet, article.source.author, byline.name if byline else None]
    if named and any(named <= _content(speaker) for speaker in speakers if speaker):
        return True
    title = _content(article.source.title)
    return bool(title) and named <= title and len(named) >= _OF_TITLE * len(title)


def _content(text: str) -> set[str]:
    return set().union(*(kins(word) for word in content_words(text)))


def _which(reading: Reading, question: str) -> Answer:
    return ask_which(reading.phrases, question, "compare", reading.snapshot, reading.scope)
