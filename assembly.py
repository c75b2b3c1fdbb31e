"""The one place that knows which parts make the program. Heavy packages are imported here, when first needed."""

import contextlib
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from domain.attention import Attention
from domain.care import Finding
from domain.errors import DatelineError, SourceError, UnknownArticle
from domain.jobs import Order, Task
from domain.limits import check_question
from domain.once import built_once
from domain.suspicious import Found, suspicious
from domain.values import (
    EVERYTHING,
    Answer,
    Article,
    ArticleEntry,
    Footer,
    Material,
    ModelOffer,
    Outcome,
    Scope,
    Stretch,
    Turn,
    Verdict,
)
from domain.visiting import Feed
from settings import Settings
from text.word_frequency import TABLE as WORDS

if TYPE_CHECKING:
    from answering.checking.checker import Checker
    from answering.phrases import Phrases
    from answering.pipeline import QuoteAnswerer
    from answering.quoting.read_ahead import ReadAhead
    from answering.writing.choose import Choosing
    from answering.writing.write import Writing
    from domain.protocols import ChatModel, Embedder
    from domain.reading import Reader
    from ingest.cage import Cages
    from ingest.follow import Feeds
    from ingest.jobs import Runner
    from ingest.pipeline import Ingest
    from ingest.visit import Visits
    from ingest.web import Web
    from retriever.langchain import DatelineRetriever
    from retriever.shared import FreshIndex
    from store import SqliteConversations, SqliteJobs, SqliteLibrary

VERSION = "0.1.0"
PROMPTS = Path(__file__).parent / "prompts"
_PROMPT_TOKENS_HERE, _PROMPT_TOKENS = 1000, 2500
"""Of a prompt from which a model chooses: on this machine reading it is what takes long."""
_CONTEXT_REST = 200
"""Tokens of a model's context that are left for its choice."""
_PATIENCE_S = 2.0
"""So long an article's way in waits at each step for answers under way: where somebody always asks, it is slow."""

Progress = Callable[[int, int, str], None]
"""Told (done, total, what is being worked on) while a longer piece of work goes on."""

Form = Literal["html", "markdown"]
"""Of an evidence pack: a page to print, or text to paste."""


class Program:
    """The whole program behind the page and the command line. Parts are built on first use, once; any thread may ask.

    Making one costs nothing: the library opens at the first look, the embedding model at the first question
    or with ``warm_up``.
    """

    def __init__(self, settings: Settings, *, models: Mapping[str, "ChatModel"] | None = None) -> None:
        """``models`` are there by these names already, such as a scripted one of evaluation/."""
        WORDS.keep_in(settings.cache)
        self.settings = settings
        self.building = threading.RLock()
        self._looked_through: dict[str, tuple[Found, ...]] = {}
        self._models: dict[str | None, ChatModel] = dict(models.items() if models else ())
        self._attention = Attention()
        self._asked = Attention(pause_s=0)
        self._opening = threading.Lock()

    @built_once
    def library(self) -> "SqliteLibrary":
        """What is kept. Opens at once."""
        return open_library(self.settings)

    @built_once
    def conversations(self) -> "SqliteConversations":
        """The conversations that are kept in the library's folder."""
        from store import SqliteConversations

        self.library  # noqa: B018 - makes the file when missing
        return SqliteConversations(self.settings.library, lock_timeout_s=self.settings.lock_timeout_s)

    @built_once
    def embedder(self) -> "Embedder":
        """The embedding model; the first look loads it."""
        from retriever.chroma import import_chroma
        from retriever.embed import load_embedder

        return load_embedder(self.settings.embedder, self.settings.cache, meanwhile=import_chroma)

    @built_once
    def reader(self) -> "Reader":
        """The model that reads questions; the first look loads it."""
        if self.settings.reader == self._bundled_reader.name:
            return self._bundled_reader
        from reader.load import load_reader

        return load_reader(self.settings.reader, self.settings.cache)

    @built_once
    def _bundled_reader(self) -> "Reader":
        from reader.bundled import BUNDLED
        from reader.load import load_reader

        return load_reader(BUNDLED, self.settings.cache)

    @built_once
    def index(self) -> "FreshIndex":
        """The vector index, in order: what a crash or a lost folder left is repaired first."""
        from ingest.repair import check_embedder, repair

        check_embedder(self.library, self.embedder.name)
        repair(self.library, self._index)
        return self._index

    @built_once
    def _index(self) -> "FreshIndex":
        return open_index(self.settings, self.embedder)

    @built_once
    def _ingest(self) -> "Ingest":
        from ingest.pipeline import Ingest

        return Ingest(
            library=self.library,
            index=self._index,
            embedder=self.embedder,
            cage=self._cage,
            give_way=partial(self._asked.wait_until_free, at_most_s=_PATIENCE_S),
        )

    @built_once
    def _cage(self) -> "Cages":
        from ingest.cage import Cages

        return Cages()

    @built_once
    def _visits(self) -> "Visits":
        from ingest.visit import Visits

        book, library = self.library.addresses, self.library
        return Visits(
            web=self._web, book=book, library=library, read=self._cage, take_in=self.take_in, follow=self._follow
        )

    @built_once
    def _feeds(self) -> "Feeds":
        from ingest.follow import Feeds

        return Feeds(web=self._web, book=self.library.feeds, read=self._cage, visit=self._visits.visit_page)

    @built_once
    def _web(self) -> "Web":
        return open_web(self.settings)

    @built_once
    def _runner(self) -> "Runner":
        from ingest.deeds import Deeds
        from ingest.jobs import Runner

        deeds = Deeds(
            library=self.library, ingest=lambda: self._ingest, visits=lambda: self._visits, feeds=lambda: self._feeds
        )

        def attended(task: Task) -> Outcome | list[Order]:
            with self._attention:  # what is read ahead waits meanwhile
                return deeds(task)

        return Runner(self.library.jobs, attended)

    def _follow(self, url: str, progress: Progress | None) -> list[Outcome]:
        return self._feeds.follow(url, progress=progress)

    def entries(self) -> list[ArticleEntry]:
        """Every article of the library, in the order they came in. Never waits for the model."""
        with self.library.snapshot() as snapshot:
            return snapshot.entries()

    def digests(self) -> dict[str, str]:
        """Return the digest of every article's text, by id: which words stand in the library now, in short."""
        with self.library.snapshot() as snapshot:
            return snapshot.digests()

    def article(self, article_id: str) -> Article:
        """Raises UnknownArticle."""
        with self.library.snapshot() as snapshot:
            return snapshot.article(article_id)

    def changes(self, article_id: str) -> tuple[Stretch, ...]:
        """Return what has changed in an article's words the last time; empty if nothing has. Raises UnknownArticle."""
        from ingest.difference import difference

        with self.library.snapshot() as snapshot:
            text, before = snapshot.article(article_id).text, snapshot.previous(article_id)
        return () if before is None else difference(before, text)

    def language(self, text: str) -> str:
        """Return the code of the language that a text is likely in; "" for English, and where it is not certain."""
        from text.index_words import article_language

        code = article_language(text)
        return "" if code == "en" else code

    def suspicious(self, entries: Sequence[ArticleEntry]) -> dict[str, tuple[Found, ...]]:
        """Return what in these articles is made for machines, by id; those without are left out. Each is read once.

        What was removed or has other words since the entries were read is left out too.
        """
        with self.library.snapshot() as snapshot:
            for entry in entries:
                if entry.digest not in self._looked_through:
                    with contextlib.suppress(UnknownArticle):
                        article = snapshot.article(entry.id)
                        self._looked_through[article.digest] = suspicious(article.text)
        return {entry.id: found for entry in entries if (found := self._looked_through.get(entry.digest))}

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Take articles in, one outcome each, in order; one that fails does so alone."""
        with self._attention:
            return self._ingest.take_in(materials, progress=progress)

    def visit(self, urls: Sequence[str], *, progress: Progress | None = None) -> list[Outcome]:
        """Take in the articles at web addresses, one outcome each, in order; one that fails does so alone."""
        return self._visits.visit(urls, progress=progress)

    def refresh(self, article_ids: Sequence[str] = (), *, progress: Progress | None = None) -> list[Outcome]:
        """Look again where these articles (none named: all, and all feeds) came from."""
        entries = self.entries()
        unknown = set(article_ids) - {entry.id for entry in entries}
        wanted = [entry for entry in entries if not article_ids or entry.id in article_ids]
        outcomes = [*map(_unknown, sorted(unknown)), *self._visits.refresh(wanted, progress=progress)]
        return outcomes if article_ids else [*outcomes, *self._feeds.refresh(progress=progress)]

    def follow(self, url: str, *, progress: Progress | None = None) -> list[Outcome]:
        """Take in the entries of a feed, and its new ones at each ``refresh`` without ids from now on."""
        return self._feeds.follow(url, progress=progress)

    def unfollow(self, url: str) -> None:
        """Forget a feed; its articles stay. Raises SourceError if it is not followed."""
        if not self.library.feeds.unfollow(url):
            raise SourceError(f"The feed {url} is not followed.", hint="See the feeds with: python -m ingest --list")

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed."""
        return self.library.feeds.feeds()

    def order(self, orders: Sequence[Order]) -> int:
        """Keep a job until it is done, here or by another server over the same library; return its number."""
        number = self.library.jobs.add(orders)
        self._runner.call()
        return number

    def order_refresh(self, article_ids: Collection[str] = ()) -> int:
        """Keep the job of looking again where these articles (none named: all, and all feeds) came from."""
        from ingest.deeds import refreshing

        entries = [entry for entry in self.entries() if not article_ids or entry.id in article_ids]
        return self.order(refreshing(self._visits.refreshable(entries), [] if article_ids else self.feeds()))

    @property
    def jobs(self) -> "SqliteJobs":
        """What was ordered, how far it is, and what came of it."""
        return self.library.jobs

    @property
    def expecting(self) -> bool:
        """Whether there is no article yet, and the first one is being brought in: a question had better wait for it."""
        return any(job.brings for job in self.jobs.jobs()) and not self.entries()

    def start_work(self) -> None:
        """Work off the jobs in the background, those first that an earlier process left undone."""
        self._runner.start()

    def stop_work(self) -> None:
        """Begin no more jobs; what is being worked on is done by the next process, without counting as a failure."""
        if "_runner" in self.__dict__:
            self._runner.end()

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Remove articles; an unknown id is an outcome ``failed``."""
        return self._ingest.remove(article_ids)

    def correct(self, article_id: str, fields: Mapping[str, str]) -> Outcome:
        """Set fields of an article's source (title, outlet, author, published, updated) for good; "" takes one away."""
        return self._ingest.correct(article_id, fields)

    def examine(self) -> list[Finding]:
        """Examine the library and mend what can be mended."""
        from ingest.doctor import Doctor

        library, folder = self.library, self.settings.library
        return Doctor(
            library=library, checkup=library.checkup, index=self._index, embedder=self.embedder, folder=folder
        ).examine()

    def back_up(self, file: Path) -> int:
        """Copy all that is kept into one file, while the page may go on; return the number of articles."""
        from store.keeping import back_up

        return back_up(self.library.file, file)

    def restore(self, file: Path) -> int:
        """Put a backup in the place of all that is kept, even if that is damaged; return the number of articles."""
        from store.keeping import restore, set_aside_if_damaged
        from store.library import FILE_NAME

        set_aside_if_damaged(self.settings.library / FILE_NAME, file)

        return self._ingest.restore(lambda: restore(self.library.file, file))

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make the vector index anew from the library; return the number of its vectors."""
        return self._ingest.rebuild(progress=progress)

    def ask(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """Answer one question with quotes; ``turns`` is the conversation so far, oldest first."""
        check_question(question)
        with self._attention, self._asked:
            return self.answerer(question, turns, scope=scope)

    def write(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope = EVERYTHING,
        model: str | None = None,
        told: Callable[[str], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Answer:
        """Answer one question in the words of a language model, each statement checked; raises ModelError.

        ``model`` is the name of an offer, None the one that is set. ``told`` hears all that may be shown so far, each
        time that more has come; it is stopped as soon as ``stopped()``.
        """
        from answering.writing.write import WriteAnswerer, never, nobody

        check_question(question)
        with self._attention, self._asked:
            answerer = WriteAnswerer(self.answerer, self._writing(model or self.model))
            return answerer(question, turns, scope=scope, told=told or nobody, stopped=stopped or never)

    def choose(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope = EVERYTHING,
        model: str | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Answer:
        """Answer one question with quotes that a language model chooses; raises ModelError. Else as ``write``."""
        from answering.writing.choose import ChooseAnswerer
        from answering.writing.write import never

        check_question(question)
        with self._attention, self._asked:
            answerer = ChooseAnswerer(self.answerer, self._choosing(model or self.model))
            return answerer(question, turns, scope=scope, stopped=stopped or never)

    @property
    def model(self) -> str | None:
        """The language model that is set: by name, else by the address of its server; None: answers are quoted."""
        return self.settings.model or self.settings.model_url

    def models(self) -> list[ModelOffer]:
        """Return the language models that can be asked: the one that is set, and those of a running Ollama."""
        from answering.writing.ollama import found_models

        settings = self.settings
        offers = found_models(settings.ollama_url)
        if self.model and self.model not in [offer.name for offer in offers]:
            offers.insert(0, ModelOffer(name=self.model, here=is_model_here(settings, self.model)))
        return offers

    def scope(
        self, *, within: Collection[str] | None = None, since: str | None = None, until: str | None = None
    ) -> Scope:
        """Return the scope of these articles and days; raises UnknownArticle for an unknown id."""
        with self.library.snapshot() as snapshot:
            for article_id in within or ():
                snapshot.article(article_id)
        return Scope(within=None if within is None else frozenset(within), since=since, until=until)

    def judge(self, answer: Answer, verdict: Verdict, *, reason: str = "", answering: int | None = None) -> None:
        """Keep a reader's verdict as an item of the evaluation, in the library's folder ``judged``."""
        from answering.export.feedback import ANSWERED, UNANSWERED, judged
        from store import JudgedItems

        with self.library.snapshot() as snapshot:
            made = judged(snapshot, answer, verdict, reason=reason, answering=answering)
        folder, patience_s = self.settings.library, self.settings.lock_timeout_s
        JudgedItems(folder, files=(ANSWERED, UNANSWERED), lock_timeout_s=patience_s).add(made.file, made.item)

    def pack(self, turns: Sequence[Turn], form: Form, *, title: str | None = None) -> str:
        """Return these turns as an evidence pack: all that their answers rest on, in one file."""
        from answering.export.pack import Pack, blocks
        from answering.export.pack_html import as_html
        from answering.export.pack_markdown import as_markdown

        made = Pack(
            title=title or " ".join(turns[0].question.split()),
            turns=tuple(turns),
            made=date.today().isoformat(),
            version=VERSION,
            settings=self.settings.told,
        )
        write = as_html if form == "html" else as_markdown
        return write(blocks(self._phrases, made))

    def footer_text(self, footer: Footer | None) -> str:
        """Return an answer's footer in words; "" for None."""
        from answering.export.footer import footer_text

        return footer_text(self._phrases, footer)

    def suggestions(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """Up to four questions that the articles of the scope answer; empty if there are none. No model needed."""
        from answering.quoting.suggestions import first_suggestions

        with self.library.snapshot() as snapshot:
            return first_suggestions(self._phrases, snapshot, scope)

    def langchain_retriever(self, *, limit: int = 5, scope: Scope = EVERYTHING) -> "DatelineRetriever":
        """Return the library's search as a LangChain retriever; ``limit`` is the number of its documents."""
        from retriever.langchain import DatelineRetriever

        return DatelineRetriever(library=self.library, search=self.answerer.search, limit=limit, scope=scope)

    def warm_up(self) -> threading.Thread:
        """Load the embedding model and open the index in a background thread; return that thread.

        What is kept is opened first, so that nobody who only looks at it waits for the model.
        """
        with contextlib.suppress(DatelineError):  # the first look says what is wrong
            self.conversations  # noqa: B018 - a look builds it, and the library
        thread = threading.Thread(target=self._load, name="dateline-warm-up", daemon=True)
        thread.start()
        return thread

    def read_ahead(self) -> threading.Event:
        """Embed sentences in a background thread, while nobody waits, until the event that is returned is set.

        Articles that come in later are read too, whoever takes them in. Where the settings do not want it, nothing is
        read, and the first question about an article takes longer.
        """
        from answering.quoting.read_ahead import read_on

        ended = threading.Event()
        if self.settings.read_ahead:
            told = (lambda: self.reads_ahead, ended)
            threading.Thread(target=read_on, args=told, name="dateline-read-ahead", daemon=True).start()
        return ended

    @built_once
    def reads_ahead(self) -> "ReadAhead":
        """Reads articles ahead, one at a call. Public, so that evaluation/ can have it done."""
        from answering.quoting.read_ahead import ReadAhead

        return ReadAhead(
            library=self.library,
            reading_list=self.library.reading_list,
            embedder=self.embedder,
            answers=self.answerer.answers,
            give_way=self._attention.wait_until_free,
        )

    @property
    def ready(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        return "answerer" in self.__dict__

    def _load(self) -> None:
        try:
            self.embedder.embed_questions(["ready?"])
            self.answerer  # noqa: B018 - built here, kept
            if self.model:
                self._writing(self.model)
        except DatelineError:
            return  # the first question meets the same error, and shows it
        from text.word_frequency import zipf

        zipf("1,000", "en")  # a word that is not looked up as it stands asks for all that any word needs

    @built_once
    def _phrases(self) -> "Phrases":
        from answering.phrases import load_phrases

        return load_phrases(PROMPTS, "quote.md", "talk.md", "pack.md", "write.md")

    def _opened(self, model: str | None) -> "ChatModel":
        """The language model of that name, made ready once."""
        with self._opening:  # LangChain and a server may take seconds: nothing else waits for them
            if model not in self._models:
                self._models[model] = open_model(self.settings, model)
        return self._models[model]

    def _choosing(self, model: str | None) -> "Choosing":
        """What choosing by that model needs."""
        from answering.writing.choose import Choosing
        from answering.writing.prompt import CHOOSE, REWRITE, load_prompt

        settings = self.settings
        chat = self._opened(model)
        limit = settings.model_prompt_tokens or (
            _PROMPT_TOKENS_HERE if is_model_here(settings, model) else _PROMPT_TOKENS
        )
        context = settings.model_context_tokens
        return Choosing(
            model=chat,
            phrases=self._phrases,
            prompt=load_prompt(PROMPTS / "choose.md", CHOOSE),
            rewriting=load_prompt(PROMPTS / "rewrite.md", REWRITE),
            max_tokens=min(limit, context - _CONTEXT_REST) if context else limit,
            patience_s=settings.model_timeout_s,
        )

    def _writing(self, model: str | None) -> "Writing":
        """What writing by that model needs."""
        from answering.writing.prompt import ANSWER, REWRITE, load_prompt
        from answering.writing.write import Writing

        settings = self.settings
        context = settings.model_context_tokens
        return Writing(
            model=self._opened(model),
            check=self.checker,
            phrases=self._phrases,
            answering=load_prompt(PROMPTS / "answer.md", ANSWER),
            rewriting=load_prompt(PROMPTS / "rewrite.md", REWRITE),
            budget_tokens=min(settings.model_budget_tokens, context // 2) if context else settings.model_budget_tokens,
            patience_s=settings.model_timeout_s,
            hide_unsupported=settings.hide_unsupported,
        )

    @built_once
    def checker(self) -> "Checker":
        """Compares statements with excerpts. Public, so that evaluation/ can measure it."""
        from answering.checking.checker import Checker
        from reader.load import load_checker, load_reader

        settings = self.settings
        reader = load_reader(settings.reader, settings.cache)
        return Checker(reader, load_checker(settings.checker, settings.cache, reader))

    @built_once
    def answerer(self) -> "QuoteAnswerer":
        """From a question to an answer. Public, so that evaluation/ can measure its stages."""
        from answering.pipeline import QuoteAnswerer
        from retriever.search import HybridSearch

        return QuoteAnswerer(
            library=self.library,
            search=HybridSearch(self.embedder, self.index),
            embedder=self.embedder,
            reader=self.reader,
            bundled_reader=self._bundled_reader,
            phrases=self._phrases,
            answer_threshold=self.settings.answer_threshold,
            aged_after_days=self.settings.aged_after_days,
        )


def prepare(on_progress: Callable[[str], object] = print) -> None:
    """Make what the first question would otherwise wait for, once: the models' ONNX files and the table of words.

    Args:
        on_progress: called with a line for each thing that is missing, before it is made.
    """
    import settings
    from domain.bundled import BUNDLED as BUNDLED_EMBEDDER
    from reader.bundled import BUNDLED as BUNDLED_READER
    from reader.bundled import export_reader, reader_onnx_path
    from retriever.export import export_bundled, onnx_path

    chosen = settings.load()
    if chosen.embedder == BUNDLED_EMBEDDER:
        if not onnx_path(chosen.cache).is_file():
            on_progress("Preparing 1 of 3: the embedding model, once; some seconds and 90 MB")
        export_bundled(chosen.cache)
    if BUNDLED_READER in (chosen.reader, chosen.checker):
        if not reader_onnx_path(chosen.cache).is_file():
            on_progress("Preparing 2 of 3: the reader, once; some seconds and 45 MB")
        export_reader(chosen.cache)
    WORDS.keep_in(chosen.cache)
    if not WORDS.is_kept():
        on_progress("Preparing 3 of 3: the table of words, once; some seconds and 10 MB")
    WORDS.open()


def open_library(settings: Settings) -> "SqliteLibrary":
    """Open the library of the settings, made when missing."""
    from store import SqliteLibrary

    return SqliteLibrary(settings.library, lock_timeout_s=settings.lock_timeout_s)


def open_index(settings: Settings, embedder: "Embedder") -> "FreshIndex":
    """Open the vector index in the library's folder, or on the server that is set."""
    from retriever.index import ChromaIndex
    from retriever.shared import FreshIndex

    folder = settings.library / "chroma"
    return FreshIndex(ChromaIndex(embedder=embedder.name, dim=embedder.dim, folder=folder, url=settings.chroma_url))


def open_model(settings: Settings, model: str | None) -> "ChatModel":
    """Return a language model by its name; the server that is set provides the one that is set, and no other."""
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


def is_model_here(settings: Settings, model: str | None) -> bool:
    """Return whether a language model runs on this very machine."""
    from answering.writing.ollama import PREFIX, is_here

    if settings.model_url and model in (settings.model, settings.model_url):
        return is_here(settings.model_url)
    return bool(model and model.startswith(PREFIX) and is_here(settings.ollama_url))


def open_web(settings: Settings) -> "Web":
    """Return the way to the web, which leads to public addresses only and to those that the settings allow."""
    from ingest.web import Web

    return Web(also=settings.allowed_networks)


def _unknown(article_id: str) -> Outcome:
    error = UnknownArticle(f"There is no article {article_id}.", hint="See the ids with: python -m ingest --list")
    return Outcome(status="failed", id=None, title="", error=str(error), source=article_id)
