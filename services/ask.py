"""Answer questions from the library: with quotes, or in the words of a language model."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.collected import split_names
from domain.foreground import Foreground
from domain.lazy import Lazy
from domain.limits import check_question
from domain.values import EVERYTHING, Answer, Article, Hit, Mode, ModelOffer, Scope, Turn

if TYPE_CHECKING:  # the page is drawn before the parts that answer are imported
    from answering.phrases import Phrases
    from answering.pipeline import QuoteAnswerer
    from retriever.langchain import DatelineRetriever
    from services.metrics import Metrics
    from services.parts import Models
    from store import SqliteLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Answers questions. Background work yields to each call."""

    store: "Lazy[SqliteLibrary]"
    answerer: "Lazy[QuoteAnswerer]"
    phrases: "Lazy[Phrases]"
    chat_models: "Models"
    metrics: "Metrics"
    foreground: Foreground
    """Yielded to by embedding in advance, also for a moment after each call."""
    questions: Foreground
    """Yielded to by taking in articles, while a question is answered."""
    model: str | None
    """The configured language model: its name, else the address of its server; None: answers are quoted."""

    def answer(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        mode: Mode | None = None,
        scope: Scope = EVERYTHING,
        model: str | None = None,
    ) -> Answer:
        """Answer one question in a mode.

        Args:
            question: the question as it was typed.
            turns: the conversation so far, oldest first.
            mode: None: "write" if a language model is configured, else "quote".
            scope: the articles to search.
            model: as in ``write``; not used by the mode "quote".

        Raises as ``write`` does.
        """
        mode = mode or ("write" if self.model else "quote")
        if mode == "quote":
            return self.quote(question, turns, scope=scope)
        return (self.choose if mode == "choose" else self.write)(question, turns, scope=scope, model=model)

    def quote(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """Answer one question with quotes; ``turns`` is the conversation so far, oldest first."""
        check_question(question)
        with self.foreground, self.questions, self.metrics.question(question, "quote") as done:
            return done(self.answerer()(question, turns, scope=scope))

    def write(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope = EVERYTHING,
        model: str | None = None,
        on_text: Callable[[str], None] | None = None,
        stopped: Callable[[], bool] | None = None,
        on_part: Callable[[int, int], None] | None = None,
    ) -> Answer:
        """Answer one question in the words of a language model, each statement checked.

        Args:
            question: the question as it was typed.
            turns: the conversation so far, oldest first.
            scope: the articles to search.
            model: the name of one of ``models()``; None: the configured one.
            on_text: called with the whole text so far, each time that there is more.
            stopped: called between pieces of the reply; once it returns True, the answer ends with the text so far.
            on_part: called before each part of many articles is read, with its number from 1 and the number of parts.

        Raises:
            QuestionTooLong: the question has too many characters.
            ModelError: the model cannot be loaded or reached, or failed.
        """
        from answering.writing.write import Writer

        check_question(question)
        with self.foreground, self.questions, self.metrics.question(question, "write") as done:
            parts = self.chat_models.writing(model or self.model)
            writer = Writer(parts, on_text=on_text, stopped=stopped, on_part=on_part)
            return done(self.answerer()(question, turns, scope=scope, composer=writer))

    def choose(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope = EVERYTHING,
        model: str | None = None,
        stopped: Callable[[], bool] | None = None,
        on_part: Callable[[int, int], None] | None = None,
    ) -> Answer:
        """Answer one question with quotes that a language model chooses; Args and Raises as ``write``."""
        from answering.writing.choose import Chooser

        check_question(question)
        with self.foreground, self.questions, self.metrics.question(question, "choose") as done:
            chooser = Chooser(self.chat_models.choosing(model or self.model), stopped=stopped, on_part=on_part)
            return done(self.answerer()(question, turns, scope=scope, composer=chooser))

    def search(
        self, query: str, *, limit: int, scope: Scope = EVERYTHING
    ) -> tuple[list[tuple[Hit, Article]], list[Article]]:
        """Search for passages, without answering.

        Args:
            query: any words.
            limit: the largest number of passages.
            scope: the articles to search.

        Returns:
            The passages, each with its article, and all articles found; both best first.

        Raises:
            QuestionTooLong: the query has too many characters.
        """
        check_question(query)
        with self.foreground, self.questions, self.store().snapshot() as snapshot:
            found = self.answerer().search(snapshot, query, scope=scope)
            hits = [(hit, snapshot.article(hit.passage.article_id)) for hit in found.hits[:limit]]
            return hits, [snapshot.article(article_id) for article_id in found.articles]

    def models(self) -> list[ModelOffer]:
        """Return the language models that can be asked: the configured one, and those of a running Ollama."""
        return self.chat_models.offers(self.model)

    def scope(
        self,
        *,
        within: Collection[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        reader: str = "",
    ) -> Scope:
        """Build a scope, with the names of collections resolved to article ids.

        Args:
            within: ids of articles, and names of collections as ``collection:NAME``; None: any article.
            since, until: days of publication ("2025-11-03"), both included; None: no limit.
            reader: the id of the user whose collections are meant; "" where nobody has logged in.

        Raises:
            UnknownArticle, UnknownCollection: there is no such article or collection.
        """
        if within is None:
            return Scope(since=since, until=until)
        ids, names = split_names(within)
        with self.store().snapshot() as snapshot:
            for article_id in ids:
                snapshot.article(article_id)
        collections = self.store().collections(reader)
        collected = (article_id for name in names for article_id in collections.articles(name))
        return Scope(within=frozenset([*ids, *collected]), since=since, until=until)

    def suggestions(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """Return up to four questions that the articles of the scope answer. Does not load any model."""
        from answering.quoting.suggestions import first_suggestions

        with self.store().snapshot() as snapshot:
            return first_suggestions(self.phrases(), snapshot, scope)

    def langchain_retriever(self, *, limit: int = 5, scope: Scope = EVERYTHING) -> "DatelineRetriever":
        """Return the library's search as a LangChain retriever; ``limit`` is the largest number of its documents."""
        from retriever.langchain import DatelineRetriever

        return DatelineRetriever(library=self.store(), search=self.answerer().search, limit=limit, scope=scope)

    @property
    def ready(self) -> bool:
        """Whether the models are loaded, so that a question need not wait for them."""
        return self.answerer.built
