"""A few words that ask nothing ("inflation"), and articles side by side: the best words of each article on a topic."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from answering.phrases import Phrases
from answering.quoting.answers import quoted
from answering.quoting.attribution import attribution, named
from answering.quoting.candidates import Considered, Reading
from answering.quoting.composing import newest_first
from answering.quoting.quote import Quote, choose_quotes, citations
from answering.quoting.refusals import in_whose, missing_words, other_language, refuse, searched_ids
from answering.routing.catalogue import ask_which, meant_articles, originals
from answering.routing.router import Question
from answering.routing.summary import gist
from domain.language import content_words
from domain.values import Answer, Article, Scope, Turn
from text.sentences import is_question
from text.word_forms import stem, stems

MOST_ARTICLES = 4
MOST_READ = 12  # articles that a language model is given, some at a time
_ON_TOPIC = 0.5  # share of the topic's words that an article must have to be compared, where no articles are named


def answer_topic(reading: Reading, question: Question) -> Answer | None:
    """Return the best words of each of up to four articles that have every word of the topic; of one article alone, as
    many as an open question gets.

    A refusal if no article has some word and the reader finds no answer either; None, for a look-up, if it finds one
    ("attendance final yr"), or if no single article has all words. A language model reads two articles and more; what
    fewer have is looked up, so that the model decides.
    """
    topic = question.topic or question.text
    found = _found(reading, topic)
    if refused := other_language(reading.phrases, topic, found, reading.scope):
        return refused
    having_all = [article for article in found if _share(topic, article) == 1]
    if reading.compose:
        return _composed(reading, question, topic, having_all[:MOST_READ])
    if refused := _unmentioned(reading, question.text, topic):
        return refused
    every = (quotes_of(reading, topic, article) for article in having_all)
    of_each = list(islice(filter(None, every), MOST_ARTICLES))
    if len(of_each) > 1:
        lead = reading.phrases("topic.many", count=len(of_each), topic=topic)
        return side_by_side(reading.phrases, question.text, lead, [quotes[0] for quotes in of_each])
    if not of_each:
        return None
    lead = reading.phrases("topic.one", **named(reading.phrases, of_each[0][0].article.source), topic=topic)
    return quoted(question.text, lead, citations(of_each[0]), items=[quote.item for quote in of_each[0]])


def compare(reading: Reading, question: Question, turns: Sequence[Turn]) -> Answer | None:
    """Return one line an article, newest first; None for a look-up: no article has the title or the topic."""
    titled = [meant_articles(reading.snapshot, title, turns, reading.scope) for title in question.sides]
    articles = [one for found in titled for one in found] if titled else spoken_of(reading, question.topic, turns)
    topic = question.topic
    if not articles and not question.sides and not topic:
        return ask_which(reading.phrases, question.text, "compare", reading.snapshot, reading.scope)
    if reading.compose and topic:
        return _composed(reading, question, topic, articles)
    best = (quotes_of(reading, topic, one) if topic else gist(reading, one) for one in articles)
    lines = [quotes[0] for quotes in best if quotes]
    if not lines:
        return None
    alone = "alone" if len(originals(reading.snapshot, reading.scope)) == 1 else "one"
    lead = reading.phrases(f"compare.{'many' if len(lines) > 1 else alone}", count=len(lines))
    return side_by_side(reading.phrases, question.text, lead, newest_first(lines))


def quotes_of(reading: Reading, topic: str, article: Article) -> list[Quote]:
    """Return an article's best words on a topic, the best first; empty if no sentence has a word of it."""
    considered = _considered(reading, topic, article)
    asked = _content(topic)
    kept = [
        place
        for place, one in enumerate(considered.candidates)
        if not one.sentence.heading and not is_question(one.sentence.text) and asked & stems(one.sentence.text)
    ]
    if not kept:
        return []
    return choose_quotes([considered.candidates[place] for place in kept], considered.scores[kept])


def _considered(reading: Reading, topic: str, article: Article) -> Considered:
    return reading.consider(reading.snapshot, topic, Scope(within=frozenset({article.id})))


def _composed(reading: Reading, question: Question, topic: str, articles: Sequence[Article]) -> Answer | None:
    """Return a language model's answer from two articles and more; None, for a look-up, from fewer."""
    if reading.compose is None or len(articles) < 2:
        return None
    return reading.compose(question.text, _each_considered(reading, topic, articles))


def _each_considered(reading: Reading, topic: str, articles: Sequence[Article]) -> Considered:
    each = [_considered(reading, topic, article) for article in articles]
    return Considered(
        candidates=[candidate for one in each for candidate in one.candidates],
        scores=np.concatenate([one.scores for one in each]),
        evidence=max(one.evidence for one in each),
    )


def side_by_side(phrases: Phrases, question: str, lead: str, quotes: Sequence[Quote]) -> Answer:
    """Return one line an article, each with its outlet and date."""
    attributions = [attribution(phrases, quote.article.source) for quote in quotes]
    return quoted(question, lead, citations(quotes), items=[True] * len(quotes), attributions=attributions)


def spoken_of(reading: Reading, topic: str | None, turns: Sequence[Turn]) -> list[Article]:
    """Return the articles quoted last, if several; those on the topic; all of a small library."""
    last = meant_articles(reading.snapshot, None, turns, reading.scope)
    if len(last) > 1:
        return last[:MOST_ARTICLES]
    if topic:
        return [one for one in _found(reading, topic) if _share(topic, one) >= _ON_TOPIC][:MOST_ARTICLES]
    entries = originals(reading.snapshot, reading.scope)
    return [reading.snapshot.article(entry.id) for entry in entries] if len(entries) <= MOST_ARTICLES else []


def on_topic(reading: Reading, topic: str) -> list[Article]:
    """Return the articles found that have every word of a topic, best first."""
    return [article for article in _found(reading, topic) if _share(topic, article) == 1]


def _found(reading: Reading, topic: str) -> list[Article]:
    return [*map(reading.snapshot.article, reading.search(reading.snapshot, topic, scope=reading.scope).articles)]


def _share(topic: str, article: Article) -> float:
    asked = _content(topic)
    return len(asked & (stems(article.text) | stems(article.source.title))) / len(asked) if asked else 0.0


def _unmentioned(reading: Reading, question: str, topic: str) -> Answer | None:
    lacking = missing_words(reading.snapshot, topic, searched_ids(reading.snapshot, reading.scope), every=True)
    if not lacking:
        return None
    considered = reading.consider(reading.snapshot, topic, reading.scope)
    if considered.evidence >= reading.threshold:
        return None
    considered = replace(considered, missing=lacking)
    answer = refuse(reading.phrases, question, considered, close=False, scope=reading.scope)
    articles = in_whose(reading.phrases, reading.scope)
    return replace(answer, lead=reading.phrases("topic.unmentioned", articles=articles, words=", ".join(lacking)))


def _content(text: str) -> set[str]:
    return set(map(stem, content_words(text)))
