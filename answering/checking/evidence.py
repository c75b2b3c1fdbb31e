"""Evidence for a statement: the sentences of the excerpts that a reader ranks first for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading import Calibration, Reader, Window, cut_windows
from domain.suspicious import suspicious
from domain.values import Article
from text.sentences import Sentence, sentences_of

MAX_SENTENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """An excerpt of an article that a model was given under a number: ``article.text[start:end]``."""

    number: int
    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSentence:
    """A sentence and the article that it stands in."""

    article: Article
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences that a statement is compared with, those of one article in its order."""

    sentences: tuple[ArticleSentence, ...]

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(one.sentence.text for one in self.sentences)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the sentences, each once."""
        return tuple({one.article.id: one.article for one in self.sentences}.values())

    @property
    def window(self) -> Window:
        """The input of a judge."""
        return Window(self.sentences[0].article.source.title, tuple(one.sentence.text for one in self.sentences))


def excerpt_sentences(excerpts: Sequence[Excerpt]) -> list[list[ArticleSentence]]:
    """Return the sentences of each excerpt in order, each sentence once.

    Instructions made for machines support nothing: they are left out.
    """
    seen: set[tuple[str, int]] = set()
    found = []
    for excerpt in excerpts:
        own = [
            ArticleSentence(article=excerpt.article, sentence=one)
            for one in sentences_of(excerpt.article)
            if one.start < excerpt.end and excerpt.start < one.end
            if (excerpt.article.id, one.start) not in seen and not suspicious(one.text)
        ]
        seen |= {(one.article.id, one.sentence.start) for one in own}
        found.append(own)
    return found


def with_neighbours(evidence: Evidence, excerpts: Sequence[Sequence[ArticleSentence]]) -> Evidence:
    """Return the evidence with the sentence before and the one behind each, as far as the excerpts have them."""
    wanted = {(one.article.id, one.sentence.start) for one in evidence.sentences}
    near = [
        one
        for own in excerpts
        for i, one in enumerate(own)
        if any((beside.article.id, beside.sentence.start) in wanted for beside in own[max(0, i - 1) : i + 2])
    ]
    order = [article.id for article in evidence.articles]
    return Evidence(tuple(sorted(near, key=lambda one: (order.index(one.article.id), one.sentence.start))))


def rank_evidence(
    statement: str, excerpts: Sequence[Sequence[ArticleSentence]], reader: Reader
) -> list[list[Evidence]]:
    """Return the evidence to try for a statement, as the reader ranks the sentences of the excerpts.

    Args:
        statement: the statement, without citation markers.
        excerpts: the sentences of each excerpt in order, as ``excerpt_sentences`` gives them.
        reader: reads the statement against every window of the excerpts.

    Returns:
        For each article of the three best sentences, the best article first, and then for all articles together: its
        best sentence, its best two and its best three. What one article has alone is tried once. Empty if there is no
        sentence.
    """
    spans = [
        own[span.start : span.stop]
        for own in excerpts
        for span in cut_windows([len(one.sentence.text.split()) for one in own])
    ]
    read = reader.read(statement, [_window(span) for span in spans])
    score = (reader.calibration or Calibration()).score
    scored = [
        (score(logit, scores.window, 0.0), one)
        for span, scores in zip(spans, read, strict=True)
        for one, logit in zip(span, scores.sentences, strict=True)
        if logit > float("-inf")  # it has words
    ]
    ranked = sorted(range(len(scored)), key=lambda place: -scored[place][0])
    best = ranked[:MAX_SENTENCES]
    of_article: dict[str, list[int]] = {scored[place][1].article.id: [] for place in best}
    for place in ranked:
        of_article.get(scored[place][1].article.id, []).append(place)
    return [
        [Evidence(tuple(scored[place][1] for place in sorted(tried[:count]))) for count in range(1, len(tried) + 1)]
        for tried in dict.fromkeys(tuple(own[:MAX_SENTENCES]) for own in (*of_article.values(), best))
        if tried
    ]


def _window(span: Sequence[ArticleSentence]) -> Window:
    return Window(span[0].article.source.title, tuple(one.sentence.text for one in span))
