"""Statements to learn from, true and false of news articles, none of them labelled by hand."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from answering.checking.check import Offered
from domain.protocols import Embedder
from domain.values import Article
from evaluation.corruptions import made
from text.sentences import sentences

_FEWEST_WORDS, _LONGEST = 6, 4000
_OF_AN_ARTICLE = 2
_EXCHANGED = ("word",)
_LIGHT = ("reworded", "joined", "shortened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A statement with what it is held against, and whether that bears it out. ``article`` keeps folds apart."""

    article: str
    text: str
    offered: tuple[Offered, ...]
    true: bool


def taught(articles: Sequence[Article], embedder: Embedder, *, most: int, seed: int = 0) -> Iterator[Taught]:
    """Yield statements about ``most`` of the articles.

    True: the headline, and sentences in slightly other words. False: the headline of the article most like this one,
    sentences with one noun for another, and sentences held against what is left when they are taken out.
    """
    draw = random.Random(seed)
    usable = [one for one in articles if len(one.text) <= _LONGEST and _declares(one.source.title)]
    chosen = draw.sample(usable, min(most, len(usable)))
    titles = embedder.embed_passages([one.source.title for one in chosen])
    likeness = titles @ titles.T
    np.fill_diagonal(likeness, -1)
    for place, article in enumerate(chosen):
        nearest = chosen[int(likeness[place].argmax())]
        bare = replace(article, source=replace(article.source, title=""))
        yield _whole(bare, article.source.title, True)
        yield _whole(bare, nearest.source.title, False)
        others = list(made(article.text, seed))
        for true in (True, False):
            alike = [one.text for one in others if one.kind in (_LIGHT if true else _EXCHANGED)]
            for text in draw.sample(alike, min(_OF_AN_ARTICLE, len(alike))):
                yield _whole(bare, text, true)
        told = [one for one in sentences(article.text) if not one.heading and len(one.text.split()) > _FEWEST_WORDS]
        for sentence in draw.sample(told, min(_OF_AN_ARTICLE, len(told))):
            around = ((0, sentence.start), (sentence.end, len(article.text)))
            offered = tuple(Offered(number=1, article=bare, start=start, end=end) for start, end in around)
            yield Taught(article=article.id, text=sentence.text, offered=offered, true=False)


def _declares(title: str) -> bool:
    return len(title.split()) >= _FEWEST_WORDS and not title.rstrip().endswith("?") and ":" not in title


def _whole(article: Article, text: str, true: bool) -> Taught:
    everything = Offered(number=1, article=article, start=0, end=len(article.text))
    return Taught(article=article.id, text=text, offered=(everything,), true=true)
