"""The sentences that may answer: those of the passages found, with what stands around them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.quoting.features import Candidate, is_question
from domain.protocols import Snapshot
from domain.values import Article, Hit, Source
from text.dateline_prefix import without_dateline
from text.sentences import Sentence, read_as, sentences

MOST = 96
"""Sentences looked at for one question; a library of one short article is looked at whole."""

BRIEF = 4
"""A text of at most so many sentences has no main thing that it tells first: all have one position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A candidate and where it stands: ``sentence`` is one of ``everything``, all sentences of its article."""

    article: Article
    everything: tuple[Sentence, ...]
    sentence: Sentence
    candidate: Candidate


def locate(snapshot: Snapshot, hits: Sequence[Hit], *, most: int = MOST) -> list[Located]:
    """Return the sentences that the hits' windows touch, each once, in the order of the hits, at most about
    ``most``; behind a question at a window's end also the sentence that may answer it.
    """
    articles: dict[str, Article] = {}
    found: dict[tuple[str, int], Located] = {}
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    of_article: dict[str, float] = {}
    for hit in hits:
        of_article.setdefault(hit.passage.article_id, hit.score / best)
    for hit in hits:
        if len(found) >= most:
            break
        article = articles.setdefault(hit.passage.article_id, snapshot.article(hit.passage.article_id))
        everything = sentences(article.text)
        for sentence in everything:
            if not _touches(hit.window, everything, sentence.index):
                continue
            found.setdefault(
                (article.id, sentence.index), located(article, everything, sentence, of_article[article.id])
            )
    return list(found.values())


def _touches(window: tuple[int, int], everything: Sequence[Sentence], index: int) -> bool:
    start, end = window
    sentence = everything[index]
    if sentence.end <= start:
        return False
    if sentence.start < end:
        return True
    before = everything[index - 1] if index else None
    return before is not None and start < before.end <= end and is_question(before.text)


def located(article: Article, everything: tuple[Sentence, ...], sentence: Sentence, retrieval: float = 1.0) -> Located:
    """Return a sentence of an article as a candidate; ``retrieval`` says how well its passage was found, 0 to 1."""
    before = everything[sentence.index - 1].text if sentence.index and sentence.under is None else ""
    candidate = Candidate(
        text=without_dateline(read_as(everything, sentence)),
        article=article.id,
        before=before,
        printed=_printed_above(everything, sentence),
        heading=sentence.heading,
        position=sentence.index if len(everything) > BRIEF else BRIEF // 2,
        retrieval=retrieval,
    )
    return Located(article=article, everything=everything, sentence=sentence, candidate=candidate)


def _printed_above(everything: Sequence[Sentence], sentence: Sentence) -> str:
    """The question that stands in a line of its own above a sentence's paragraph; "" if none does."""
    place = sentence.index
    while place and everything[place - 1].line == sentence.line:
        place -= 1
    above = everything[place - 1] if place else None
    alone = above is not None and (place < 2 or everything[place - 2].line != above.line)
    return above.text if above and alone and is_question(above.text) else ""


def told_in(candidates: Sequence[Located]) -> Iterator[str]:
    """Yield every sentence of the candidates' articles, each article once."""
    for everything in {located.article.id: located.everything for located in candidates}.values():
        yield from (sentence.text for sentence in everything)


def given(title: str, texts: Sequence[str]) -> list[Located]:
    """Return candidates from sentences that are cut already, as one article that has no others (for evaluation)."""
    everything: list[Sentence] = []
    start = 0
    for index, text in enumerate(texts):
        end = start + len(text)
        everything.append(Sentence(text=text, start=start, end=end, index=index, line=0, heading=False, listed=False))
        start = end + 1
    whole = " ".join(texts)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    article = Article(id=digest[:16], source=Source(title=title), text=whole, digest=digest)
    return [located(article, tuple(everything), sentence) for sentence in everything]
