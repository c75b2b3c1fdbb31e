"""The one place that knows which parts make the program. Heavy packages are imported here, when first needed."""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from domain.values import EVERYTHING, Answer, Article, ArticleEntry, Material, Outcome, Scope, Turn
from settings import Settings

if TYPE_CHECKING:
    from domain.seams import Answerer, Embedder, VectorIndex

Progress = Callable[[int, int, str], None]
"""Told (done, total, what is being worked on) while a longer piece of work goes on."""


class Program:
    """The whole program behind the page and the command line. Parts are built on first use, once; any thread may ask.

    Making one costs nothing: the library opens at the first look, the embedding model at the first question
    or with ``warm_up``.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def entries(self) -> list[ArticleEntry]:
        """Every article of the library, in the order they came in. Never waits for the model."""
        raise NotImplementedError

    def article(self, article_id: str) -> Article:
        """Raises UnknownArticle."""
        raise NotImplementedError

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Take articles in, one outcome each, in order; one that fails does so alone."""
        raise NotImplementedError

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Remove articles; an unknown id is an outcome ``failed``."""
        raise NotImplementedError

    def ask(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """Answer one question; ``turns`` is the conversation so far, oldest first."""
        raise NotImplementedError

    def suggestions(self) -> tuple[str, ...]:
        """Three or four questions that the articles at hand answer; empty for an empty library. No model needed."""
        raise NotImplementedError

    def warm_up(self) -> threading.Thread:
        """Load the embedding model and open the index in a background thread; return that thread."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        raise NotImplementedError
