"""The protocols between packages. Each has one test body that every implementation passes."""

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
        """Compare a question or a statement with each text, token by token.

        Late interaction: Khattab and Zaharia, SIGIR 2020.

        Returns:
            The n tokens of ``question``, and an array of shape ``(len(texts), n)``: for each token the highest cosine
            (-1 to 1) of its contextual vector with that of any token of the text; 0 for an empty text.
        """
        ...


class VectorIndex(Protocol):
    """Nearest neighbours of a vector among those of the library, by cosine.

    Ids are ``<article id>:<vector key>``. Derived from the store: it can be emptied and filled again.
    Raises IndexFailed when the engine behind it does not answer.
    """

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        """Add vectors, or overwrite those with the same ids; any number at once, also none.

        Args:
            ids: of the vectors.
            vectors: shape ``(len(ids), dim)``, rows of Euclidean length 1.
            article_ids: the article of each vector, by which a scope filters.
        """
        ...

    def delete(self, ids: Collection[str]) -> None:
        """Remove vectors; unknown ids are passed over."""
        ...

    def ids(self, article_id: str | None = None) -> set[str]:
        """Return all ids, or those of one article."""
        ...

    def count(self) -> int:
        """Return the number of ids."""
        ...

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Return the ``limit`` nearest ids in the scope with their cosine (-1 to 1), best first.

        Args:
            vector: of the question, shape ``(dim,)``.
            limit: the largest number of ids to return.
            scope: names articles by id.

        Raises:
            ValueError: the scope has dates.
        """
        ...

    def reopen(self) -> None:
        """Read again what other processes have written since this index was opened."""
        ...

    def close(self) -> None:
        """Release the files or the connection; the next call opens them again."""
        ...

    def clear(self) -> None:
        """Delete all vectors, and the name of the embedder that made them."""
        ...


class Closable(Protocol):
    """Holds files, connections or processes."""

    def close(self) -> None:
        """Release them."""
        ...


class Snapshot(Protocol):
    """The library at one moment: every call answers from the same committed state.

    A ``scope`` names articles by id, without dates and without duplicates, as ``domain.scope.select`` returns it
    (``Selection.searched``).
    """

    @property
    def generation(self) -> int:
        """The number of the library's state, which grows with every change."""
        ...

    def released(self, keep: Iterable[Article] = ()) -> AbstractContextManager[None]:
        """Hold no transaction for the length of the block, so that the store can do its housekeeping meanwhile.

        Args:
            keep: articles that this snapshot returns unchanged from now on; everything else is read in the state that
                the library has after the block.
        """
        ...

    def entries(self) -> list[ArticleEntry]:
        """Return every article, also duplicates, in the order they came in."""
        ...

    def article(self, article_id: str) -> Article:
        """Return an article with its text. Raises UnknownArticle."""
        ...

    def standings(self) -> dict[str, Standing]:
        """Return what has become of articles at their published places, by article id, where anything is known."""
        ...

    def previous(self, article_id: str) -> str | None:
        """Return the text that an article had before its last change; None if it never changed."""
        ...

    def sources(self, article_ids: Sequence[str]) -> dict[str, Source]:
        """Return the source of each article, by its id; unknown ids are left out."""
        ...

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages, ordered by ``ordinal``; empty for a duplicate."""
        ...

    def passages_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Map vector ids to their passages, as (article id, ordinal); ids without a passage are left out."""
        ...

    def stories(self) -> dict[str, str]:
        """Map the ids of articles that have near-duplicates to the label of their near-duplicate group."""
        ...

    def copies(self, article_id: str) -> list[Source]:
        """Return the sources of an article's duplicates and near-duplicates, in the order they came in."""
        ...

    def event_of(self, article_id: str) -> Event | None:
        """Return the event that an article is about; None if no other article is, or it has not been grouped yet."""
        ...

    def match_passages(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, int, float]]:
        """Search passages with their titles by BM25; a passage matches if it has any of the terms.

        Returns:
            (article id, ordinal, score) of at most ``limit`` passages, best first; a higher score is better.
        """
        ...

    def match_articles(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Search whole articles with their titles by BM25; an article matches if it has any of the terms.

        Returns:
            (article id, score) of at most ``limit`` articles, best first; a higher score is better.
        """
        ...

    def languages(self) -> frozenset[str]:
        """Return the codes of the languages by which articles are indexed.

        Articles that were indexed before schema 16, without a language, are left out.
        """
        ...

    def article_counts(self, terms: Sequence[str], *, scope: Scope = EVERYTHING) -> dict[str, int]:
        """Return the document frequency of each term, stemmed as in the keyword index, among the scope's articles."""
        ...


class Library(Protocol):
    """Stored articles and vectors. Reading never waits for a writer."""

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...

    def vectors(self, keys: Collection[str]) -> dict[str, Vectors]:
        """Return the stored vectors, shape ``(dim,)`` each, by key (see domain/keys.py); unknown keys are left out."""
        ...

    def keep_sentence_vectors(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors of an article's sentences, by key, until the article changes; a failure to write is ignored."""
        ...


class ReadingList(Protocol):
    """The queue of articles whose sentences are still to be embedded."""

    def next_unread(self) -> str | None:
        """Return the id of the newest article in the queue; None if it is empty."""
        ...

    def note_read(self, article_id: str, digest: str, *, suggestion: str | None = None) -> None:
        """Take an article off the queue, unless its text has changed meanwhile.

        Args:
            article_id: the article.
            digest: of the text whose sentences were embedded.
            suggestion: a question that the article answers, to be suggested to users; None: none was found.
        """
        ...


class Conversations(Protocol):
    """The stored conversations of one user. Methods raise UnknownConversation for an id that does not exist."""

    def of(self, reader: str) -> "Conversations":
        """Return the conversations of another user, by the user's id; "" where nobody has logged in."""
        ...

    def begin(self, question: str) -> str:
        """Make a conversation titled by its first question, but without turns; return its id."""
        ...

    def ask(self, conversation_id: str, question: str, scope: Scope) -> int:
        """Append a turn with a question that is about to be answered; return the turn's place, from 0."""
        ...

    def answer(self, conversation_id: str, place: int, answer: Answer | str) -> None:
        """Store the answer of a turn, or the error in its place; ignored if the conversation has been deleted."""
        ...

    def held(self, conversation_id: str) -> str | None:
        """Return the id of the last turn that waits on this machine for the database; None: all are stored."""
        ...

    def read(self, conversation_id: str) -> Conversation: ...

    def entries(self, sought: str = "") -> list[ConversationEntry]:
        """Return the conversations, the last changed first.

        Args:
            sought: only those whose title, questions or quotes have any of these words; "": all.
        """
        ...

    def rename(self, conversation_id: str, title: str) -> None: ...

    def delete(self, conversation_id: str) -> None: ...

    def close(self) -> None: ...


class Search(Protocol):
    """Searches the library for passages that may answer a question.

    ``context`` is what came before the question in its conversation, ``also`` are further queries that count less than
    the question itself, ``scope`` is any scope, also one with dates.
    """

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
    """A language model that continues a conversation. ``name`` is shown to users ("ollama:llama3.2")."""

    @property
    def name(self) -> str: ...

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        """Yield the reply in pieces as they arrive; joined, they are the reply. Closing the iterator ends the request.

        Args:
            messages: the conversation so far.
            schema: JSON Schema of the reply. A model with structured output replies with a JSON object of this schema;
                any other may reply with anything.
            on_usage: called with the tokens that the server reports: once, several times with parts, or never.

        Raises:
            ModelError: the request failed; some pieces may have been yielded before.
        """
        ...
