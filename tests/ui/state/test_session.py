"""One page's memory: questions are kept in their order, and work goes on whatever is clicked."""

import gc
import threading
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain.errors import LibraryBusy
from domain.values import EVERYTHING, Answer, Citation, CitedArticle, Scope, Source, Turn
from store import SqliteConversations, SqliteLibrary
from ui import labels
from ui.errors import sentence
from ui.state.conversation import Live
from ui.state.session import EXPECTING_S, Opened, Session
from ui.state.worker import Worker, settle
from ui.view_models.answer import as_the_page, no_footer

PATIENCE_S = 5


class FakeProgram:
    """Answers each question with itself; remembers the turns that it was given. Keeps conversations for good."""

    folder: Path
    model: str | None = None
    expecting = False
    language = staticmethod(as_the_page)
    footer_text = staticmethod(no_footer)

    def __init__(self) -> None:
        SqliteLibrary(self.folder).close()
        self.ask = self.export = self.library = self.background = self
        self.parts = SimpleNamespace(conversations=lambda: self.conversations)
        self.conversations = SqliteConversations(self.folder)
        self.go = threading.Event()
        self.go.set()
        self.seen: list[tuple[Turn, ...]] = []
        self.scopes: list[Scope] = []
        self.judged: list[tuple[str, str, str]] = []

    def quote(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        assert self.go.wait(PATIENCE_S)
        self.seen.append(tuple(turns))
        self.scopes.append(scope)
        if question == "busy?":
            raise LibraryBusy("Another program is writing.", hint="Ask again.")
        cited = CitedArticle(id="a", source=Source(title="T"), digest="d")
        citation = Citation(number=1, quote=question, start=0, end=len(question), article=cited)
        return Answer(question=question, kind="answer", lead="", citations=(citation,))

    def save(self, turns: Sequence[Turn], form: str) -> str:
        return f"{form} of {', '.join(turn.question for turn in turns)}"

    def judge(self, answer: Answer, verdict: str, *, reason: str = "", answering: int | None = None) -> None:
        assert answering is None
        self.judged.append((answer.question, verdict, reason))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeProgram, "folder", tmp_path, raising=False)


def session() -> tuple[Session, FakeProgram]:
    program = FakeProgram()
    return Session(program), program  # type: ignore[arg-type]


def test_a_question_is_kept_before_it_is_answered() -> None:
    memory, program = session()
    program.go.clear()

    memory.ask("why?")

    assert [exchange.question for exchange in memory.exchanges] == ["why?"]
    assert memory.answering
    program.go.set()
    settle(memory.exchanges[0].answer, within_s=PATIENCE_S)
    assert not memory.answering


def test_a_question_waits_for_the_first_article_that_is_being_brought_in() -> None:
    memory, program = session()
    program.expecting = True

    answer = memory.ask("why?").answer
    settle(answer, within_s=3 * EXPECTING_S)

    assert not program.seen
    program.expecting = False
    settle(answer, within_s=PATIENCE_S)
    assert answer.result().question == "why?"


def test_stopping_a_question_that_waits_for_the_first_article_lets_the_next_one_be_answered() -> None:
    memory, program = session()
    program.expecting = True
    waiting = memory.ask("why?").answer

    memory.stop()

    settle(waiting, within_s=PATIENCE_S)
    assert waiting.done()


def test_a_question_asked_meanwhile_sees_the_answer_before_it() -> None:
    memory, program = session()
    program.go.clear()
    memory.ask("one?")
    second = memory.ask("two?")

    program.go.set()
    settle(second.answer, within_s=PATIENCE_S)

    assert [[turn.question for turn in turns] for turns in program.seen] == [[], ["one?"]]


def test_a_question_asked_on_its_own_sees_no_conversation() -> None:
    memory, program = session()
    memory.ask("one?")

    settle(memory.ask("two?", alone=True).answer, within_s=PATIENCE_S)

    assert program.seen[-1] == ()


def test_the_scope_that_is_set_is_kept_for_every_question_until_it_is_changed() -> None:
    memory, program = session()
    memory.scope = Scope(since="2025-01-01")

    memory.ask("one?")
    memory.ask("and two?")
    settle(memory.ask("three?", everywhere=True).answer, within_s=PATIENCE_S)

    assert program.scopes == [Scope(since="2025-01-01"), Scope(since="2025-01-01"), EVERYTHING]
    assert memory.scope == Scope(since="2025-01-01")


def test_a_question_that_is_stopped_says_so_and_stays_so_after_a_restart() -> None:
    memory, program = session()
    program.go.clear()
    memory.ask("one?")

    memory.stop()
    stopped = str(memory.exchanges[0].answer.exception())
    program.go.set()
    after = memory.ask("two?")
    settle(after.answer, within_s=PATIENCE_S)
    memory._answering.do(lambda: None).result(PATIENCE_S)  # what comes behind the answers is done
    memory.stop()
    other = again(program)
    other.turn_to_conversation(memory.talk.id)

    assert stopped == f"{labels.STOPPED} {labels.ASK_IT_AGAIN}"
    assert [one.succeeded for one in memory.exchanges] == [False, True]
    assert program.seen[-1] == ()
    assert str(other.exchanges[0].answer.exception()) == stopped
    assert other.exchanges[1].succeeded


def test_a_failed_question_stays_and_the_next_one_is_answered() -> None:
    memory, program = session()
    memory.ask("busy?")
    after = memory.ask("well?")
    settle(after.answer, within_s=PATIENCE_S)

    assert [exchange.succeeded for exchange in memory.exchanges] == [False, True]
    assert program.seen[-1] == ()
    assert sentence(memory.exchanges[0].answer.exception()) == "Another program is writing. Ask again."  # type: ignore[arg-type]


def test_each_citation_of_the_conversation_has_its_own_address() -> None:
    memory, _ = session()
    memory.ask("one?")
    settle(memory.ask("two?").answer, within_s=PATIENCE_S)

    assert {address: citation.quote for address, citation in memory.citations().items()} == {
        "0:1": "one?",
        "1:1": "two?",
    }


def test_an_answer_is_judged_once_and_only_if_it_is_there() -> None:
    memory, program = session()
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)

    memory.judge("0", "bad", reason="no")
    memory.judge("0", "good")
    memory.judge("5", "good")
    memory.judge("-1", "good")

    assert program.judged == [("one?", "bad", "no")]
    assert memory.tools.verdicts == {"0": "bad"}


def test_how_an_answer_was_found_is_shown_and_hidden_again() -> None:
    memory, _ = session()

    memory.explain("0")
    shown = set(memory.tools.explained)
    memory.explain("0")

    assert (shown, memory.tools.explained) == ({"0"}, set())


def again(program: FakeProgram, live: Live | None = None) -> Session:
    """A page that is loaded on the same program."""
    return Session(program, live)  # type: ignore[arg-type]


def test_a_conversation_is_kept_with_its_scope_and_goes_on_after_a_restart() -> None:
    memory, program = session()
    memory.scope = Scope(since="2025-01-01")
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    settle(memory.ask("busy?").answer, within_s=PATIENCE_S)
    memory._answering.do(lambda: None).result(PATIENCE_S)  # what comes behind the answers is done

    other = again(program)
    other.turn_to_conversation(memory.talk.id)
    settle(other.ask("three?").answer, within_s=PATIENCE_S)

    assert [one.question for one in other.exchanges] == ["one?", "busy?", "three?"]
    assert other.exchanges[0].answer.result() == memory.exchanges[0].answer.result()
    assert str(other.exchanges[1].answer.exception()) == "Another program is writing. Ask it again."
    assert [turn.question for turn in program.seen[-1]] == ["one?"]
    assert program.scopes[-1] == Scope(since="2025-01-01")


def test_a_question_that_a_crash_interrupted_is_there_and_says_so() -> None:
    memory, program = session()
    program.go.clear()
    memory.ask("why?")

    other = again(program)
    other.turn_to_conversation(memory.talk.id)
    program.go.set()

    [exchange] = other.exchanges
    assert exchange.question == "why?"
    assert str(exchange.answer.exception()) == f"{labels.INTERRUPTED} {labels.ASK_IT_AGAIN}"


def test_a_page_loaded_again_in_the_middle_waits_for_the_same_answer() -> None:
    live = Live()
    program = FakeProgram()
    memory = again(program, live)
    program.go.clear()
    memory.ask("why?")

    other = again(program, live)
    other.turn_to_conversation(memory.talk.id)
    waiting = other.answering
    program.go.set()
    settle(other.exchanges[0].answer, within_s=PATIENCE_S)

    assert waiting
    assert other.exchanges[0].succeeded


def test_a_conversation_that_no_page_shows_is_let_go_once_it_is_answered_and_read_again_when_it_is_opened() -> None:
    live = Live()
    program = FakeProgram()
    memory = again(program, live)
    program.go.clear()
    exchange, talk_id = memory.ask("why?"), memory.talk.id
    assert talk_id is not None

    memory.turn_to_conversation(None)
    gc.collect()
    waiting = list(live)
    program.go.set()
    settle(exchange.answer, within_s=PATIENCE_S)
    memory._answering.do(lambda: None).result(PATIENCE_S)  # what comes behind the answer is done
    del exchange
    gc.collect()

    assert (waiting, list(live)) == ([talk_id], [])
    memory.turn_to_conversation(talk_id)
    assert [one.succeeded for one in memory.exchanges] == [True]


def test_an_unknown_conversation_is_an_empty_one_that_says_so_until_something_is_asked() -> None:
    memory, _ = session()

    memory.turn_to_conversation("nobody")
    unknown = memory.talk.unknown
    memory.turn_to_conversation(None)

    assert (unknown, memory.talk.unknown, memory.exchanges) == (True, False, [])
    memory.turn_to_conversation("nobody")
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    assert not memory.talk.unknown
    assert memory.talk.id not in {None, "nobody"}


def test_a_deleted_conversation_closes_and_what_is_asked_next_begins_a_new_one() -> None:
    memory, program = session()
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    first = memory.talk.id
    assert first is not None

    memory.delete_conversation(first)
    settle(memory.ask("two?").answer, within_s=PATIENCE_S)

    assert [one.question for one in memory.exchanges] == ["two?"]
    assert [one.id for one in program.conversations.entries()] == [memory.talk.id]


def test_a_conversation_that_was_deleted_is_unknown_to_every_page_from_then_on() -> None:
    live, program = Live(), FakeProgram()
    memory, other = again(program, live), again(program, live)
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    first, open_elsewhere = memory.talk.id, memory.talk
    assert first is not None

    other.delete_conversation(first)
    other.follow(first)

    assert other.talk.unknown
    assert other.talk is not open_elsewhere


def test_a_question_asked_where_the_conversation_was_deleted_elsewhere_begins_one_that_is_kept() -> None:
    memory, program = session()
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    first = memory.talk.id
    again(program).delete_conversation(first or "")

    settle(memory.ask("two?").answer, within_s=PATIENCE_S)

    assert memory.talk.id != first
    assert [one.title for one in program.conversations.entries()] == ["two?"]


def test_deleting_another_conversation_leaves_the_open_one_where_it_is() -> None:
    memory, _ = session()
    settle(memory.ask("one?").answer, within_s=PATIENCE_S)
    first = memory.talk.id
    assert first is not None
    memory.turn_to_conversation(None)
    settle(memory.ask("two?").answer, within_s=PATIENCE_S)

    memory.delete_conversation(first)

    assert [one.question for one in memory.exchanges] == ["two?"]


def test_another_conversation_is_opened_without_the_article_of_the_last_one() -> None:
    memory, _ = session()
    memory.turn_to(Opened("a", "0:1"), at_ms=1)

    memory.turn_to_conversation(None)

    assert memory.opened is None


def test_one_answer_is_taken_along_alone_and_the_conversation_without_what_failed() -> None:
    memory, _ = session()
    for question in ("one?", "busy?", "two?"):
        settle(memory.ask(question).answer, within_s=PATIENCE_S)

    packs = []
    for number, address in enumerate(("2", "", "1")):
        memory.save(address, "html", number=number)
        assert memory.file is not None
        packs.append((memory.file.text, memory.file.id))

    assert packs == [("html of two?", "0"), ("html of one?, two?", "1"), ("html of one?, two?", "1")]
    memory.saved("0")
    assert memory.file is not None
    memory.saved("1")
    assert memory.file is None


def test_readers_who_logged_in_do_not_see_each_others_conversations() -> None:
    program = FakeProgram()
    ann, bo = (Session(program, reader=name) for name in ("ann", "bo"))  # type: ignore[arg-type]
    settle(ann.ask("one?").answer, within_s=PATIENCE_S)

    bo.turn_to_conversation(ann.talk.id)

    assert bo.talk.unknown
    assert bo.exchanges == []


def test_of_two_clicks_the_later_one_counts_whichever_arrives_first() -> None:
    memory, _ = session()

    memory.turn_to(None, at_ms=2)
    memory.turn_to(Opened("a", "0:1"), at_ms=1)

    assert memory.opened is None


def test_a_surprise_is_logged_in_full_and_told_in_one_sentence(caplog) -> None:
    def surprise() -> None:
        raise ZeroDivisionError

    future = Worker("test").do(surprise)
    settle(future, within_s=PATIENCE_S)

    assert sentence(future.exception()) == labels.UNEXPECTED  # type: ignore[arg-type]
    assert "ZeroDivisionError" in caplog.text


def test_h2_a_question_that_is_too_long_is_kept_in_no_conversation() -> None:
    memory, program = session()

    memory.ask("why? " * 800 + "?")
    settle(memory.ask("why?").answer, within_s=PATIENCE_S)

    assert [len(one.question) for one in memory.exchanges] == [4001, 4]
    kept = program.conversations.entries()
    assert [one.question for one in program.conversations.read(kept[0].id).turns] == ["why?"]
    assert len(kept) == 1
