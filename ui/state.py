"""What one open page remembers: the conversation, the article that is open, and the work on the library."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import streamlit as st

from assembly import Program
from domain.values import EVERYTHING, Answer, Citation, Material, Outcome, Scope, Turn, Verdict
from ui.answer import addresses, part_of
from ui.background import Worker
from ui.tools import Tools


@dataclass(slots=True)
class Exchange:
    """A question and its answer to come."""

    question: str
    answer: Future[Answer]
    scope: Scope = EVERYTHING

    @property
    def succeeded(self) -> bool:
        """Whether the answer is there; False while it is on its way, and if asking failed."""
        return self.answer.done() and self.answer.exception() is None


@dataclass(frozen=True, slots=True)
class Opened:
    """The article in the reader; ``address`` is that of the citation it was opened by, None from the list."""

    article_id: str
    address: str | None = None


@dataclass(slots=True)
class Job:
    """Work on the library: how far it is, and what came of it. Another thread writes ``done`` and ``name``."""

    total: int
    removing: bool = False
    done: int = 0
    name: str = ""
    outcomes: Future[list[Outcome]] = field(default_factory=Future)
    pasted: bool = False
    linked: bool = False
    dismissed: bool = False

    def show(self, done: int, total: int, name: str) -> None:
        """Note how far the work is."""
        self.done, self.total, self.name = done, total, name


class Session:
    """The memory of one open page. Questions and library work have a thread each, so neither waits for the other."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.exchanges: list[Exchange] = []
        self.opened: Opened | None = None
        self.jobs: list[Job] = []
        self.uploads = 0
        self.sought = ""
        self.tools = Tools()
        self.scope = EVERYTHING
        self.scope_fields = (0, EVERYTHING)
        self.stale = False
        self._turned_ms = 0.0
        self._answering = Worker("answering")
        self._keeping = Worker("library")

    def ask(self, question: str, *, alone: bool = False, everywhere: bool = False) -> Exchange:
        """Keep the question, then have it answered with the conversation before it, or ``alone``, without.

        It is answered from the scope that the page is set to, or ``everywhere`` from all articles.
        """
        before = () if alone else tuple(self.exchanges)
        scope = EVERYTHING if everywhere else self.scope
        answer = self._answering.do(lambda: self.program.ask(question, _turns(before), scope=scope))
        exchange = Exchange(question, answer, scope)
        self.exchanges.append(exchange)
        return exchange

    def take_in(self, materials: Sequence[Material], *, pasted: bool = False) -> None:
        """Have articles taken in."""
        job = Job(total=len(materials), pasted=pasted)
        job.outcomes = self._keeping.do(lambda: self.program.take_in(materials, progress=job.show))
        self.jobs.append(job)

    def visit(self, urls: Sequence[str]) -> None:
        """Have the articles at these addresses fetched and taken in."""
        job = Job(total=len(urls), linked=True)
        job.outcomes = self._keeping.do(lambda: self.program.visit(urls, progress=job.show))
        self.jobs.append(job)

    def refresh(self) -> None:
        """Have the program look again where the articles and feeds came from."""
        job = Job(total=len(self.program.entries()))
        job.outcomes = self._keeping.do(lambda: self.program.refresh(progress=job.show))
        self.jobs.append(job)

    def remove(self, article_id: str) -> None:
        """Have an article removed."""
        job = Job(total=1, removing=True)
        job.outcomes = self._keeping.do(lambda: self.program.remove([article_id]))
        self.jobs.append(job)

    def turn_to(self, opened: Opened | None, *, at_ms: float) -> None:
        """Open an article, or close it with None. Of clicks that arrive together the latest counts, in any order."""
        if at_ms >= self._turned_ms:
            self.opened, self._turned_ms = opened, at_ms

    def dismiss(self) -> None:
        """Show no longer what came of the work that is done."""
        for job in self.jobs:
            job.dismissed = job.outcomes.done()

    def explain(self, address: str) -> None:
        """Show how an answer was found, or no longer; ``address`` as in ``ui.answer.addresses``."""
        self.tools.explained ^= {address}

    def judge(self, address: str, verdict: Verdict, *, reason: str = "", answering: int | None = None) -> None:
        """Keep what the reader says of an answer; of one that is not there, nothing."""
        place = int(address.partition(".")[0])
        if address in self.tools.verdicts or not 0 <= place < len(self.exchanges):
            return
        exchange = self.exchanges[place]
        answer = part_of(exchange.answer.result(), str(place), address) if exchange.succeeded else None
        if answer is not None:
            self.program.judge(answer, verdict, reason=reason, answering=answering)
            self.tools.verdicts[address] = verdict

    def citations(self) -> dict[str, Citation]:
        """Every citation of the conversation, by its address."""
        found: dict[str, Citation] = {}
        for place, exchange in enumerate(self.exchanges):
            if exchange.succeeded:
                found |= addresses(exchange.answer.result(), str(place))
        return found

    @property
    def answering(self) -> bool:
        """Whether a question waits for its answer."""
        return any(not exchange.answer.done() for exchange in self.exchanges)

    @property
    def pasted(self) -> int:
        """How many pasted texts are in the library by now."""
        return sum(_went_in(job) for job in self.jobs if job.pasted)

    @property
    def linked(self) -> int:
        """How many addresses, or lists of them, are in the library by now."""
        return sum(_went_in(job) for job in self.jobs if job.linked)

    @property
    def keeping(self) -> bool:
        """Whether work on the library goes on."""
        return any(not job.outcomes.done() for job in self.jobs)


def _went_in(job: Job) -> bool:
    """Whether all that a job was given is in the library."""
    outcomes = job.outcomes
    return outcomes.done() and not outcomes.exception() and all(one.status != "failed" for one in outcomes.result())


def session(program: Program) -> Session:
    """Return this page's memory; made at its first look."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session(program)
    kept: Session = st.session_state["session"]
    return kept


def _turns(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    return tuple(Turn(question=one.question, answer=one.answer.result()) for one in exchanges if one.succeeded)
