"""A library of layout 11, from before an answer's footer was a value.

``library_layout_11.sqlite3.gz`` was written by the program of that layout: one conversation over three invented
articles, with quoted, written, refused and joined answers.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.values import EVERYTHING, Answer, Article, Footer, KeptTurn, RefusalReason, Source, Standing
from domain.writing import Change, Version
from ingest.extract.examine import Examiner
from ingest.identity import digest_of
from store import SqliteConversations, SqliteLibrary
from store.connections import FILE_NAME
from tests.asking import footer_of
from text.derived import derive
from ui import labels
from ui.view_models.article_lines import entry_data

PACKED = Path(__file__).parent / "library_layout_11.sqlite3.gz"

Stored = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(PACKED.read_bytes()))
    return tmp_path


@pytest.fixture
def stored(folder: Path) -> list[Stored]:
    """The answers as the former program stored them, before the file is opened by this one."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (11,)
        return [json.loads(row[0]) for row in connection.execute("SELECT answer FROM exchanges ORDER BY place")]


@pytest.fixture
def conversations(folder: Path, stored: list[Stored]) -> Iterator[SqliteConversations]:
    SqliteLibrary(folder).close()
    opened = SqliteConversations(folder)
    yield opened
    opened.close()


def turns_of(conversations: SqliteConversations) -> tuple[KeptTurn, ...]:
    [entry] = conversations.entries()
    return conversations.read(entry.id).turns


def answers_of(conversations: SqliteConversations) -> list[Answer]:
    return [turn.answer for turn in turns_of(conversations) if turn.answer]


def test_every_footer_is_shown_as_it_was(stored: list[Stored], conversations: SqliteConversations) -> None:
    answers = answers_of(conversations)

    shown = [(footer_of(answer), [footer_of(part) for part in answer.parts]) for answer in answers]

    assert shown == [(one["foot"], [part["foot"] for part in one["parts"]]) for one in stored]
    assert shown[1][0] == (
        "1 quote, word for word · 1 article · 3 November 2025 · “last week”: the week before 3 November 2025 · "
        "also in The Evening Tide · 1 independent source"
    )
    assert [part for _, parts in shown for part in parts] == [
        "1 quote, word for word · 1 article · undated",
        "1 quote, word for word · 1 article · 4 November 2025 · also in Coast Courier · 1 independent source",
        "",
    ]


def test_an_answer_without_a_footer_still_has_none(stored: list[Stored], conversations: SqliteConversations) -> None:
    of_each = zip(stored, answers_of(conversations), strict=True)

    without = [(answer.footer, [part.footer for part in answer.parts if not footer_of(part)]) for _, answer in of_each]

    assert without.count((None, [])) == sum(one["foot"] == "" for one in stored) > 0
    assert [parts for _, parts in without if parts] == [[None]]


def test_nothing_else_of_the_answers_is_lost(stored: list[Stored], conversations: SqliteConversations) -> None:
    def read(answer: Answer) -> list[object]:
        texts = [statement.text for statement in answer.statements]
        quotes = [(one.number, one.quote, list(one.also)) for one in (*answer.citations, *answer.nearest)]
        own = [answer.kind, answer.mode, answer.lead, answer.refusal, answer.as_of, answer.evidence, texts, quotes]
        return [*own, answer.written and answer.written.reply, *(read(part) for part in answer.parts)]

    def kept(answer: Stored) -> list[object]:
        texts = [statement["text"] for statement in answer["statements"]]
        quotes = [(one["number"], one["quote"], one["also"]) for one in (*answer["citations"], *answer["nearest"])]
        own = [answer[name] for name in ("kind", "mode", "lead", "refusal", "as_of", "evidence")]
        written = answer["written"] and answer["written"]["reply"]
        return [*own, texts, quotes, written, *(kept(part) for part in answer["parts"])]

    assert [turn.error for turn in turns_of(conversations)] == [None] * len(stored)
    assert [read(answer) for answer in answers_of(conversations)] == [kept(answer) for answer in stored]


def test_the_reasons_of_refusals_are_read_as_values(conversations: SqliteConversations) -> None:
    reasons = {answer.refusal for answer in answers_of(conversations)}

    assert reasons >= {
        RefusalReason.NOT_MENTIONED,
        RefusalReason.PHRASE_NOT_FOUND,
        RefusalReason.NO_QUESTION,
        RefusalReason.NO_ARTICLES_IN_SCOPE,
        RefusalReason.OTHER_LANGUAGE,
        RefusalReason.UNSUPPORTED,
        RefusalReason.CANNOT_TELL,
        RefusalReason.STOPPED,
    }


def test_the_conversation_goes_on_with_footers_as_values(conversations: SqliteConversations) -> None:
    [entry] = conversations.entries()
    answer = Answer(question="And?", kind="answer", lead="", footer=Footer(quotes=1, articles=1, newest="2025-11-03"))

    conversations.answer(entry.id, conversations.ask(entry.id, "And?", EVERYTHING), answer)

    assert answers_of(conversations)[-1] == answer


def found_by(library: SqliteLibrary, word: str) -> int:
    with library.snapshot() as snapshot:
        return len(snapshot.match_articles([word], limit=9, scope=EVERYTHING))


def test_examining_enters_the_words_of_its_articles_by_language(folder: Path, stored: list[Stored]) -> None:
    library = SqliteLibrary(folder)
    with library.snapshot() as snapshot:
        first = snapshot.article(snapshot.entries()[0].id)
        assert snapshot.languages() == frozenset()
    word = max(first.text.split(), key=len).strip(".,")
    before = found_by(library, word)

    Examiner(library=library, waiting=library.reading_list, examine=derive).examine_all()

    assert found_by(library, word) == before > 0
    assert not library.checkup.keywords_differ()
    with library.snapshot() as snapshot:
        assert snapshot.languages() == {"en"}
    library.close()


def test_an_article_from_before_is_examined_by_the_background_job(folder: Path, stored: list[Stored]) -> None:
    library = SqliteLibrary(folder)
    examiner = Examiner(library=library, waiting=library.reading_list, examine=derive)
    with library.snapshot() as snapshot:
        before = snapshot.entries()
    assert all(labels.NOT_EXAMINED in entry_data(entry, {})["facts"] for entry in before)

    examined = examiner.examine_all()

    with library.snapshot() as snapshot:
        after = snapshot.entries()
        articles = [snapshot.article(entry.id) for entry in after]
    assert examined == len(before) > 0
    assert [entry.findings for entry in after] == [()] * len(before)
    assert [(one.language, one.spans) for one in articles] == [
        (derive(one.text).language, derive(one.text).spans) for one in articles
    ]
    assert not any(labels.NOT_EXAMINED in entry_data(entry, {})["facts"] for entry in after)
    assert examiner.examine_all() == 0
    library.close()


def test_an_article_from_before_can_be_displaced_and_withdrawn(folder: Path, stored: list[Stored]) -> None:
    library = SqliteLibrary(folder)
    with library.snapshot() as snapshot:
        first = snapshot.entries()[0]
    assert first.standing == Standing()
    text = "Another text"
    article = Article(id="new", source=Source(title="T"), text=text, digest=digest_of(text))
    version = Version(article=article, identity=first.identity, duplicate_of=first.id, found=True, displaces=first.id)

    library.commit(Change(versions=(version,), notices={first.id: "Withdrawn."}), {}, embedder="e")

    assert [entry.id for entry in library.formerly(first.identity)] == [first.id]
    assert (library.by_identity(first.identity) or first).id == "new"
    standing = (library.by_id(first.id) or first).standing
    assert standing.withdrawn == "Withdrawn."
    assert (standing.replaced is not None) == first.identity.startswith(("url:", "file:"))
    library.close()


def test_an_article_of_a_former_library_does_not_say_what_it_was_made_from(folder: Path, stored: list[Stored]) -> None:
    library = SqliteLibrary(folder)

    with library.snapshot() as snapshot:
        articles = [snapshot.article(entry.id) for entry in snapshot.entries()]

    assert {(one.source.format, one.source.extractor) for one in articles} == {(None, None)}
    assert all(one.read_at for one in articles)
    library.close()
