"""What packages need of one another. Each protocol has one test body that every implementation passes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
import numpy.typing as npt

from domain.events import Event
from domain.values import (
    EVERYTHING,
    Answer,
    Article,
    ArticleEntry,
    Conversation,
    ConversationEntry,
    Message,
    Passage,
    QuestionContext,
    Scope,
    SearchResult,
    Source,
    Standing,
    Usage,
)

Vectors = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
"""One score for each of some sentences or passages; higher is better."""


class Embedder(Protocol):
    """Turns text into vectors of one fixed length, ``dim``.

    Questions and passages are embedded by different methods because many retrieval models give
    them different prefixes; mixing the two up loses recall without any error. ``name`` tells models apart
    whose vectors must not be mixed. Raises Stopping once this process has begun to end.
    """

    @property
    def name(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return shape ``(len(texts), dim)``, float32, rows of Euclidean length 1."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return shape ``(len(texts), dim)``, float32, rows of Euclidean length 1."""
        ...

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """Lay each text along a question or a statement, token by token.

        Return its n tokens and shape ``(len(texts), n)``: for each token the highest cosine (-1 to 1)
        between its vector in context and that of any token of the text (late interaction: Khattab and Zaharia,
        SIGIR 2020); 0 for an empty text.
        """
        ...


class VectorIndex(Protocol):
    """Nearest neighbours of a vector among those of the library, by cosine.

    Ids are ``<article id>:<vector key>``. Derived from the store: it can be emptied and filled again.
    Raises IndexFailed when the engine behind it does not answer.
    """

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        """Add or overwrite; any number at once, also none."""
        ...

    def delete(self, ids: Collection[str]) -> None:
        """Remove; unknown ids are passed over."""
        ...

    def ids(self, article_id: str | None = None) -> set[str]:
        """All ids, or those of one article."""
        ...

    def count(self) -> int:
        """How many ids there are."""
        ...

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """The ``limit`` nearest ids in the scope with their cosine, best first. ``vector`` has shape ``(dim,)``.

        The scope names articles by id; one with dates raises ValueError.
        """
        ...

    def reopen(self) -> None:
        """See what other processes have written since this index was opened."""
        ...

    def close(self) -> None:
        """Let go of the files or the server; the next call opens them again."""
        ...

    def clear(self) -> None:
        """Forget everything, also which embedder made it."""
        ...


class Closable(Protocol):
    """Holds files, connections or processes."""

    def close(self) -> None:
        """Let go of them."""
        ...


class Snapshot(Protocol):
    """The library at one moment: every call answers from the same committed state.

    A ``scope`` names articles by the ids of originals, as ``domain.scope.select`` makes it (``searched``).
    """

    @property
    def generation(self) -> int:
        """Moves with every change of the library."""
        ...

    def released(self, keep: Iterable[Article] = ()) -> AbstractContextManager[None]:
        """Hold no transaction for the length of the block, so that the store can tidy up meanwhile.

        Args:
            keep: articles that are returned as they are from now on; all else is read as it is after the block.
        """
        ...

    def entries(self) -> list[ArticleEntry]:
        """Every article, also duplicates, in the order they came in."""
        ...

    def article(self, article_id: str) -> Article:
        """Raises UnknownArticle."""
        ...

    def standings(self) -> dict[str, Standing]:
        """What has become of the places of articles, by id; those of which nothing is known are left out."""
        ...

    def previous(self, article_id: str) -> str | None:
        """The text that an article had before it changed the last time; None if it never did."""
        ...

    def sources(self, article_ids: Sequence[str]) -> dict[str, Source]:
        """The source of each article; unknown ids are left out."""
        ...

    def passages(self, article_id: str) -> list[Passage]:
        """In order of ``ordinal``; empty for a duplicate."""
        ...

    def passages_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Map each visible vector id to its passages, as (article id, ordinal); ids nobody refers to are left out."""
        ...

    def stories(self) -> dict[str, str]:
        """Article id -> the label of its story, for articles whose story others tell in nearly the same words."""
        ...

    def copies(self, article_id: str) -> list[Source]:
        """The sources of other articles with the same story or the very same text, in the order they came in."""
        ...

    def event_of(self, article_id: str) -> Event | None:
        """The event that an article is about, as far as it has been grouped; None if no other article is about it."""
        ...

    def match_passages(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, int, float]]:
        """BM25 over passages (with their title): (article id, ordinal, score), best first; any term matches."""
        ...

    def match_articles(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """BM25 over whole articles (with their title): (article id, score), best first; any term matches."""
        ...

    def languages(self) -> frozenset[str]:
        """Return the codes of the articles' languages; none for articles that are indexed as before layout 16."""
        ...

    def article_counts(self, terms: Sequence[str], *, scope: Scope = EVERYTHING) -> dict[str, int]:
        """In how many articles of the scope each term (stemmed as the keyword index stems) occurs."""
        ...


class Library(Protocol):
    """What is kept. Reading never waits for a writer."""

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...

    def vectors(self, keys: Collection[str]) -> dict[str, Vectors]:
        """The stored vectors (shape ``(dim,)``) of those keys (see domain/keys.py) that are known."""
        ...

    def keep_sentence_vectors(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """Remember vectors of an article's sentences until the article changes; a failure to write is no error."""
        ...


class ReadingList(Protocol):
    """The articles whose sentences are still to be embedded."""

    def next_unread(self) -> str | None:
        """The id of the newest; None if there is none."""
        ...

    def note_read(self, article_id: str, digest: str, *, suggestion: str | None = None) -> None:
        """Note that this article has been read, in the words that have this digest.

        Args:
            article_id: the article.
            digest: of the text that was read.
            suggestion: a question that the article answers, offered to the user from now on; None: none.
        """
        ...


class Conversations(Protocol):
    """Conversations that are kept, of one reader. Raises UnknownConversation for an id that there is not."""

    def of(self, reader: str) -> "Conversations":
        """Those of another reader; "" stands for whoever did not log in."""
        ...

    def begin(self, question: str) -> str:
        """Make a conversation, titled by its first question, which is still to be asked; return its id."""
        ...

    def ask(self, conversation_id: str, question: str, scope: Scope) -> int:
        """Keep a question that is about to be answered; return its place, from 0."""
        ...

    def answer(self, conversation_id: str, place: int, answer: Answer | str) -> None:
        """Keep its answer, or why there is none; of a conversation that has been deleted nothing is kept."""
        ...

    def held(self, conversation_id: str) -> str | None:
        """The id of its last turn that only this page has, until the database is back; None: all are stored."""
        ...

    def read(self, conversation_id: str) -> Conversation: ...

    def entries(self, sought: str = "") -> list[ConversationEntry]:
        """The last changed first; with ``sought`` those whose title, questions or quotes have any of the words."""
        ...

    def rename(self, conversation_id: str, title: str) -> None: ...

    def delete(self, conversation_id: str) -> None: ...

    def close(self) -> None: ...


class Search(Protocol):
    """A question's way to passages; ``leaning`` is what came before it in a conversation, ``also`` other searches."""

    def __call__(
        self,
        snapshot: Snapshot,
        question: str,
        *,
        context: QuestionContext | None = None,
        also: Sequence[str] = (),
        scope: Scope = EVERYTHING,
    ) -> SearchResult: ...


class ChatModel(Protocol):
    """A language model that goes on with a conversation. ``name`` is what readers know it by ("ollama:llama3.2")."""

    @property
    def name(self) -> str: ...

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        """Yield the reply in pieces as they come; joined, they are the reply. Closing the iterator ends the request.

        Args:
            messages: the conversation so far.
            schema: JSON Schema of the object that is wanted. A model that has structured output replies with such an
                object as JSON text; any other with whatever it says.
            on_usage: called with the tokens that the server reports, perhaps in several parts, perhaps never.

        Raises ModelError, also after some pieces.
        """
        ...
