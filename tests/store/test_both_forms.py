"""The same answers from a library of one file and from one in PostgreSQL with a Chroma server."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembly import Services
from domain.errors import LibraryAway
from domain.protocols import Embedder
from domain.values import EVERYTHING
from evaluation.benchmark.server import chroma_server
from evaluation.benchmark.shared_answers import printed, without_times
from ingest.report import article_as_json, entry_as_json
from tests.asking import material, open_program
from tests.postgres_server import PostgresServer, postgres_server
from tests.store.test_held import wait_until

ROOT = Path(__file__).parents[2]

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

ARTICLES = (
    material(
        "Marra Dunn opened the mill at Hollin Ford in 1931. The mill ground barley for four villages. "
        "It was sold to Teal & Sons for 18,400 crowns.\n\nThe miller said the river had never been so low.",
        title="Mill at Hollin Ford sold",
        published="2025-02-03",
    ),
    material(
        "The council of Orsk Bay closed the north pier on Monday. Divers found rot in eleven of its forty piles. "
        "The repair will cost 2.1 million crowns, the harbour master said.",
        title="North pier closed",
        published="2025-03-11",
    ),
    material(
        "The north pier of Orsk Bay opens again in May. The repair cost 2.4 million crowns. "
        "“We lost one summer,” said Ida Brandt, who rents out boats.",
        title="Pier opens again",
        published="2025-09-20",
    ),
)
QUESTIONS = (
    "Who opened the mill at Hollin Ford?",
    "How much did the repair of the north pier cost?",
    "When does the pier open again?",
    "What did Ida Brandt say?",
    "Who won the chess tournament?",
    "hello",
    "Which articles are there?",
)


@pytest.fixture(scope="module")
def forms(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, postgres: PostgresServer
) -> Iterator[dict[str, Services]]:
    """The program over the same articles in both forms, and over a second copy of the database's."""
    folder, url = tmp_path_factory.mktemp("forms"), postgres.database()
    with chroma_server(folder / "server") as chroma:
        shared = {"database_url": url, "chroma_url": chroma.url}
        opened = {
            "one file": open_program(folder / "file", embedder, *ARTICLES),
            "database": open_program(folder / "page", embedder, *ARTICLES, **shared),
            "second copy": open_program(folder / "other", embedder, **shared),
        }
        yield opened
        for program in opened.values():
            program.close()
    postgres.drop(url)
    gc.collect()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_same_answer_in_both_forms(forms: dict[str, Services], question: str) -> None:
    answers = {form: printed(program, question) for form, program in forms.items()}

    assert answers["database"] == answers["one file"]
    assert answers["second copy"] == answers["one file"]


def test_what_is_listed_is_the_same_in_both_forms(forms: dict[str, Services]) -> None:
    listed = {
        form: without_times(
            [
                [entry_as_json(entry) for entry in program.library.entries()],
                [article_as_json(*program.library.passages(entry.id)) for entry in program.library.entries()],
            ]
        )
        for form, program in forms.items()
    }

    assert len(listed["one file"][0]) == len(ARTICLES)
    assert listed["database"] == listed["second copy"] == listed["one file"]


def test_the_doctor_finds_nothing_wrong_in_either_form(forms: dict[str, Services]) -> None:
    found = {form: [(one.check, one.state) for one in program.maintenance.examine()] for form, program in forms.items()}

    assert {state for one in found.values() for _, state in one} == {"fine"}


def test_the_commands_print_the_same_in_both_forms(forms: dict[str, Services]) -> None:
    said = {}
    for form in ("one file", "database"):
        program = forms[form]
        settings = program.settings
        environment = dict(os.environ)
        if settings.database_url is not None:
            environment["DATELINE_DATABASE_URL"] = settings.database_url.get_secret_value()
            environment["DATELINE_CHROMA_URL"] = settings.chroma_url or ""
        command = [sys.executable, "-m", "answering", QUESTIONS[1], "--json", "--library", str(settings.library)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        said[form] = (done.returncode, done.stderr, without_times(json.loads(done.stdout)))

    assert said["one file"][:2] == (0, "")
    assert said["one file"][2]["kind"] == "answer"
    assert said["database"] == said["one file"]


def test_questions_are_answered_while_postgresql_is_away_and_nothing_is_lost(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.database._CONNECT_S", 0.5)
    late = material("Nils Oke bought the ferry Halla for 3 million crowns.", title="Ferry sold")
    with postgres_server() as server, chroma_server(tmp_path / "server") as chroma:
        shared = {"database_url": server.database(), "chroma_url": chroma.url}
        page = open_program(tmp_path / "page", embedder, *ARTICLES, **shared)
        before = [printed(page, question) for question in QUESTIONS]
        talks = page.parts.conversations()
        talk = talks.begin("Before")

        server.stop()

        assert [printed(page, question) for question in QUESTIONS] == before
        with pytest.raises(LibraryAway, match="cannot be reached"):
            page.ingest.take_in([late])
        talks.answer(talk, talks.ask(talk, "Meanwhile", EVERYTHING), "Held.")
        assert [turn.question for turn in talks.read(talk).turns] == ["Meanwhile"]
        again = open_program(tmp_path / "page", embedder, **shared)  # as a page that starts meanwhile
        assert printed(again, QUESTIONS[1]) == before[1]
        again.close()
        server.start()
        page.close()  # as after the pause in which the server is not asked again
        assert [one.status for one in page.ingest.take_in([late])] == ["new"]
        talks.answer(talk, talks.ask(talk, "Afterwards", EVERYTHING), "Stored.")
        wait_until(lambda: talks.held(talk) is None)
        assert [(turn.question, turn.error) for turn in talks.read(talk).turns] == [
            ("Meanwhile", "Held."),
            ("Afterwards", "Stored."),
        ]
        assert {one.state for one in page.maintenance.examine()} == {"fine"}
        page.close()
    gc.collect()
