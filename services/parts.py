"""The parts that the services share, and a function that opens each. Heavy packages are imported when first needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from domain.errors import SettingError
from domain.foreground import Foreground
from domain.lazy import Lazy
from domain.protocols import Closable
from domain.values import ModelOffer
from settings import Settings

if TYPE_CHECKING:
    from answering.checking.checker import Checker
    from answering.phrases import Phrases
    from answering.pipeline import QuoteAnswerer
    from answering.quoting.read_ahead import ReadAhead
    from answering.writing.choose import Choosing
    from answering.writing.judging import ModelJudge
    from answering.writing.query_rewriting import Rewriter
    from answering.writing.write import Writing
    from domain.jobs import Order
    from domain.protocols import ChatModel, Conversations, Embedder, VectorIndex
    from domain.reading import Reader
    from drafts.checker import DraftChecker
    from ingest.doctor import Doctor
    from ingest.extract.examine import Examiner
    from ingest.extract.ocr import Ocr
    from ingest.extract.sandbox import Sandboxes
    from ingest.fetch.feeds import Feeds
    from ingest.fetch.visits import Visits
    from ingest.fetch.web import Web
    from ingest.grouping import EventGrouper
    from ingest.jobs import Runner
    from ingest.pipeline import Ingest
    from ingest.schedule import Schedule
    from ingest.tasks import Tasks
    from retriever.shared import FreshIndex
    from store import SqliteLibrary

PROMPTS = Path(__file__).parent.parent / "prompts"
_PROMPT_TOKENS_HERE, _PROMPT_TOKENS = 1000, 2500
"""Length of the prompt from which a model chooses quotes: reading it takes long if the model runs on this machine."""
EVERY_S = 3600.0
"""How often a feed is fetched if DATELINE_REFRESH_EVERY is not set."""
_CONTEXT_REST = 200
"""How many tokens of a model's context are left for its reply when it chooses quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts that evaluation/ measures one by one, and that a process closes at its end."""

    store: "Lazy[SqliteLibrary]"
    conversations: "Lazy[Conversations]"
    embedder: "Lazy[Embedder]"
    index: "Lazy[FreshIndex]"
    """The vector index, repaired after a crash or the loss of its folder."""
    answerer: "Lazy[QuoteAnswerer]"
    checker: "Lazy[Checker]"
    reads_ahead: "Lazy[ReadAhead]"
    sandbox: "Lazy[Sandboxes]"
    runner: "Lazy[Runner]"
    examiner: "Lazy[Examiner]"
    grouper: "Lazy[EventGrouper]"
    foreground: Foreground
    """Busy while a question is answered or an article taken in; embedding in advance yields to it."""
    open_parts: Sequence[Lazy[Closable]]
    """The parts that hold processes, files or connections once they are built; closed in this order."""

    def close(self) -> None:
        """Stop the sandbox's processes, and close files and connections, of the parts that have been built."""
        for part in self.open_parts:
            if part.built:
                part().close()


class Models:
    """Opens language models, each once, and puts together what writing, choosing and judging with them needs."""

    def __init__(
        self,
        settings: Settings,
        *,
        checker: "Lazy[Checker]",
        phrases: "Lazy[Phrases]",
        opened: "Mapping[str, ChatModel] | None" = None,
    ) -> None:
        """``opened`` are models that need not be opened, by name, such as scripted ones."""
        self._settings = settings
        self._checker = checker
        self._phrases = phrases
        self._models: dict[str | None, ChatModel] = dict(opened.items() if opened else ())
        self._rewriters: dict[str | None, Rewriter] = {}
        self._opening = Lock()

    def is_here(self, model: str | None) -> bool:
        """Return whether a language model runs on this machine."""
        from answering.writing.ollama import PREFIX, is_here

        settings = self._settings
        if settings.model_url and model in (settings.model, settings.model_url):
            return is_here(settings.model_url)
        return bool(model and model.startswith(PREFIX) and is_here(settings.ollama_url))

    def offers(self, default: str | None) -> list[ModelOffer]:
        """Return the models that can be asked: ``default``, and those of a running Ollama."""
        from answering.writing.ollama import found_models

        offers = found_models(self._settings.ollama_url)
        if default and default not in [offer.name for offer in offers]:
            offers.insert(0, ModelOffer(name=default, here=self.is_here(default)))
        return offers

    def choosing(self, model: str | None) -> "Choosing":
        """Return the parts for choosing quotes with a model (None: the configured server's). Raises ModelError."""
        from answering.phrases import CHOOSE, load_prompt
        from answering.writing.choose import Choosing

        settings = self._settings
        limit = settings.model_prompt_tokens or (_PROMPT_TOKENS_HERE if self.is_here(model) else _PROMPT_TOKENS)
        context = settings.model_context_tokens
        return Choosing(
            model=self._open(model),
            phrases=self._phrases(),
            prompt=load_prompt(PROMPTS / "choose.md", CHOOSE),
            rewriter=self._rewriter(model),
            max_tokens=min(limit, context - _CONTEXT_REST) if context else limit,
            patience_s=settings.model_timeout_s,
        )

    def writing(self, model: str | None) -> "Writing":
        """Return the parts for writing answers with a model (None: the configured server's). Raises ModelError."""
        from answering.phrases import ANSWER, CHOOSE, load_prompt
        from answering.writing.write import Writing

        settings = self._settings
        context = settings.model_context_tokens
        return Writing(
            model=self._open(model),
            check=self._checker(),
            phrases=self._phrases(),
            answering=load_prompt(PROMPTS / "answer.md", ANSWER),
            choosing=load_prompt(PROMPTS / "choose.md", CHOOSE),
            rewriter=self._rewriter(model),
            budget_tokens=min(settings.model_budget_tokens, context // 2) if context else settings.model_budget_tokens,
            patience_s=settings.model_timeout_s,
            hide_unsupported=settings.hide_unsupported,
        )

    def judging(self, model: str | None) -> "ModelJudge":
        """Return a judge of statements that asks a model (None: the configured server's). Raises ModelError."""
        from answering.phrases import JUDGE, load_prompt
        from answering.writing.judging import ModelJudge

        return ModelJudge(
            model=self._open(model),
            prompt=load_prompt(PROMPTS / "judge.md", JUDGE),
            patience_s=self._settings.model_timeout_s,
        )

    def _rewriter(self, model: str | None) -> "Rewriter":
        from answering.phrases import REWRITE, load_prompt
        from answering.writing.query_rewriting import Rewriter

        if model not in self._rewriters:
            prompt = load_prompt(PROMPTS / "rewrite.md", REWRITE)
            self._rewriters[model] = Rewriter(prompt=prompt, limit_s=self._settings.model_search_s)
        return self._rewriters[model]

    def _open(self, model: str | None) -> "ChatModel":
        with self._opening:  # LangChain and a server may take seconds: nothing else waits for them
            if model not in self._models:
                self._models[model] = open_model(self._settings, model)
        return self._models[model]


def open_library(settings: Settings) -> "SqliteLibrary":
    """Open the configured library: one file, made when missing, or a PostgreSQL database."""
    from store import SqliteLibrary

    if settings.database_url is not None:
        if settings.chroma_url is None:
            raise SettingError(
                "DATELINE_DATABASE_URL needs DATELINE_CHROMA_URL: those who share a library share one vector index.",
                hint="Start a Chroma server (chroma run) and set its address, such as http://127.0.0.1:8000.",
            )
        from store.postgres import open_library

        url = settings.database_url.get_secret_value()
        return open_library(
            url,
            settings.library,
            lock_timeout_s=settings.lock_timeout_s,
            kept_versions=settings.kept_versions,
            follow=True,
        )
    return SqliteLibrary(settings.library, lock_timeout_s=settings.lock_timeout_s, kept_versions=settings.kept_versions)


def open_conversations(settings: Settings, library: "SqliteLibrary") -> "Conversations":
    """Open the conversations of the library; with PostgreSQL, turns are held while the database is away."""
    from store import SqliteConversations

    stored = SqliteConversations(settings.library, connections=library.connections)
    if settings.database_url is None:
        return stored
    from store.held import HeldConversations

    return HeldConversations(stored, settings.library.resolve())


def open_embedder(settings: Settings) -> "Embedder":
    """Load the embedding model; the first call on a machine exports it, which takes some seconds."""
    from retriever.chroma import import_chroma
    from retriever.embed import load_embedder

    return load_embedder(settings.embedder, settings.cache, meanwhile=import_chroma)


def open_multilingual(settings: Settings, embedder: "Lazy[Embedder]") -> "Lazy[Embedder] | None":
    """Return what loads the embedder for sentences in other languages than English; None: only ``embedder`` is used.

    It is exported at the first such question, which takes some seconds, once.
    """
    from domain.bundled import BUNDLED
    from retriever.e5 import E5, is_e5_installed

    if settings.embedder == E5:
        return embedder
    if embedder().name != BUNDLED or not is_e5_installed():
        return None

    def load() -> "Embedder":
        from retriever.embed import load_embedder

        return load_embedder(E5, settings.cache)

    return Lazy(load)


def open_index(
    settings: Settings, embedder: "Embedder", library: "Lazy[SqliteLibrary]", index: "VectorIndex | None" = None
) -> "FreshIndex":
    """Open the vector index in the library's folder or on the configured server, or wrap ``index`` if it is given."""
    from retriever.index import ChromaIndex
    from retriever.shared import FreshIndex

    folder, url = settings.library / "chroma", settings.chroma_url
    if index is None:
        shared = None if settings.database_url is None else library().connections.shared_id
        index = ChromaIndex(embedder=embedder.name, dim=embedder.dim, folder=folder, url=url, library=shared)
    return FreshIndex(index)


def repaired(index: "FreshIndex", library: "SqliteLibrary", embedder: "Embedder") -> "FreshIndex":
    """Repair the index so that it has exactly the library's vectors; return it."""
    from ingest.repair import check_embedder, repair

    check_embedder(library, embedder.name)
    repair(library, index)
    return index


def open_bundled_reader(settings: Settings) -> "Reader":
    """Load the bundled reader."""
    from reader.bundled import BUNDLED
    from reader.load import load_reader

    return load_reader(BUNDLED, settings.cache)


def open_reader(settings: Settings, bundled: "Lazy[Reader] | None" = None) -> "Reader":
    """Load the configured reader; if that is the bundled one, return ``bundled``'s value."""
    from reader.load import load_reader

    if bundled is not None and settings.reader == bundled().name:
        return bundled()
    return load_reader(settings.reader, settings.cache)


def open_sandbox(settings: Settings) -> "Sandboxes":
    """Make the sandbox, whose processes parse untrusted files."""
    from ingest.extract.sandbox import Sandboxes

    return Sandboxes(word_lists=settings.cache)


def load_models(
    embedder: "Lazy[Embedder]", answerer: "Lazy[QuoteAnswerer]", chat_models: Models, model: str | None
) -> None:
    """Load all that the first question needs: the models, and the word frequency table."""
    from text.word_frequency import zipf

    embedder().embed_questions(["ready?"])
    answerer()
    if model:
        chat_models.writing(model)
    zipf("1,000", "en")  # a token that is no word, so that the tokenizer for those is loaded too


def open_checker(settings: Settings, bundled: "Lazy[Reader]") -> "Checker":
    """Build the checker of statements; where the bundled reader is configured, ``bundled``'s value is used."""
    from answering.checking.checker import Checker
    from reader.load import load_checker

    reader = open_reader(settings, bundled)
    return Checker(reader, load_checker(settings.checker, settings.cache, reader))


def open_draft_checker(
    store: "SqliteLibrary", answerer: "Lazy[QuoteAnswerer]", checker: "Lazy[Checker]"
) -> "DraftChecker":
    """Build the draft checker; models are loaded for the first statement, quotations need none."""
    from drafts.checker import DraftChecker

    return DraftChecker(
        store,
        lambda *question, **how: answerer().search(*question, **how),
        lambda statement, excerpts: checker()(statement, excerpts),  # noqa: PLW0108 - builds it at the first call
    )


def open_draft_phrases() -> "Phrases":
    """Load the phrases for reports on drafts."""
    from answering.phrases import load_phrases

    return load_phrases(PROMPTS, "check.md")


def open_answerer(
    settings: Settings,
    *,
    store: "SqliteLibrary",
    embedder: "Embedder",
    index: "FreshIndex",
    bundled_reader: "Lazy[Reader]",
    phrases: "Phrases",
    multilingual: "Lazy[Embedder] | None",
) -> "QuoteAnswerer":
    """Build the pipeline that answers questions."""
    from answering.pipeline import QuoteAnswerer
    from retriever.search import HybridSearch

    return QuoteAnswerer(
        library=store,
        search=HybridSearch(embedder, index),
        embedder=embedder,
        reader=open_reader(settings, bundled_reader),
        bundled_reader=bundled_reader(),
        phrases=phrases,
        answer_threshold=settings.answer_threshold,
        aged_after_days=settings.aged_after_days,
        multilingual=multilingual,
    )


def open_ocr(settings: Settings) -> "Ocr | None":
    """Return the OCR of scanned pages; None if it is turned off."""
    from ingest.extract.ocr import Ocr

    return Ocr(languages=settings.ocr_languages) if settings.ocr else None


def open_read_ahead(
    store: "SqliteLibrary",
    embedder: "Embedder",
    answerer: "QuoteAnswerer",
    phrases: "Phrases",
    foreground: Foreground,
    *,
    multilingual: "Lazy[Embedder] | None",
) -> "ReadAhead":
    """Build the background work that embeds sentences in advance, and yields to foreground requests."""
    from answering.quoting.read_ahead import ReadAhead

    return ReadAhead(
        library=store,
        reading_list=store.reading_list,
        embedder=embedder,
        phrases=phrases,
        answers=answerer.answers,
        give_way=foreground.wait_until_free,
        multilingual=multilingual,
    )


def open_phrases() -> "Phrases":
    """Load the phrases of answers, in the program's own words."""
    from answering.phrases import load_phrases

    return load_phrases(PROMPTS, "quote.md", "talk.md", "pack.md", "write.md")


def open_pipeline(
    settings: Settings,
    store: "SqliteLibrary",
    index: "FreshIndex",
    embedder: "Embedder",
    sandbox: "Sandboxes",
    *,
    give_way: Callable[[], None],
) -> "Ingest":
    """Build the ingest pipeline; it calls ``give_way``, which may block, before each step that uses the processor."""
    from ingest.pipeline import Ingest

    return Ingest(
        library=store,
        index=index,
        embedder=embedder,
        sandbox=sandbox,
        examine=sandbox.examine,
        give_way=give_way,
        recognise=open_ocr(settings),
    )


def open_examiner(store: "SqliteLibrary", sandbox: "Sandboxes", give_way: Callable[[], None]) -> "Examiner":
    """Build the background work that derives missing data of older articles."""
    from ingest.extract.examine import Examiner

    return Examiner(library=store, waiting=store.reading_list, examine=sandbox.examine, give_way=give_way)


def open_grouper(store: "SqliteLibrary", embedder: "Lazy[Embedder]", give_way: Callable[[], None]) -> "EventGrouper":
    """Build the background work that groups articles into events; the embedder is loaded for the first event."""
    from answering.quoting.disagreements import find_disagreements
    from ingest.grouping import EventGrouper

    def generation() -> int:
        with store.snapshot() as snapshot:
            return snapshot.generation

    return EventGrouper(
        book=store.events,
        generation=generation,
        find_disagreements=lambda event: find_disagreements(store, embedder(), event),
        give_way=give_way,
    )


def open_tasks(
    settings: Settings,
    store: "SqliteLibrary",
    ingest: "Lazy[Ingest]",
    visits: "Lazy[Visits]",
    feeds: "Lazy[Feeds]",
) -> "Tasks":
    """Build the worker that does the tasks of jobs."""
    from ingest.filing import Filer
    from ingest.schedule import Looks
    from ingest.tasks import Tasks

    return Tasks(
        library=store,
        ingest=ingest,
        visits=visits,
        feeds=feeds,
        bring_back=lambda article_id: ingest().bring_back(store.removed.article(article_id)),
        file=Filer(library=store, collections=store.collections, notes=store.notes),
        looked=Looks(store.looks, every_s=settings.refresh_every_s or EVERY_S).note,
        report=store.jobs.report,
    )


def open_schedule(settings: Settings, store: "SqliteLibrary", visits: "Lazy[Visits]") -> "Schedule":
    """Build the scheduler that has feeds and articles fetched again."""
    from ingest.schedule import Schedule
    from ingest.tasks import refreshing

    def places() -> "list[Order]":
        with store.snapshot() as snapshot:
            entries = snapshot.entries()
        return refreshing(visits().refreshable(entries), store.feeds.feeds())

    every_s = settings.refresh_every_s or EVERY_S
    return Schedule(book=store.looks, places=places, order=partial(store.jobs.add, seen=True), every_s=every_s)


def open_doctor(settings: Settings, store: "SqliteLibrary", index: "FreshIndex", embedder: "Embedder") -> "Doctor":
    """Build the doctor, which checks and repairs the library."""
    from ingest.doctor import Doctor

    return Doctor(library=store, checkup=store.checkup, index=index, embedder=embedder, folder=settings.library)


def open_model(settings: Settings, model: str | None) -> "ChatModel":
    """Open a language model by its name; only the configured model is asked at DATELINE_MODEL_URL."""
    from answering.writing.chat_model import load_model

    by_server = model in (settings.model, settings.model_url)
    return load_model(
        settings.model if by_server else model,
        url=settings.model_url if by_server else None,
        ollama_url=settings.ollama_url,
        key=settings.model_key.get_secret_value() if settings.model_key else None,
        timeout_s=settings.model_timeout_s,
        budget_tokens=settings.model_budget_tokens,
        context_tokens=settings.model_context_tokens,
    )


def open_web(settings: Settings) -> "Web":
    """Return the access to the web: to public addresses, and to networks that the settings allow."""
    from ingest.fetch.web import Web

    return Web(also=settings.allowed_networks)
