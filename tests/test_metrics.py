"""Figures for Prometheus and lines of the log: what is counted, and that no question's text stands there unasked."""

import io
import json
import logging
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from assembly import Services, build
from domain.errors import IndexFailed
from domain.jobs import Order
from domain.lazy import Lazy
from domain.request import request, request_id
from domain.values import Answer, Turn
from evaluation.benchmark.running import free_port
from services.logs import JsonFormatter
from services.metrics import CONTENT_TYPE, Metrics
from settings import load
from store import SqliteLibrary
from tests.asking import material
from tests.postgres_server import PostgresServer
from tests.store.test_store import put, version
from tests.stores import Stores, catch_up

SECRET = "How much did the repair of the north pier cost?"
PIER = material(
    "The north pier of Arden Skerry opens again in May. The repair cost 2.4 million crowns. "
    "“We lost one summer,” said Petra Olm, who rents out boats.",
    title="Pier opens again",
)


def figures(exposition: bytes) -> dict[str, float]:
    """Return each sample by its name and labels, as Prometheus reads them."""
    return {
        " ".join([sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What the log of a server says that is set to JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("services.metrics")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def scripted(folder: Path, answer: Callable[[str], Answer], **settings: object) -> Services:
    """The program with an answer that is made up."""

    def answerer(question: str, turns: Sequence[Turn] = (), **_: object) -> Answer:
        return answer(question)

    return build(load(library=folder, **settings), answerer=answerer)  # type: ignore[arg-type]


def refusal(question: str) -> Answer:
    return Answer(question=question, kind="talk", lead="Hello.")


def test_a_question_is_counted_with_the_seconds_of_each_part(over: Callable[..., Services]) -> None:
    program = over(PIER)

    answer = program.ask.quote(SECRET)

    counted = figures(program.metrics.exposition())
    assert answer.kind == "answer"
    assert counted["dateline_questions_total kind=answer mode=quote"] == 1
    assert counted["dateline_question_seconds_count mode=quote"] == 1
    parts = ("embed", "vectors", "keywords", "read", "compose")
    assert {part: counted[f"dateline_part_seconds_count part={part}"] for part in parts} == dict.fromkeys(parts, 1)
    whole = counted["dateline_question_seconds_sum mode=quote"]
    assert 0 < sum(counted[f"dateline_part_seconds_sum part={part}"] for part in parts) <= whole


def test_a_refusal_is_counted_by_its_reason_and_an_error_as_one(tmp_path: Path) -> None:
    def failing(_question: str) -> Answer:
        raise IndexFailed("The index did not answer.", hint="Start it.")

    with closing(build(load(library=tmp_path / "empty"))) as program:
        answer = program.ask.quote(SECRET)
        counted = figures(program.metrics.exposition())
    with closing(scripted(tmp_path / "failing", failing)) as program:
        with pytest.raises(IndexFailed):
            program.ask.quote(SECRET)
        failed = figures(program.metrics.exposition())

    assert answer.refusal is not None
    assert counted[f"dateline_refusals_total reason={answer.refusal}"] == 1
    assert failed["dateline_questions_total kind=error mode=quote"] == 1


def test_open_and_done_tasks_are_counted(tmp_path: Path) -> None:
    with closing(build(load(library=tmp_path))) as program:
        program.background.jobs.add([Order(kind="visit", name=name, fields={}) for name in "abc"])
        counted = figures(program.metrics.exposition())

    assert (counted["dateline_tasks state=open"], counted["dateline_tasks state=done"]) == (3, 0)
    assert not [name for name in counted if name.startswith("dateline_mirror")]


def test_how_far_a_copy_has_followed_is_among_the_figures(postgres: PostgresServer, tmp_path: Path) -> None:
    with closing(Stores(postgres.database)) as machines:
        one, other = machines.open(tmp_path, copy="one"), machines.open(tmp_path, copy="two")
        metrics = Metrics(Lazy(lambda: other))
        before = figures(metrics.exposition())["dateline_mirror_revision"]
        put(one, version("a", "The fox. "))
        behind = figures(metrics.exposition())
        catch_up(other)
        level = figures(metrics.exposition())

    assert behind["dateline_mirror_revision"] == before
    assert level["dateline_mirror_revision"] > before
    assert 0 <= level["dateline_mirror_lag_seconds"] < behind["dateline_mirror_lag_seconds"] + 60


def test_a_library_that_cannot_be_read_leaves_the_other_figures(tmp_path: Path) -> None:
    (tmp_path / "dateline.sqlite3").write_bytes(b"something else entirely, and long enough" * 100)
    metrics = Metrics(Lazy(lambda: SqliteLibrary(tmp_path)))

    assert not [name for name in figures(metrics.exposition()) if name.startswith("dateline_tasks")]


def test_a_worker_serves_its_figures_to_this_machine_alone_until_it_ends(tmp_path: Path) -> None:
    port = free_port()
    with closing(build(load(library=tmp_path))) as program:
        url = f"http://127.0.0.1:{port}/metrics"
        with program.metrics.served(port), urllib.request.urlopen(url, timeout=60) as answer:
            counted = figures(answer.read())
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(url, timeout=60)

    assert counted["dateline_tasks state=open"] == 0
    assert CONTENT_TYPE.startswith("text/plain")


@pytest.mark.parametrize("wanted", [False, True])
def test_a_line_of_the_log_names_the_request_and_its_question_only_where_that_is_set(
    tmp_path: Path, lines: Callable[[], list[dict[str, object]]], wanted: bool
) -> None:
    with closing(scripted(tmp_path, refusal, log_questions=wanted)) as program, request("gate-17"):
        program.ask.quote(SECRET)
        program.ask.quote(SECRET)
    with closing(scripted(tmp_path, refusal)) as program:
        program.ask.quote(SECRET)

    [first, second, other] = lines()
    assert (first["message"], first["kind"], first["mode"]) == ("question", "talk", "quote")
    assert first["request"] == second["request"] == "gate-17"
    assert len(str(other["request"])) == 32
    assert request_id() == ""
    assert [one.get("question") for one in (first, other)] == [SECRET if wanted else None, None]
    assert isinstance(first["seconds"], float)
    assert wanted or SECRET not in json.dumps(lines())


def test_an_error_in_the_log_is_one_line_with_its_traceback(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    try:
        raise ValueError("broken\nin two lines")
    except ValueError:
        logging.getLogger("services.metrics").exception("Unexpected error")

    [line] = lines()
    assert (line["level"], line["message"]) == ("ERROR", "Unexpected error")
    assert "broken\nin two lines" in str(line["traceback"])
