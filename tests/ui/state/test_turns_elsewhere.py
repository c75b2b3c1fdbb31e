"""A conversation whose last turns another page holds says so, and shows them once they are there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import LibraryAway
from domain.values import EVERYTHING, Conversation
from store import SqliteConversations
from tests.ui.state.test_session import PATIENCE_S, FakeProgram
from ui import labels
from ui.pages.conversation import AWAY_MS, _look_ms, _welcome
from ui.state.session import Session
from ui.state.worker import settle


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProgram:
    monkeypatch.setattr(FakeProgram, "folder", tmp_path, raising=False)
    return FakeProgram()


def opened(program: FakeProgram, talk: str, last_turn: str) -> Session:
    made = Session(program)  # type: ignore[arg-type]
    made.follow(talk, last_turn)
    return made


def not_loading() -> str:
    return ""


def questions(session: Session) -> list[str]:
    return [exchange.question for exchange in session.exchanges]


def test_turns_that_another_page_holds_are_named_and_shown_once_they_are_stored(program: FakeProgram) -> None:
    talk = program.conversations.begin("one?")
    program.conversations.ask(talk, "one?", EVERYTHING, turn_id="first")

    page = opened(program, talk, "second")
    page.look_for_turns()

    assert (page.talk.missing, page.held, questions(page)) == ("second", "second", ["one?"])
    assert _look_ms(page, not_loading) == AWAY_MS
    program.conversations.ask(talk, "two?", EVERYTHING, turn_id="second")
    page.look_for_turns()
    assert (page.talk.missing, page.held, questions(page)) == ("", "", ["one?", "two?"])
    assert _look_ms(page, not_loading) == 0


def test_turns_that_are_stored_already_are_not_missed(program: FakeProgram) -> None:
    talk = program.conversations.begin("one?")
    program.conversations.ask(talk, "one?", EVERYTHING, turn_id="first")

    assert opened(program, talk, "first").talk.missing == ""


def test_a_conversation_that_cannot_be_opened_is_opened_when_the_database_is_back(
    program: FakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = program.conversations.begin("one?")
    program.conversations.ask(talk, "one?", EVERYTHING)

    def away(self: SqliteConversations, conversation_id: str) -> Conversation:
        raise LibraryAway("It cannot be opened at the moment.", hint="Wait.")

    with monkeypatch.context() as broken:
        broken.setattr(SqliteConversations, "read", away)
        page = opened(program, talk, "")
        page.look_for_turns()
        assert _welcome(page)["title"] == labels.AWAY_TITLE
        assert _look_ms(page, not_loading) == AWAY_MS
    page.look_for_turns()

    assert (questions(page), page.talk.id, page.stale) == (["one?"], talk, True)


def test_what_is_asked_where_a_conversation_cannot_be_opened_begins_another(
    program: FakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Callable[[SqliteConversations, str], Conversation] = SqliteConversations.read
    talk = program.conversations.begin("one?")

    def away(self: SqliteConversations, conversation_id: str) -> Conversation:
        if conversation_id == talk:
            raise LibraryAway("It cannot be opened at the moment.", hint="Wait.")
        return read(self, conversation_id)

    monkeypatch.setattr(SqliteConversations, "read", away)
    page = opened(program, talk, "")

    settle(page.ask("two?").answer, within_s=PATIENCE_S)

    assert page.talk.id not in (None, talk)
    assert (page.talk.away, page.talk.unknown, questions(page)) == ("", False, ["two?"])
