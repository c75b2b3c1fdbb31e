"""Articles that may hold the words of a draft, found by the library's keyword index."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from domain.language import FUNCTION_WORDS
from domain.protocols import Snapshot
from domain.scope import Selection
from domain.values import Article
from drafts.quotations import Quotation, find_quotations
from drafts.speakers import Speaker, speakers_of
from drafts.tokens import Tokens
from text.index_words import index_words, search_terms
from text.language_id import languages_of
from text.sentences import Sentence, sentences_of
from text.word_forms import stem

SHINGLE = 3
MAX_SHINGLES = 12
ARTICLES_BY_SHINGLES = 6
PASSAGES_BY_WORDS = 8
KEPT_ARTICLES = 256
SEGMENT = 60
"""Words of a long quotation that articles are searched for at once."""
MAX_SEGMENTS = 8


class IndexedArticle:
    """An article with what comparing needs, each made when first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the text."""
        return Tokens(self.article.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        return sentences_of(self.article)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where each sentence begins."""
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def speakers(self) -> list[Speaker | None]:
        """Who says each of the quotations."""
        return speakers_of(self.article.text, self.quotations, self.sentences)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """What stands between quotation marks in the text."""
        return find_quotations(self.article.text)

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words, in the order of ``tokens.words``."""
        return [stem(word) for word in self.tokens.loose]

    @cached_property
    def stem_places(self) -> dict[str, list[int]]:
        """For each stem the indices of the words that have it."""
        return _places(self.stems)

    @cached_property
    def shingles(self) -> dict[tuple[str, ...], list[int]]:
        """For each run of three words, in small letters, the indices of its first word."""
        words = self.tokens.loose
        found = defaultdict(list)
        for index in range(len(words) - SHINGLE + 1):
            found[tuple(words[index : index + SHINGLE])].append(index)
        return dict(found)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the code points from word ``first`` to word ``last``, both included."""
        words = self.tokens.words
        return self.tokens.starts[words[first]], self.tokens.ends[words[last]]


class Candidates:
    """The articles of a scope in one state of the library, searched for the words of quotations."""

    def __init__(self, snapshot: Snapshot, selection: Selection) -> None:
        self._snapshot = snapshot
        self._scope = selection.searched
        self._cited_as = selection.cited_as
        self._languages = snapshot.languages()
        self._article = lru_cache(maxsize=KEPT_ARTICLES)(self._indexed)

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages of the library's articles."""
        return self._languages

    def article(self, article_id: str) -> IndexedArticle:
        """Return an article of the library by its id. Raises UnknownArticle."""
        return self._article(article_id)

    def for_words(self, words: Sequence[str], text: str) -> list[IndexedArticle]:
        """Return the articles that are likeliest to have the words of a quotation, the likeliest first.

        Args:
            words: the words in order, in small letters.
            text: the quotation as it is printed.
        """
        found: dict[str, None] = {}
        for segment in _segments(words):
            phrases = self._phrases(segment, text)
            for article_id, _ in self._snapshot.match_articles(phrases, limit=ARTICLES_BY_SHINGLES, scope=self._scope):
                found.setdefault(article_id)
        terms = search_terms(text[:400], self._languages)
        for article_id, _, _ in self._snapshot.match_passages(terms, limit=PASSAGES_BY_WORDS, scope=self._scope):
            found.setdefault(article_id)
        return [self.article(self._cited_as.get(article_id, article_id)) for article_id in found]

    def _phrases(self, words: Sequence[str], text: str) -> list[str]:
        """Runs of words as the keyword index has them; a term of several words is matched as a phrase."""
        likely = languages_of(text)
        languages = [code for code in likely if code in self._languages] or sorted(self._languages)[:3] or ["en"]
        return list(
            dict.fromkeys(
                phrase
                for shingle in _shingles(words)
                for language in languages
                if (phrase := index_words(" ".join(shingle), language).strip())
            )
        )

    def _indexed(self, article_id: str) -> IndexedArticle:
        return IndexedArticle(self._snapshot.article(article_id))


def _segments(words: Sequence[str]) -> list[Sequence[str]]:
    """Up to ``MAX_SEGMENTS`` stretches of a quotation, evenly spread."""
    starts = range(0, max(1, len(words)), SEGMENT)
    step = max(1, -(-len(starts) // MAX_SEGMENTS))
    return [words[start : start + SEGMENT] for start in starts[::step]]


def _shingles(words: Sequence[str]) -> list[Sequence[str]]:
    """Up to ``MAX_SHINGLES`` runs of three words, evenly spread, first those with a word that carries meaning."""
    if len(words) <= SHINGLE:
        return [words]
    runs = [words[index : index + SHINGLE] for index in range(len(words) - SHINGLE + 1)]
    telling = [run for run in runs if any(word not in FUNCTION_WORDS for word in run)] or runs
    step = max(1, -(-len(telling) // MAX_SHINGLES))
    return telling[::step]


def _places(values: Iterable[str]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for index, value in enumerate(values):
        found[value].append(index)
    return dict(found)
