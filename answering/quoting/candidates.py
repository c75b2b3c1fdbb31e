"""What is read for a question: windows of the articles found, their sentences, and what was found out about these."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import methodcaller

from answering.phrases import Phrases
from domain.protocols import Scores, Search, Snapshot, Vectors
from domain.reading import WINDOW_WORDS, Window, cut_windows
from domain.values import Answer, Article, Rewriting, Scope, SearchResult, Source
from text.sentences import Sentence, sentences_of

WHOLE = 2
"""The best articles of a search are read whole: the right article comes first nearly always, while for a quarter of the
questions the passage that answers is not among those found."""
LONG = 12
"""Windows read at most of one article: of a longer one those around its passages found, then its beginning."""
OTHERS = 4  # windows read of further articles, around the best passages found


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be quoted: ``sentence`` is one of ``everything``, all sentences of its article."""

    article: Article
    everything: tuple[Sentence, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Consecutive sentences of an article that are read together: ``everything[index]`` for each of ``indices``.

    ``found``: how well the article was found, as a share (0 to 1) of the best one's score.
    """

    article: Article
    everything: tuple[Sentence, ...]
    indices: range
    found: float = 1.0

    @property
    def window(self) -> Window:
        """What the reader gets: without a title that only repeats how the text begins."""
        title = self.article.source.title
        repeated = self.article.text.startswith(title.removesuffix("…"))
        return Window("" if repeated else title, tuple(self.everything[index].text for index in self.indices))

    def candidates(self) -> Iterator[Candidate]:
        """Yield the sentences in order."""
        for index in self.indices:
            yield Candidate(article=self.article, everything=self.everything, sentence=self.everything[index])

    def shares(self, span: tuple[int, int]) -> int:
        """Return how many code points of a span lie in the window; none or fewer if it lies outside."""
        first, last = self.everything[self.indices[0]], self.everything[self.indices[-1]]
        return min(last.end, span[1]) - max(first.start, span[0])


NOTHING = SearchResult(articles=(), hits=(), similarity=0.0, rankings={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was found and measured for one question, before anything is said."""

    candidates: list[Candidate]
    scores: Scores
    evidence: float
    result: SearchResult = NOTHING
    missing: Sequence[str] = ()
    unjudged: str = ""  # the language of the articles, as a code, where the reader does not know it
    rewriting: Rewriting | None = None  # what a language model wrote for the search, where one was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One committed state of the library, seen within a scope, and the parts that answer from it: ``consider`` searches
    and scores and decides nothing; ``threshold`` is the evidence that an answer needs; ``vectors`` embeds pairs of
    (article id, sentence). ``compose`` has a language model answer from what many articles were considered for; None:
    they are quoted.
    """

    phrases: Phrases
    snapshot: Snapshot
    scope: Scope
    search: Search
    consider: Callable[[Snapshot, str, Scope], Considered]
    threshold: float
    vectors: Callable[[Sequence[tuple[str, str]]], Vectors]
    compose: Callable[[str, Considered], Answer] | None = None


def extracts_to_read(
    snapshot: Snapshot, result: SearchResult, *, whole: int = WHOLE, long: int = LONG, others: int = OTHERS
) -> list[Extract]:
    """Return the windows that are read for a question, each once: those of the ``whole`` best articles in the order of
    the articles, then those around the ``others`` best passages of further articles.
    """
    scores = dict(result.rankings.get("fused articles", ()))
    top = max(scores.values(), default=0.0) or 1.0
    best = result.articles[:whole]

    @cache
    def cut(article_id: str) -> list[Extract]:
        return windows_of(snapshot.article(article_id), found=scores.get(article_id, 0.0) / top)

    chosen: list[Extract] = []
    for article_id in best:
        windows = cut(article_id)
        if len(windows) > long:
            hits = [hit for hit in result.hits if hit.passage.article_id == article_id]
            near = [one.indices.start for hit in hits for one in windows if one.shares(hit.window) > 0]
            kept = list(dict.fromkeys([*near, *(one.indices.start for one in windows)]))[:long]
            windows = [one for one in windows if one.indices.start in kept]
        chosen += windows
    further: dict[tuple[str, int], Extract] = {}
    for hit in result.hits:
        article_id, span = hit.passage.article_id, (hit.passage.start, hit.passage.end)
        if len(further) == others:
            break
        if article_id not in best and (near_it := max(cut(article_id), key=methodcaller("shares", span), default=None)):
            further.setdefault((article_id, near_it.indices.start), near_it)
    return [*chosen, *further.values()]


def windows_of(article: Article, *, found: float = 1.0) -> list[Extract]:
    """Return an article cut into windows, in order; none of an article without sentences."""
    return _cut(article, sentences_of(article), found)


def centred(candidate: Candidate) -> Extract:
    """Return the window that has a candidate in its middle, as far as its article's ends and long sentences allow."""
    lengths = [len(sentence.text.split()) for sentence in candidate.everything]
    first = last = candidate.sentence.index
    words, grown = lengths[first], True
    while grown:
        grown = False
        for index in (first - 1, last + 1):
            if 0 <= index < len(lengths) and words + lengths[index] <= WINDOW_WORDS:
                words, grown = words + lengths[index], True
                first, last = min(first, index), max(last, index)
    return Extract(article=candidate.article, everything=candidate.everything, indices=range(first, last + 1))


def as_article(title: str, texts: Sequence[str]) -> list[Extract]:
    """Return the windows of an article made of sentences that are cut already (for evaluation)."""
    everything: list[Sentence] = []
    start = 0
    for index, text in enumerate(texts):
        end = start + len(text)
        everything.append(Sentence(text=text, start=start, end=end, index=index, line=0, heading=False, listed=False))
        start = end + 1
    whole = " ".join(texts)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    article = Article(id=digest[:16], source=Source(title=title), text=whole, digest=digest)
    return _cut(article, tuple(everything), 1.0)


def _cut(article: Article, everything: tuple[Sentence, ...], found: float) -> list[Extract]:
    return [
        Extract(article=article, everything=everything, indices=indices, found=found)
        for indices in cut_windows([len(sentence.text.split()) for sentence in everything])
    ]
