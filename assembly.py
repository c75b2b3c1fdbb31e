"""Build the services from the settings: the composition root of the program.

Nothing is opened or loaded here: each part is built by the first call that needs it, under a lock of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from domain.foreground import Foreground
from domain.lazy import Lazy
from ingest.fetch.feeds import Feeds
from ingest.fetch.visits import Visits
from ingest.jobs import Runner
from services import parts as opening
from services.ask import Ask
from services.background import Background
from services.digest import Digests
from services.drafts import Drafts
from services.events import Events
from services.export import Export
from services.ingest import Ingest
from services.library import Library
from services.maintenance import Maintenance
from services.metrics import Metrics
from services.parts import Models, Parts
from settings import Settings
from text.word_frequency import TABLE as WORDS

if TYPE_CHECKING:
    from answering.pipeline import QuoteAnswerer
    from domain.protocols import ChatModel, Embedder, VectorIndex
    from domain.reading import Reader
    from ingest.extract.sandbox import Sandboxes
    from ingest.fetch.web import Web

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the page and the command lines call."""

    settings: Settings
    ask: Ask
    digests: Digests
    events: Events
    drafts: Drafts
    export: Export
    library: Library
    ingest: Ingest
    background: Background
    maintenance: Maintenance
    metrics: Metrics
    parts: Parts

    def close(self) -> None:
        """Stop the sandbox's processes, and close files and connections; the next call opens them again."""
        self.parts.close()


def build(
    settings: Settings,
    *,
    embedder: "Embedder | None" = None,
    bundled_reader: "Reader | None" = None,
    sandbox: "Sandboxes | None" = None,
    vector_index: "VectorIndex | None" = None,
    web: "Web | None" = None,
    answerer: "QuoteAnswerer | None" = None,
    models: "Mapping[str, ChatModel] | None" = None,
    patience_s: float = 2.0,
) -> Services:
    """Return the services over the library of the settings.

    Args:
        settings: every setting.
        embedder: replaces the configured embedding model.
        bundled_reader, sandbox: a reader and a sandbox that have been opened before, to be shared.
        vector_index, web: replace Chroma, and the guarded access to the public web.
        answerer: replaces the pipeline that answers questions.
        models: language models by name that need not be opened, such as scripted ones.
        patience_s: how long taking in an article waits at each step while questions are answered.
    """
    WORDS.keep_in(settings.cache)
    foreground, questions = Foreground(), Foreground(pause_s=0)
    give_way = partial(questions.wait_until_free, at_most_s=patience_s)
    phrases = Lazy(opening.open_phrases)
    store = Lazy(lambda: opening.open_library(settings))
    conversations = Lazy(lambda: opening.open_conversations(settings, store()))
    embedding = Lazy(lambda: embedder or opening.open_embedder(settings))
    multilingual = Lazy(lambda: opening.open_multilingual(settings, embedding))
    raw_index = Lazy(lambda: opening.open_index(settings, embedding(), store, vector_index))
    index = Lazy(lambda: opening.repaired(raw_index(), store(), embedding()))
    reading = Lazy(lambda: bundled_reader or opening.open_bundled_reader(settings))
    checker = Lazy(lambda: opening.open_checker(settings, reading))
    chat_models = Models(settings, checker=checker, phrases=phrases, opened=models)
    answering = Lazy(
        lambda: (
            answerer
            or opening.open_answerer(
                settings,
                store=store(),
                embedder=embedding(),
                index=index(),
                bundled_reader=reading,
                phrases=phrases(),
                multilingual=multilingual(),
            )
        )
    )
    parsers = Lazy(lambda: sandbox or opening.open_sandbox(settings))
    pipeline = Lazy(
        lambda: opening.open_pipeline(settings, store(), raw_index(), embedding(), parsers(), give_way=give_way)
    )
    examiner = Lazy(lambda: opening.open_examiner(store(), parsers(), give_way))
    grouper = Lazy(lambda: opening.open_grouper(store(), embedding, give_way))
    pages = Lazy(lambda: web or opening.open_web(settings))

    visits = Lazy(
        lambda: Visits(web=pages(), book=store().addresses, library=store(), read=parsers(), take_in=ingest.take_in)
    )
    feeds = Lazy(lambda: Feeds(web=pages(), book=store().feeds, read=parsers(), visits=visits()))
    tasks = Lazy(lambda: opening.open_tasks(settings, store(), pipeline, visits, feeds))

    library = Library(store=store)
    ingest = Ingest(
        library=library,
        pipeline=pipeline,
        visits=visits,
        feeds=feeds,
        foreground=foreground,
        sandbox=parsers,
        tasks=tasks,
    )
    metrics = Metrics(store, log_questions=settings.log_questions)
    ask = Ask(
        store=store,
        metrics=metrics,
        answerer=answering,
        phrases=phrases,
        chat_models=chat_models,
        foreground=foreground,
        questions=questions,
        model=settings.model or settings.model_url,
    )
    events = Events(store=store, grouper=grouper)
    parts = Parts(
        store=store,
        conversations=conversations,
        embedder=embedding,
        index=index,
        answerer=answering,
        checker=checker,
        reads_ahead=Lazy(
            lambda: opening.open_read_ahead(
                store(), embedding(), answering(), phrases(), foreground, multilingual=multilingual()
            )
        ),
        sandbox=parsers,
        runner=Lazy(lambda: Runner(store().jobs, foreground.during(tasks()))),
        examiner=examiner,
        grouper=grouper,
        foreground=foreground,
        open_parts=(grouper, parsers, raw_index, conversations, store),
    )
    return Services(
        settings=settings,
        ask=ask,
        digests=Digests(store=store, library=library, ask=ask, events=events),
        events=events,
        drafts=Drafts(
            store=store,
            chat_models=chat_models,
            checker=Lazy(lambda: opening.open_draft_checker(store(), answering, checker)),
            phrases=Lazy(opening.open_draft_phrases),
            sandbox=parsers,
            foreground=foreground,
        ),
        export=Export(
            store=store,
            library=library,
            phrases=phrases,
            version=VERSION,
            settings=settings.stated,
            lock_timeout_s=settings.lock_timeout_s,
        ),
        library=library,
        ingest=ingest,
        background=Background(
            library=library,
            visits=visits,
            parts=parts,
            schedule=Lazy(lambda: opening.open_schedule(settings, store(), visits)),
            refreshes=settings.refresh_every is not None,
            wants_read_ahead=settings.read_ahead,
            load=partial(opening.load_models, embedding, answering, chat_models, ask.model),
        ),
        maintenance=Maintenance(
            settings=settings,
            store=store,
            pipeline=pipeline,
            doctor=lambda: opening.open_doctor(settings, store(), raw_index(), embedding()),
            examiner=examiner,
            parsers=parsers,
        ),
        metrics=metrics,
        parts=parts,
    )
