"""What a model is given to read: whole sentences of the articles, best passages first, as many as fit."""

import re
from collections.abc import Iterator, Sequence

from answering.checking.evidence import Excerpt
from answering.quoting.composing import Decided
from answering.quoting.reading import rank
from answering.writing.budget import tokens
from answering.writing.citation_markers import UNSEEN
from domain.values import Article
from text.sentences import Sentence, sentences

_HEADER_TOKENS = 60
"""What stands around an excerpt: the fence twice, number, title, outlet, date."""
_BESIDE = 1
"""Sentences beside one that answers, for what "it" and "he" are."""
_PLAIN = str.maketrans("[]<>{}【】", "()‹›()()")
"""Signs that could be taken for a mark, or for the control words of a model, and what stands for them."""
_SPACES = re.compile(r"[ \t\r\f\v]+")


def fill(decided: Decided, budget_tokens: int) -> list[Excerpt]:
    """Return excerpts within the budget, numbered from 1: the sentences that answer and those beside them, then what
    else was read, best first. Articles come in the order of their best sentence, excerpts in the order of the article.
    """
    articles = {located.article.id: located.article for located in decided.considered.candidates}
    taken: dict[str, set[int]] = {}
    left = budget_tokens
    for article_id, sentence in _in_order(decided, articles):
        own = taken.get(article_id, set())
        if sentence.index in own:
            continue
        cost = tokens(sentence.text) + (0 if {sentence.index - 1, sentence.index + 1} & own else _HEADER_TOKENS)
        if cost <= left:
            left -= cost
            taken.setdefault(article_id, set()).add(sentence.index)
        elif left < _HEADER_TOKENS:
            break
    runs = [(articles[name], *run) for name, indices in taken.items() for run in _runs(articles[name], indices)]
    return [
        Excerpt(number=number, article=article, start=start, end=end)
        for number, (article, start, end) in enumerate(runs, start=1)
    ]


def printed(text: str) -> str:
    """Return an article's words as they are shown to a model: nothing unseen, no sign that a model could take for more
    than words. What is cited is cut from the article itself.
    """
    return _SPACES.sub(" ", UNSEEN.sub("", text).translate(_PLAIN)).strip()


def _in_order(decided: Decided, articles: dict[str, Article]) -> Iterator[tuple[str, Sentence]]:
    quotes = [*decided.quotes[:1], *([decided.rival] if decided.rival else []), *decided.quotes[1:]]
    for quote in quotes:
        articles.setdefault(quote.article.id, quote.article)
        index = quote.sentence.index
        for sentence in quote.everything[max(0, index - _BESIDE) : index + _BESIDE + 1]:
            yield quote.article.id, sentence
    considered = decided.considered
    for i in rank(considered.scores):
        one = considered.candidates[i]
        if not one.sentence.heading:
            yield one.article.id, one.sentence


def _runs(article: Article, indices: set[int]) -> Iterator[tuple[int, int]]:
    """The slices of an article that sentences make which follow each other, with headings between them or without."""
    everything: Sequence[Sentence] = sentences(article.text)
    run: list[Sentence] = []
    for index in sorted(indices):
        if run and not all(between.heading for between in everything[run[-1].index + 1 : index]):
            yield run[0].start, run[-1].end
            run = []
        run.append(everything[index])
    if run:
        yield run[0].start, run[-1].end
