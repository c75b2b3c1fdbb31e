"""A few words that ask nothing ("inflation"), and articles side by side: the best words of each article on a topic."""

from collections.abc import Sequence
from dataclasses import replace

from answering.context import Reading
from answering.quoting.attribution import attribution, when_plain, who
from answering.quoting.candidates import Candidate
from answering.quoting.making import as_of, quoted_footer, verbatim
from answering.quoting.missing import unmentioned
from answering.quoting.quote import Quote, choose_quotes, citations
from answering.quoting.refusals import other_language, refuse
from answering.quoting.scope_text import in_whose, searched_ids
from domain.values import Answer, Article, Scope
from text.sentences import is_question
from text.term_weights import coverage, term_weights
from text.word_forms import kins

MOST_ARTICLES = 4
_EVERY_WORD = 0.99


def answer_topic(reading: Reading, question: str, topic: str) -> Answer | None:
    """Return the best words of each of up to four articles that have every word of the topic; of one article alone, as
    many as an open question gets.

    A refusal if no article has some word; None if no single article has them all.
    """
    ranked = reading.search(reading.snapshot, topic, scope=reading.scope).articles
    found = [reading.snapshot.article(article_id) for article_id in ranked]
    if refused := other_language(reading.phrases, topic, found, reading.scope) or _unmentioned(
        reading, question, topic
    ):
        return refused
    weights = term_weights(topic)
    of_each = [
        quotes
        for article in found
        if coverage(weights, kins(article.text) | kins(article.source.title)) > _EVERY_WORD
        and (quotes := quotes_of(reading, topic, article))
    ][:MOST_ARTICLES]
    if len(of_each) > 1:
        lead = reading.phrases("topic.many", count=len(of_each), topic=topic)
        return side_by_side(reading, question, lead, [quotes[0] for quotes in of_each])
    return quoted(question, _lead_of_one(reading, topic, of_each[0]), of_each[0]) if of_each else None


def quotes_of(reading: Reading, topic: str, article: Article) -> list[Quote]:
    """Return an article's best words on a topic, the best first; empty if no sentence has a word of it."""
    considered = reading.consider(reading.snapshot, topic, Scope(within=frozenset({article.id})))
    weights = term_weights(topic)
    kept = [i for i, located in enumerate(considered.candidates) if _speaks(located, weights)]
    if not kept:
        return []
    return choose_quotes([considered.candidates[i] for i in kept], considered.scores[kept])


def side_by_side(reading: Reading, question: str, lead: str, quotes: Sequence[Quote]) -> Answer:
    """Return one line an article, each with its outlet and date."""
    answer = quoted(question, lead, quotes)
    attributions = [attribution(reading.phrases, quote.article.source) for quote in quotes]
    return replace(answer, statements=verbatim(answer.citations, items=[True] * len(quotes), attributions=attributions))


def quoted(question: str, lead: str, quotes: Sequence[Quote]) -> Answer:
    """Return an answer of these quotes under a lead."""
    made = citations(quotes)
    return Answer(
        question=question,
        kind="answer",
        lead=lead,
        statements=verbatim(made, items=[quote.item for quote in quotes]),
        citations=tuple(made),
        as_of=as_of(made),
        footer=quoted_footer(made),
    )


def _unmentioned(reading: Reading, question: str, topic: str) -> Answer | None:
    lacking = unmentioned(reading.snapshot, topic, searched_ids(reading.snapshot, reading.scope))
    if not lacking:
        return None
    considered = replace(reading.consider(reading.snapshot, topic, reading.scope), missing=lacking)
    answer = refuse(reading.phrases, question, considered, close=False, scope=reading.scope)
    articles = in_whose(reading.phrases, reading.scope)
    return replace(answer, lead=reading.phrases("topic.unmentioned", articles=articles, words=", ".join(lacking)))


def _lead_of_one(reading: Reading, topic: str, quotes: Sequence[Quote]) -> str:
    source = quotes[0].article.source
    return reading.phrases(
        "topic.one",
        title=source.title,
        who=who(reading.phrases, source),
        when_plain=when_plain(reading.phrases, source),
        topic=topic,
    )


def _speaks(located: Candidate, weights: dict[str, float]) -> bool:
    text = located.sentence.text
    return not located.sentence.heading and not is_question(text) and coverage(weights, kins(text)) > 0
