"""Read ahead, while nobody asks: make the vectors of sentences, and find a question that the article answers."""

import threading
from collections.abc import Callable
from itertools import islice

from answering.phrases import Phrases
from answering.quoting.reading import sentence_vectors
from answering.quoting.suggestions import suggested_questions
from domain.errors import DatelineError, Stopping, UnknownArticle
from domain.protocols import Embedder, Library, ReadingList
from domain.values import Article
from text.index_words import language_of
from text.sentences import read_as, sentences_of

_AT_ONCE = 16  # sentences embedded before it is asked again whether somebody waits: a tenth of a second
_TRIED = 4  # questions about one article that are tried
_FIRST_LOOK_S, _LOOK_AGAIN_S = 10.0, 2.0  # when articles are first looked for, and how often from then on


class ReadAhead:
    """Embeds the sentences of the articles that no question has met yet, the newest article first."""

    def __init__(
        self,
        *,
        library: Library,
        reading_list: ReadingList,
        embedder: Embedder,
        phrases: Phrases,
        answers: Callable[[Article, str], bool],
        give_way: Callable[[], None],
        multilingual: Callable[[], Embedder] | None = None,
    ) -> None:
        """Take the parts: ``answers`` is whether an article answers a question, by the reader; ``give_way`` is called
        before each piece of work, a tenth of a second long, and returns when it may begin; ``multilingual`` loads the
        embedder for articles in other languages than English, where that is not ``embedder``.
        """
        self._library = library
        self._list = reading_list
        self._embedder = embedder
        self._multilingual = multilingual or (lambda: embedder)
        self._phrases = phrases
        self._answers = answers
        self._give_way = give_way

    def read_one(self) -> bool:
        """Read the next article; return False if there is none. Raises LibraryError and EmbedderError."""
        article_id = self._list.next_unread()
        if article_id is None:
            return False
        try:
            with self._library.snapshot() as snapshot:
                article = snapshot.article(article_id)
        except UnknownArticle:
            return True  # removed a moment ago
        embedder = self._embedder if language_of(article) == "en" else self._multilingual()
        everything = sentences_of(article)
        texts = list(dict.fromkeys(read_as(everything, sentence) for sentence in everything))
        for first in range(0, len(texts), _AT_ONCE):
            self._give_way()
            pairs = [(article.id, text) for text in texts[first : first + _AT_ONCE]]
            sentence_vectors(self._library, embedder, pairs)
        self._list.note_read(article.id, article.digest, suggestion=self._suggestion(article))
        return True

    def _suggestion(self, article: Article) -> str | None:
        for question in islice(suggested_questions(self._phrases, article), _TRIED):
            self._give_way()
            if self._answers(article, question):
                return question
        return None


def read_on(reader: Callable[[], ReadAhead], ended: threading.Event) -> None:
    """Read one article after the other, those too that come in later, until ``ended`` is set. ``reader`` is called each
    time, since making it loads the model, which may fail now and succeed later.
    """
    pause_s = _FIRST_LOOK_S
    while not ended.wait(pause_s):
        try:
            while not ended.is_set() and reader().read_one():
                pass
        except Stopping:
            return
        except DatelineError:
            pass  # whoever asks meets the error; here it is tried again
        pause_s = _LOOK_AGAIN_S
