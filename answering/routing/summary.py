"""The sentences that stand for a whole article, in its own words."""

import numpy as np

from answering.quoting.answers import quoted
from answering.quoting.attribution import cite, named
from answering.quoting.candidates import Reading
from answering.quoting.quote import Quote
from domain.protocols import Scores, Vectors
from domain.values import Answer, Article
from text.sentences import Sentence, context_dependent, is_question, sentences_of

ABOUT, SUMMARY = 2, 4
_FEWEST_WORDS, _MOST_WORDS = 8, 45
_OPENING_WEIGHT = 0.25  # what being the very first sentence adds to a cosine; news says what matters first
_SPREAD = 0.6  # how much likeness to a sentence taken counts against one (Carbonell and Goldstein 1998)


def summarise(reading: Reading, question: str, article: Article, *, brief: bool) -> Answer:
    """Return an article in its own words; ``brief`` says what it is about."""
    chosen = _chosen(reading, article, ABOUT if brief else SUMMARY)
    quotes = [cite(article, one.start, one.end, number=number) for number, one in enumerate(chosen, start=1)]
    lead = reading.phrases("lead.about" if brief else "lead.summary", **named(reading.phrases, article.source))
    return quoted(question, lead, quotes)


def gist(reading: Reading, article: Article) -> list[Quote]:
    """Return the one sentence that stands best for the article."""
    everything = sentences_of(article)
    return [Quote(article=article, sentence=one, everything=everything) for one in _chosen(reading, article, 1)]


def _chosen(reading: Reading, article: Article, count: int) -> list[Sentence]:
    fit = summary_candidates(article)
    return choose_summary(fit, reading.vectors([(article.id, sentence.text) for sentence in fit]), count=count)


def summary_candidates(article: Article) -> list[Sentence]:
    """Return the sentences fit to stand alone: no headlines, rows, questions or fragments, none that lean on others."""
    everything = sentences_of(article)
    fit = [
        sentence
        for sentence in everything
        if not sentence.heading
        and sentence.under is None
        and not is_question(sentence.text)
        and not context_dependent(sentence.text)
        and _FEWEST_WORDS <= len(sentence.text.split()) <= _MOST_WORDS
    ]
    return fit or [sentence for sentence in everything if not sentence.heading] or list(everything)


def choose_summary(candidates: list[Sentence], vectors: Vectors, *, count: int) -> list[Sentence]:
    """Return up to ``count`` sentences in article order: central ones, early ones, not saying the same twice."""
    if not candidates:
        return []
    centre = vectors.mean(axis=0)
    central = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    worth: Scores = central + _OPENING_WEIGHT / (1 + np.array([sentence.index for sentence in candidates]))
    taken: list[int] = []
    while len(taken) < min(count, len(candidates)):
        alike = (vectors @ vectors[taken].T).max(axis=1) if taken else np.zeros(len(candidates))
        marginal = worth - _SPREAD * alike
        marginal[taken] = -np.inf
        taken.append(int(np.argmax(marginal)))
    return [candidates[i] for i in sorted(taken)]
