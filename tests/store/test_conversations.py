"""Conversations are kept as they were, found by their words, renamed and deleted."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assembly import Services
from domain.errors import UnknownConversation
from domain.values import EVERYTHING, Answer, Reason, ReasonKind, Scope, Statement
from store import SqliteConversations, SqliteLibrary, schema
from store.connections import FILE_NAME
from tests.asking import material
from tests.stores import Stores

BREAD = "Petra Vahl of Tarvale has won the bread prize. The prize is worth 8,500 crowns. Her father opened the shop."


@pytest.fixture
def kept(tmp_path: Path, stores: Stores) -> SqliteConversations:
    return SqliteConversations(tmp_path, connections=stores.open(tmp_path).connections)


def answer(text: str) -> Answer:
    return Answer(
        question="?", kind="answer", lead="", statements=(Statement(text=text, citations=(), support="verbatim"),)
    )


def talk_about(kept: SqliteConversations, question: str, text: str = "") -> str:
    made = kept.begin(question)
    kept.answer(made, kept.ask(made, question, EVERYTHING), answer(text))
    return made


def test_an_answer_comes_back_as_it_went_in(over: Callable[..., Services]) -> None:
    program = over(material(BREAD, title="Bread of the year", published="2024-03-01"))
    kept = program.parts.conversations()
    questions = ["How much is the bread prize worth?", "What did Zebulon Quist say? Who won the prize?", "hello"]
    scope = Scope(since="2024-01-01", within=frozenset({program.library.entries()[0].id}))
    made = kept.begin(questions[0])

    answers = [program.ask.quote(question, scope=scope) for question in questions]
    for question, one in zip(questions, answers, strict=True):
        kept.answer(made, kept.ask(made, question, scope), one)

    turns = kept.read(made).turns
    assert [turn.question for turn in turns] == questions
    assert [turn.answer for turn in turns] == answers
    assert [turn.scope for turn in turns] == [scope] * 3


def test_a_question_is_kept_before_it_is_answered_and_an_error_too(kept: SqliteConversations) -> None:
    made = kept.begin("Why?")
    kept.ask(made, "Why?", EVERYTHING)
    kept.answer(made, kept.ask(made, "When?", EVERYTHING), "Another process is writing.")

    first, second = kept.read(made).turns
    assert (first.answer, first.error) == (None, None)
    assert (second.answer, second.error) == (None, "Another process is writing.")


def test_an_answer_of_another_version_does_not_hide_its_conversation(kept: SqliteConversations) -> None:
    made = talk_about(kept, "Why?", "Because.")
    with kept._connections.writing() as connection:
        connection.execute("UPDATE exchanges SET answer = '{}'")

    [turn] = kept.read(made).turns

    assert (turn.question, turn.answer) == ("Why?", None)
    assert "another version" in (turn.error or "")


def test_the_last_changed_comes_first_and_the_first_question_is_the_title(kept: SqliteConversations) -> None:
    older, newer = talk_about(kept, "What about\nthe bridge?"), talk_about(kept, "And the ferry?" + " Well?" * 40)
    assert [one.title for one in kept.entries()] == [("And the ferry?" + " Well?" * 11), "What about the bridge?"]

    kept.ask(older, "Still?", EVERYTHING)

    assert [one.id for one in kept.entries()] == [older, newer]


@pytest.mark.parametrize("sought", ["bridges", "keeper", "lighthouse geese", "toll"])
def test_a_conversation_is_found_by_its_title_its_questions_and_what_was_quoted(
    kept: SqliteConversations, sought: str
) -> None:
    made = talk_about(kept, "What about the bridge?", "The keeper counted the geese.")
    kept.ask(made, "And the toll?", EVERYTHING)
    talk_about(kept, "Who baked the bread?")

    assert [one.id for one in kept.entries(sought)] == [made]


@pytest.mark.parametrize("sought", ['"', "*", "NEAR(", "title:", "-", "\0"])
def test_nothing_that_is_typed_breaks_the_search(kept: SqliteConversations, sought: str) -> None:
    talk_about(kept, "Who baked the bread?")

    assert kept.entries(sought) == []


def test_a_new_title_is_found_and_the_old_one_is_not(kept: SqliteConversations) -> None:
    made = kept.begin("Bridge")

    kept.rename(made, "Ferry")

    assert kept.read(made).title == "Ferry"
    assert [one.id for one in kept.entries("ferry")] == [made]
    assert kept.entries("bridge") == []


def test_what_is_deleted_is_gone_and_a_late_answer_does_not_bring_it_back(kept: SqliteConversations) -> None:
    made, other = talk_about(kept, "Bridge"), talk_about(kept, "Ferry")
    place = kept.ask(made, "Why?", EVERYTHING)

    kept.delete(made)
    kept.answer(made, place, answer("Late."))

    assert [one.id for one in kept.entries()] == [other]
    assert kept.entries("bridge") == []
    with pytest.raises(UnknownConversation):
        kept.read(made)
    with pytest.raises(UnknownConversation):
        kept.delete(made)
    with pytest.raises(UnknownConversation):
        kept.rename(made, "x")
    with pytest.raises(UnknownConversation):
        kept.ask(made, "?", EVERYTHING)


def test_a_reader_who_logged_in_finds_only_what_is_their_own(kept: SqliteConversations) -> None:
    ann, bo = kept.of("issuer ann"), kept.of("issuer bo")
    hers, anybodys = talk_about(ann, "Who won the prize?"), talk_about(kept, "Who lost the prize?")

    assert [entry.id for entry in ann.entries()] == [entry.id for entry in ann.entries("prize")] == [hers]
    assert bo.entries() == bo.entries("prize") == []
    assert [entry.id for entry in kept.entries("prize")] == [anybodys]


@pytest.mark.parametrize(
    "meddle",
    [
        lambda others, its: others.read(its),
        lambda others, its: others.ask(its, "And?", EVERYTHING),
        lambda others, its: others.rename(its, "Mine"),
        lambda others, its: others.delete(its),
    ],
    ids=["read", "ask", "rename", "delete"],
)
def test_a_conversation_of_another_reader_is_unknown(
    kept: SqliteConversations, meddle: Callable[[SqliteConversations, str], object]
) -> None:
    hers = talk_about(kept.of("issuer ann"), "Who won the prize?", "Petra Vahl.")

    with pytest.raises(UnknownConversation):
        meddle(kept.of("issuer bo"), hers)

    kept.of("issuer bo").answer(hers, 0, answer("Nobody."))
    [turn] = kept.of("issuer ann").read(hers).turns
    assert turn.answer
    assert turn.answer.statements[0].text == "Petra Vahl."


def test_reasons_of_a_library_of_the_layout_before_they_were_values_are_printed_as_they_were(tmp_path: Path) -> None:
    texts = ["number: 63", "not told: submarines", "negation added"]
    statement = {"text": "63.", "citations": [], "support": "unsupported", "reasons": texts}
    part = {"question": "?", "kind": "answer", "lead": "", "statements": [statement]}
    kept = json.dumps({**part, "parts": [part]}, separators=(",", ":"))
    before = schema._STEPS[: schema._STEPS.index(schema._reasons_as_values)]
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    for step in before:
        for sql in step.split(";\n"):
            connection.execute(sql)
    connection.execute("INSERT INTO conversations (number, id, title, changed) VALUES (1, 'c', '?', '2025')")
    connection.execute("INSERT INTO exchanges VALUES (1, 0, '?', '{}', ?, NULL)", (kept,))
    connection.execute(f"PRAGMA user_version = {len(before)}")
    connection.close()

    SqliteLibrary(tmp_path).close()

    conversations = SqliteConversations(tmp_path)
    [turn] = conversations.read("c").turns
    conversations.close()
    assert turn.answer
    reasons = turn.answer.statements[0].reasons
    assert reasons[0] == Reason(ReasonKind.NUMBER, "63")
    assert [str(reason) for reason in reasons] == texts
    assert turn.answer.parts[0].statements[0].reasons == reasons
