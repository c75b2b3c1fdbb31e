"""What is derived from an article's text: once, in the sandbox, and kept with the article."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from domain.derived import Derived
from domain.errors import DatelineError, SourceError, UnknownArticle
from domain.protocols import Library

Examine = Callable[[str], Derived]
"""From a text to what is derived from it. Raises SourceError."""


class Unexamined(Protocol):
    """Articles from before what is derived from texts was kept."""

    def unexamined(self) -> list[str]:
        """Return their ids, the last to come in first."""
        ...

    def note_examined(self, article_id: str, digest: str, derived: Derived) -> None:
        """Keep what was derived from the text with this digest, unless the article has another one by now."""
        ...


class Examiner:
    """Examines in the background what an older library has not been examined for; what comes in later has been."""

    def __init__(
        self, *, library: Library, waiting: Unexamined, examine: Examine, give_way: Callable[[], None] = lambda: None
    ) -> None:
        """Take the parts; ``give_way`` is called before each article and returns when it may begin."""
        self._library = library
        self._waiting = waiting
        self._examine = examine
        self._give_way = give_way
        self._ended = threading.Event()

    def start(self) -> threading.Thread:
        """Examine all that is waiting in a thread; return that thread."""
        thread = threading.Thread(target=self._run, name="dateline-examine", daemon=True)
        thread.start()
        return thread

    def end(self) -> None:
        """Begin no more articles."""
        self._ended.set()

    def examine_all(self) -> int:
        """Examine all that is waiting; return how many articles were. Raises LibraryError."""
        done = 0
        for article_id in self._waiting.unexamined():
            self._give_way()
            if self._ended.is_set():
                break
            with suppress(UnknownArticle, SourceError):  # removed a moment ago; or it goes on being unexamined
                with self._library.snapshot() as snapshot:
                    article = snapshot.article(article_id)
                self._waiting.note_examined(article.id, article.digest, self._examine(article.text))
                done += 1
        return done

    def _run(self) -> None:
        with suppress(DatelineError):  # what is wrong with a library is shown to whoever reads it
            self.examine_all()
