"""Every text that an article has had: kept up to a number, with what changed when, and opened by old quotes."""

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import settings
from assembly import Services, build
from domain.errors import UnknownArticle
from domain.values import Citation, CitedArticle
from ingest.__main__ import main
from retriever.fakes import HashingEmbedder
from store import SqliteLibrary, schema
from store.connections import FILE_NAME
from tests.making import long_text, text
from tests.sandbox import shared_sandboxes
from tests.store.test_former_library import PACKED
from tests.web import Reader
from ui import labels
from ui.components.article_pane import _article
from ui.state.session import Opened, Session


def edition(number: int) -> str:
    return f"{long_text('fox', 12)}\n\nEdition {number} says so."


def editions(program: Services, *numbers: int) -> str:
    for number in numbers:
        program.ingest.take_in([text(edition(number), "fox.txt")])
    return program.library.entries()[0].id


def test_every_text_is_kept_with_what_changed_when(reader: Reader) -> None:
    fox = editions(reader.program, 1, 2, 3)

    history = reader.program.library.history(fox)

    assert [one.text for one, _ in history] == [edition(1), edition(2)]
    changed = [[(run.kind, run.text) for run in runs if run.kind in ("added", "removed")] for _, runs in history]
    assert changed == [[("removed", "1 "), ("added", "2 ")], [("removed", "2 "), ("added", "3 ")]]
    assert all(one.ended for one, _ in history)
    assert reader.program.library.entries()[0].changed == history[-1][0].ended


def test_a_text_that_comes_back_is_a_version_of_its_own(reader: Reader) -> None:
    fox = editions(reader.program, 1, 2, 1, 2)

    assert [one.text for one in reader.program.library.versions(fox)] == [edition(1), edition(2), edition(1)]
    assert reader.program.library.changes(fox)


def test_the_oldest_are_let_go_beyond_the_number_that_is_set(tmp_path: Path) -> None:
    program = build(
        settings.load(library=tmp_path / "library", kept_versions=2),
        embedder=HashingEmbedder(),
        sandbox=shared_sandboxes(),
    )
    fox = editions(program, 1, 2, 3, 4)

    assert [one.text for one in program.library.versions(fox)] == [edition(2), edition(3)]
    program.parts.close()


def test_removing_an_article_removes_its_versions_and_says_so(reader: Reader) -> None:
    fox = editions(reader.program, 1, 2, 3)

    [outcome] = reader.program.ingest.remove([fox])

    assert outcome.note == "Removed with it: 2 earlier versions."
    assert reader.program.parts.store().versions.versions(fox) == []
    with pytest.raises(UnknownArticle):
        reader.program.library.versions(fox)


def test_a_version_says_when_its_own_text_was_read(reader: Reader) -> None:
    fox = editions(reader.program, 1, 2, 3)
    first, second = reader.program.library.versions(fox)
    with reader.program.parts.store().connections.writing() as connection:
        connection.execute("UPDATE articles SET added = '2025-01-01T00:00:00+00:00'")
        connection.execute("UPDATE previous SET ended = '2025-02-02T00:00:00+00:00' WHERE digest = ?", (first.digest,))

    assert reader.program.library.as_it_was(fox, first.digest).read_at == "2025-01-01T00:00:00+00:00"
    assert reader.program.library.as_it_was(fox, second.digest).read_at == "2025-02-02T00:00:00+00:00"


def test_a_version_is_read_by_its_digest(reader: Reader) -> None:
    fox = editions(reader.program, 1, 2)
    [former] = reader.program.library.versions(fox)
    now = reader.program.library.article(fox)

    was = reader.program.library.as_it_was(fox, former.digest)

    assert (was.text, was.digest) == (edition(1), hashlib.sha256(edition(1).encode()).hexdigest())
    assert reader.program.library.as_it_was(fox, now.digest) == now
    with pytest.raises(UnknownArticle, match="no version"):
        reader.program.library.as_it_was(fox, "0" * 64)


def test_the_one_text_that_a_library_from_before_kept_becomes_a_version(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(gzip.decompress(PACKED.read_bytes()))
    with closing(sqlite3.connect(file)) as connection:
        [(article,)] = connection.execute("SELECT id FROM articles LIMIT 1").fetchall()
        connection.execute("UPDATE articles SET changed = '2025-01-01T00:00:00+00:00' WHERE id = ?", (article,))
        connection.execute("INSERT OR REPLACE INTO previous VALUES (?, 'Before.')", (article,))
        connection.commit()

    library = SqliteLibrary(tmp_path)

    [former] = library.versions.versions(article)
    assert (former.text, former.ended) == ("Before.", "2025-01-01T00:00:00+00:00")
    assert former.digest == hashlib.sha256(b"Before.").hexdigest()
    with library.snapshot() as snapshot:
        assert snapshot.previous(article) == "Before."
    library.close()


def test_the_layouts_up_to_date_and_new_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / FILE_NAME).write_bytes(gzip.decompress(PACKED.read_bytes()))
    made = []
    for name in ("old", "new"):
        SqliteLibrary(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name / FILE_NAME)) as connection:
            made.append(sorted(connection.execute("SELECT type, name FROM sqlite_schema").fetchall()))
            assert connection.execute("SELECT published_at FROM articles WHERE published_at > ''").fetchall() == []

    assert made[0] == made[1]
    assert schema.SCHEMA_VERSION > 11


def test_the_command_prints_versions_and_what_changed(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    fox = editions(reader.program, 1, 2)
    digest = reader.program.library.versions(fox)[0].digest

    def run(*arguments: str) -> str:
        assert main(arguments, open_program=lambda _: reader.program) == 0
        return capsys.readouterr().out

    shown = json.loads(run("--versions", fox, "--json"))
    assert [one["digest"] for one in shown["versions"]] == [digest]
    assert run("--versions", fox).splitlines()[1:] == ["  - 1", "  + 2"]
    assert json.loads(run("--show", fox, "--version", digest, "--json"))["text"] == edition(1)
    assert edition(1) in run("--show", fox, "--version", digest)
    assert main(["--show", fox, "--version", "none"], open_program=lambda _: reader.program) == 1
    with pytest.raises(SystemExit):
        main(["--version", digest], open_program=lambda _: reader.program)


def test_an_old_quote_opens_the_version_that_it_came_from(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    fox = editions(reader.program, 1)
    before = reader.program.library.article(fox)
    start = before.text.index("Edition 1")
    quote = Citation(
        number=1,
        quote="Edition 1",
        start=start,
        end=start + len("Edition 1"),
        article=CitedArticle(id=fox, source=before.source, digest=before.digest),
    )
    editions(reader.program, 2)
    session = Session(reader.program)
    monkeypatch.setattr(session, "citations", lambda: {"0.1": quote})

    session.opened = Opened(fox, "0.1")
    as_quoted = _article(session, session.citations())
    session.opened = Opened(fox, "0.1", now=True)
    now = _article(session, session.citations())

    def marked(shown: dict[str, object]) -> str:
        paragraphs: list[dict[str, list[dict[str, str]]]] = shown["paragraphs"]  # type: ignore[assignment]
        pieces = (piece for one in paragraphs for piece in one["segments"])
        return "".join(piece["text"] for piece in pieces if piece["emphasis"] == "chosen")

    assert (as_quoted["notice"], as_quoted["now"], marked(as_quoted)) == (
        labels.AS_QUOTED,
        labels.SHOW_NOW,
        "Edition 1",
    )
    assert (now["notice"], now["quote"], marked(now)) == (labels.CHANGED, "Edition 1", "")
    assert as_quoted["opened"] != now["opened"]
