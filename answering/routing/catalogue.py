"""Answers about the library and its articles: which there are, who wrote what and when, which are meant."""

from collections.abc import Sequence
from dataclasses import replace

from answering.phrases import Phrases
from answering.quoting.answers import quoted
from answering.quoting.attribution import cite, cited
from answering.routing.router import Field, Route
from domain.protocols import Snapshot
from domain.scope import select
from domain.values import EVERYTHING, Answer, Article, ArticleEntry, Citation, Scope, Turn
from text.byline import find_byline
from text.word_forms import stems

LISTED = 12  # articles named in one answer; the newest, when there are more


def list_articles(phrases: Phrases, question: str, snapshot: Snapshot, scope: Scope) -> Answer:
    """Return the titles of the articles at hand, each a stated fact of its source."""
    entries = originals(snapshot, scope)
    if not entries:
        return Answer(question=question, kind="talk", lead=phrases("refusal.no_articles"))
    shown = entries if len(entries) <= LISTED else newest_first(entries)[:LISTED]
    name = "articles.one" if len(entries) == 1 else "articles.many" if len(shown) == len(entries) else "articles.more"
    citations = [_stated(snapshot.article(entry.id), "title", number) for number, entry in enumerate(shown, start=1)]
    return quoted(question, phrases(name, count=len(entries)), citations, items=[True] * len(citations), kind="talk")


def state_field(phrases: Phrases, question: str, field: Field, articles: Sequence[Article]) -> Answer:
    """Return a field of each article's source, as stated; for an author that is not, the byline in the text."""
    found = [citation for article in articles if (citation := _field_citation(article, field))]
    citations = [replace(citation, number=number) for number, citation in enumerate(found, start=1)]
    if not citations:
        return Answer(question=question, kind="talk", lead=phrases(f"{field}.unknown", title=articles[0].source.title))
    lead = f"{field}.byline" if citations[0].field is None else f"{field}.stated"
    return quoted(question, phrases(lead), citations, items=[len(citations) > 1] * len(citations))


def meant_articles(snapshot: Snapshot, title: str | None, turns: Sequence[Turn], scope: Scope) -> list[Article]:
    """Return the articles that "it" or a title means: that with the title, those cited last, or the only one."""
    entries = originals(snapshot, scope)
    if title:
        best = max(entries, key=lambda entry: _likeness(title, entry.source.title), default=None)
        return [snapshot.article(best.id)] if best and _likeness(title, best.source.title) >= 0.5 else []
    known = {entry.id for entry in entries}
    for turn in reversed(turns):
        ids = dict.fromkeys(one.article.id for one in turn.answer.citations if one.field != "title")
        if here := [snapshot.article(article_id) for article_id in ids if article_id in known]:
            return here
    return [snapshot.article(entries[0].id)] if len(entries) == 1 else []


def ask_which(phrases: Phrases, question: str, route: Route, snapshot: Snapshot, scope: Scope) -> Answer:
    """Return the request to name an article, for a message that means one of several."""
    entries = newest_first(originals(snapshot, scope))
    if not entries:
        return Answer(question=question, kind="talk", lead=phrases("refusal.no_articles"))
    name = f"suggestion.{route if route in ('author', 'compare', 'timeline') else 'about'}"
    example = phrases(name, title=entries[0].source.title, other=entries[-1].source.title)
    lead = phrases("which", count=len(entries), example=example)
    return Answer(question=question, kind="talk", lead=lead, suggestions=(example,))


def originals(snapshot: Snapshot, scope: Scope = EVERYTHING) -> list[ArticleEntry]:
    """Return the articles of the scope, each text once, in the order they came in."""
    return list(select(snapshot.entries(), scope).entries)


def newest_first(entries: Sequence[ArticleEntry]) -> list[ArticleEntry]:
    """Return the entries by publication, newest first, undated ones last."""
    return sorted(entries, key=lambda entry: entry.source.published or "", reverse=True)


def _field_citation(article: Article, field: Field) -> Citation | None:
    if getattr(article.source, field):
        return _stated(article, field, 1)
    byline = find_byline(article.text) if field == "author" else None
    return cite(article, byline.start, byline.end) if byline else None


def _stated(article: Article, field: str, number: int) -> Citation:
    value = getattr(article.source, field)
    return Citation(number=number, quote=value, start=None, end=None, article=cited(article), field=field)


def _likeness(named: str, title: str) -> float:
    return len(stems(named) & stems(title)) / max(1, len(stems(named)))
