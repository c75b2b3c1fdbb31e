"""The sentences that may answer: those of the passages found, with what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.features import Candidate
from answering.sentences import Sentence, sentences
from domain.seams import Snapshot
from domain.values import Article, Hit

MOST = 96
"""Sentences looked at for one question; a library of one short article is looked at whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A candidate and where it stands: ``all_sentences[index]`` of its article."""

    article: Article
    sentence: Sentence
    candidate: Candidate

    @property
    def all_sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the article."""
        return sentences(self.article.text)


def locate(snapshot: Snapshot, hits: Sequence[Hit], *, most: int = MOST) -> list[Located]:
    """Return the sentences that the hits' windows touch, each once, in the order of the hits, at most about ``most``."""
    articles: dict[str, Article] = {}
    found: dict[tuple[str, int], Located] = {}
    best = max((hit.score for hit in hits), default=1.0)
    for hit in hits:
        if len(found) >= most:
            break
        article = articles.setdefault(hit.passage.article_id, snapshot.article(hit.passage.article_id))
        for sentence in sentences(article.text):
            if sentence.end <= hit.window[0] or sentence.start >= hit.window[1]:
                continue
            found.setdefault((article.id, sentence.index), _located(article, sentence, hit.score / best))
    return list(found.values())


def _located(article: Article, sentence: Sentence, retrieval: float) -> Located:
    everything = sentences(article.text)
    before = everything[sentence.index - 1].text if sentence.index else ""
    candidate = Candidate(
        text=sentence.text, before=before, heading=sentence.heading, position=sentence.index, retrieval=retrieval
    )
    return Located(article=article, sentence=sentence, candidate=candidate)
