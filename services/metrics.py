"""Metrics of a process for Prometheus, and a log line for each question."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from domain.errors import DatelineError
from domain.request import observed, request
from domain.values import Answer, Mode

if TYPE_CHECKING:
    from domain.jobs import Job
    from domain.lazy import Lazy
    from store import SqliteLibrary

CONTENT_TYPE = CONTENT_TYPE_LATEST
LOOPBACK = "127.0.0.1"
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

log = logging.getLogger(__name__)


class Metrics:
    """Counts and times the questions of this process. Safe to use from any thread."""

    def __init__(self, store: "Lazy[SqliteLibrary]", *, log_questions: bool = False) -> None:
        """Count from zero.

        Args:
            store: the library whose jobs are counted, and whose copy may be behind.
            log_questions: whether the text of questions is logged.
        """
        self._log_questions = log_questions
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Library(store))
        self._questions = Counter(
            "dateline_questions", "Questions, by mode and kind of answer.", ["mode", "kind"], registry=registry
        )
        self._refusals = Counter("dateline_refusals", "Refusals, by reason.", ["reason"], registry=registry)
        self._whole = Histogram(
            "dateline_question_seconds",
            "From a question to its answer.",
            ["mode"],
            buckets=_BUCKETS_S,
            registry=registry,
        )
        self._parts = Histogram(
            "dateline_part_seconds",
            "Of a question, by part: embed, vectors, keywords, read, compose.",
            ["part"],
            buckets=_BUCKETS_S,
            registry=registry,
        )

    @contextmanager
    def question(self, question: str, mode: Mode) -> Iterator[Callable[[Answer], Answer]]:
        """Count and time a question that is answered within the block.

        Yields:
            A function that the block calls with the answer, and that returns it.
        """
        answers: list[Answer] = []
        seconds: dict[str, float] = defaultdict(float)

        def on_part(part: str, took_s: float) -> None:
            seconds[part] += took_s

        def note(answer: Answer) -> Answer:
            answers.append(answer)
            return answer

        started_s = time.perf_counter()
        with request(), observed(on_part):
            error = ""
            try:
                yield note
            except BaseException as raised:
                error = type(raised).__name__
                raise
            finally:
                took_s = time.perf_counter() - started_s
                answer = answers[-1] if answers else None
                self._count(mode, answer, took_s, seconds)
                fields: dict[str, object] = {"mode": mode, "kind": answer.kind if answer else "error"}
                if answer is not None and answer.refusal is not None:
                    fields["refusal"] = answer.refusal.value
                if error:
                    fields["error"] = error
                if self._log_questions:
                    fields["question"] = question
                parts = {name: round(value, 4) for name, value in seconds.items()}
                log.info("question", extra={"fields": {**fields, "seconds": round(took_s, 4), "parts": parts}})

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    @contextmanager
    def served(self, port: int | None) -> Iterator[None]:
        """Serve the metrics to this machine on a port for the length of the block; None: do not serve them.

        Raises OSError if the port is in use.
        """
        if port is None:
            yield
            return
        server, thread = start_http_server(port, addr=LOOPBACK, registry=self.registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _count(self, mode: Mode, answer: Answer | None, took_s: float, seconds: dict[str, float]) -> None:
        self._questions.labels(mode, answer.kind if answer else "error").inc()
        if answer is not None and answer.refusal is not None:
            self._refusals.labels(answer.refusal.value).inc()
        self._whole.labels(mode).observe(took_s)
        for part, value in seconds.items():
            self._parts.labels(part).observe(value)


class _Library(Collector):
    """Collects metrics of the library when they are read; those that cannot be read are left out."""

    def __init__(self, store: "Lazy[SqliteLibrary]") -> None:
        self._store = store

    def describe(self) -> Iterable[Metric]:
        """Return nothing, so that registering this collector does not open the library."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the number of jobs by state, and how far a copy of the library is behind."""
        with suppress(DatelineError):
            yield _jobs(self._store().jobs.jobs())
        with suppress(DatelineError):
            position = self._store().connections.followed()
            if position is not None:
                yield GaugeMetricFamily(
                    "dateline_mirror_lag_seconds",
                    "Since this process's copy was last level with the database.",
                    value=position.behind_s,
                )
                yield GaugeMetricFamily(
                    "dateline_mirror_revision", "The change up to which the copy has followed.", value=position.revision
                )


def _jobs(jobs: "Sequence[Job]") -> Metric:
    found = GaugeMetricFamily("dateline_tasks", "Tasks of the jobs that are listed, by state.", labels=["state"])
    done = sum(job.done for job in jobs)
    found.add_metric(["done"], done)
    found.add_metric(["open"], sum(job.total for job in jobs) - done)
    return found
