"""Reading ahead: the vectors of sentences are made while nobody asks, so that the first question finds them there."""

import threading
from collections.abc import Callable

from answering.quoting.sentence_vectors import sentence_vectors
from domain.errors import DatelineError, Stopping, UnknownArticle
from domain.protocols import Embedder, Library, ReadingList
from text.sentences import read_as, sentences

_AT_ONCE = 16
"""Sentences embedded before it is asked again whether somebody waits: a tenth of a second."""
_FIRST_LOOK_S, _LOOK_AGAIN_S = 10.0, 2.0
"""When articles are first looked for, once the page has been drawn, and how often from then on, which costs one look at
an index."""


class ReadAhead:
    """Embeds the sentences of the articles that no question has met yet, the newest article first."""

    def __init__(
        self, *, library: Library, reading_list: ReadingList, embedder: Embedder, give_way: Callable[[], None]
    ) -> None:
        """``give_way`` is called before each piece of work, a tenth of a second long, and returns when it may begin."""
        self._library = library
        self._list = reading_list
        self._embedder = embedder
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
        everything = sentences(article.text)
        texts = list(dict.fromkeys(read_as(everything, sentence) for sentence in everything))
        for first in range(0, len(texts), _AT_ONCE):
            self._give_way()
            pairs = [(article.id, text) for text in texts[first : first + _AT_ONCE]]
            sentence_vectors(self._library, self._embedder, pairs)
        self._list.note_read(article.id, article.digest)
        return True


def read_on(reader: Callable[[], ReadAhead], ended: threading.Event) -> None:
    """Read one article after the other, those too that come in later, until ``ended`` is set.

    ``reader`` is asked for each time, since making it loads the model, which may fail now and succeed later.
    """
    pause_s = _FIRST_LOOK_S
    while not ended.wait(pause_s):
        try:
            while not ended.is_set() and reader().read_one():
                pass
        except Stopping:
            return
        except DatelineError:
            pass  # what is wrong is told to whoever asks; here it is tried again
        pause_s = _LOOK_AGAIN_S
