"""Written answers on the page: which model is chosen, words as they come, stopping, the way to the quoted answer."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain.errors import ModelBusy
from domain.values import EVERYTHING, Answer, ModelOffer, Scope, Statement, Trace, Turn, Usage, Written
from store import SqliteConversations, SqliteLibrary
from tests.asking import article, cite
from ui import labels
from ui.components.answer_mode import label, leaves, offered, tokens_total
from ui.state.conversation import Exchange
from ui.state.partial_answer import Draft, chose, chosen
from ui.state.session import Session
from ui.state.worker import settle
from ui.view_models.answer import answer_data, as_the_page, no_footer
from ui.view_models.answer_details import Tools, trace_data
from ui.view_models.copied_answer import copied
from ui.view_models.turns import Turns, turn_data

PATIENCE_S = 5
TRACE = Trace(evidence=0.5, threshold=0.2, missing=(), rankings={}, titles={}, sentences=())
HARBOUR = article("The quay is shut.")


def written(model: str, reply: str = "The quay is shut [1].") -> Answer:
    return Answer(
        question="Why?", kind="answer", lead="", mode="write", trace=TRACE, written=Written(model=model, reply=reply)
    )


CHOSEN = replace(written("ollama:small"), mode="choose")
QUOTED = Answer(question="Why?", kind="answer", lead="", trace=TRACE)
TALK = Answer(question="hello", kind="talk", lead="Hello.")


class Scripted:
    """A program whose model says two words and then waits to be stopped."""

    expecting = False
    language = staticmethod(as_the_page)
    footer_text = staticmethod(no_footer)

    def __init__(self, folder: Path) -> None:
        SqliteLibrary(folder).close()
        self.ask = self.export = self.library = self.background = self
        self.parts = SimpleNamespace(conversations=lambda: self.conversations)
        self.conversations = SqliteConversations(folder)
        self.model = "ollama:small"
        self.begun = threading.Event()
        self.models: list[str | None] = []

    def quote(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        return QUOTED

    def choose(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope,
        model: str,
        stopped: Callable[[], bool],
        on_part: Callable[[int, int], None],
    ) -> Answer:
        self.models.append(model)
        return CHOSEN

    def write(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope,
        model: str,
        on_text: Callable[[str], None],
        stopped: Callable[[], bool],
        on_part: Callable[[int, int], None],
    ) -> Answer:
        self.models.append(model)
        on_part(2, 4)
        if question == "busy?":
            raise ModelBusy("Too many.", hint="Wait.")
        on_text("The quay")
        self.begun.set()
        while not stopped():
            threading.Event().wait(0.01)
        return written(model)


@pytest.fixture
def program(tmp_path: Path) -> Scripted:
    return Scripted(tmp_path)


@pytest.fixture
def memory(program: Scripted) -> Session:
    return Session(program)  # type: ignore[arg-type]


def test_an_answer_to_be_written_that_waits_for_the_first_article_can_be_stopped(
    memory: Session, program: Scripted
) -> None:
    program.expecting = True
    exchange = memory.ask("Why?")

    memory.stop()

    settle(exchange.answer, within_s=PATIENCE_S)
    assert exchange.answer.done()


def test_what_is_written_so_far_is_there_until_the_answer_is(memory: Session, program: Scripted) -> None:
    exchange = memory.ask("Why?")
    assert program.begun.wait(PATIENCE_S)

    assert memory.drafts() == {"0": "The quay"}
    assert exchange.draft is not None
    assert exchange.draft.part == (2, 4)
    memory.stop()
    settle(exchange.answer, within_s=PATIENCE_S)
    assert memory.drafts() == {}
    assert exchange.answer.result().mode == "write"


def test_a_crash_while_an_answer_is_written_leaves_the_question_and_the_words_so_far(
    memory: Session, program: Scripted
) -> None:
    memory.ask("Why?")
    assert program.begun.wait(PATIENCE_S)

    after = Session(program)  # type: ignore[arg-type]
    after.follow(memory.talk.id)

    stated = str(after.exchanges[0].answer.exception())
    assert (after.exchanges[0].question, "“The quay”" in stated, "not checked" in stated) == ("Why?", True, True)
    memory.stop()


def test_the_whole_answer_takes_the_place_of_the_words_so_far(memory: Session, program: Scripted) -> None:
    memory.ask("Why?")
    assert program.begun.wait(PATIENCE_S)
    memory.stop()
    settle(memory.ask("And?", quoted=True).answer, within_s=PATIENCE_S)  # by then the first answer is kept

    after = Session(program)  # type: ignore[arg-type]
    after.follow(memory.talk.id)

    assert after.exchanges[0].answer.result().mode == "write"


def test_the_model_that_is_chosen_writes(memory: Session, program: Scripted) -> None:
    memory.model = "ollama:large"
    exchange = memory.ask("Why?")
    memory.stop()
    settle(exchange.answer, within_s=PATIENCE_S)

    assert program.models == ["ollama:large"]


def test_without_a_chosen_model_answers_are_quoted(memory: Session, program: Scripted) -> None:
    memory.model = None

    exchange = memory.ask("Why?")

    settle(exchange.answer, within_s=PATIENCE_S)
    assert (exchange.draft, exchange.answer.result()) == (None, QUOTED)


def test_a_model_that_is_to_choose_chooses_also_when_the_conversation_is_opened_again(
    memory: Session, program: Scripted
) -> None:
    memory.choosing = True

    exchange = memory.ask("Why?")

    settle(exchange.answer, within_s=PATIENCE_S)
    assert exchange.answer.result() == CHOSEN
    assert program.models == ["ollama:small"]
    assert [chose(answers) for answers in ([], [CHOSEN, TALK], [CHOSEN, QUOTED])] == [False, True, False]


def test_a_model_on_this_machine_is_offered_to_choose_first() -> None:
    offers = [ModelOffer(name="ollama:small", here=True), ModelOffer(name="openai:large", here=False)]

    assert offered(offers, None) == [
        (None, False),
        ("ollama:small", True),
        ("ollama:small", False),
        ("openai:large", False),
        ("openai:large", True),
    ]
    assert offered([], "other")[1:] == [("other", False), ("other", True)]


def test_tokens_stand_with_how_an_answer_was_found() -> None:
    usage = Usage(input_tokens=912, output_tokens=9)

    data = trace_data(TRACE, Written(model="small", reply="{}", usage=usage))

    assert "912 and 9" in data["lines"][-1]


def test_the_tokens_of_a_conversation_are_added_up_over_all_parts_of_its_answers() -> None:
    one = replace(CHOSEN, written=Written(model="m", reply="", usage=Usage(input_tokens=900, output_tokens=9)))
    both = Answer(question="Why? When?", kind="answer", lead="", parts=(one, one))

    assert tokens_total([QUOTED, both, one]) == labels.TOKENS_TOTAL.format(read="2,700", written="27")
    assert tokens_total([QUOTED, TALK]) == ""


def test_where_the_model_failed_the_quoted_answer_is_one_click_away(memory: Session) -> None:
    failed = memory.ask("busy?")
    settle(failed.answer, within_s=PATIENCE_S)
    turn = turn_data(failed, "0", "", Tools(), changed=False)
    assert turn["answer"]["lead"] == "Too many. Wait."  # type: ignore[index]
    assert turn["answer"]["instead"] == {"text": labels.QUOTE_INSTEAD, "question": "busy?"}  # type: ignore[index]

    quoted = memory.ask("busy?", quoted=True)

    settle(quoted.answer, within_s=PATIENCE_S)
    assert quoted.answer.result() == QUOTED


@pytest.mark.parametrize(
    ("answers", "model"),
    [
        ([], "set"),
        ([TALK], "set"),
        ([QUOTED], None),
        ([QUOTED, TALK], None),
        ([QUOTED, written("ollama:large")], "ollama:large"),
        ([written("ollama:large"), TALK], "ollama:large"),
        ([written("ollama:large"), QUOTED], None),
        ([written("small")], "set"),
    ],
)
def test_a_conversation_goes_on_as_its_last_answer_was_made(answers: list[Answer], model: str | None) -> None:
    assert chosen(answers, "set") == model


def test_a_new_conversation_begins_with_the_model_that_is_set(memory: Session) -> None:
    memory.model = None

    memory.turn_to_conversation(None)

    assert memory.model == "ollama:small"


def test_words_as_they_come_do_not_draw_the_turn_anew(memory: Session) -> None:
    turns, draft = Turns(), Draft()
    exchange = Exchange("Why?", Future(), draft=draft)

    def look() -> object:
        return turns.data([exchange], Tools(), waits="", digests={}, seen=turns.drawing)[0]["turn"]

    assert look()
    draft.show_text("The")
    assert look()
    draft.show_text("The quay is")
    assert look() is None


def test_sentences_that_a_model_wrote_run_on_and_doubtful_ones_say_so_when_copied_too() -> None:
    answer = Answer(
        question="Why?",
        kind="answer",
        lead="",
        mode="write",
        statements=(
            Statement(text="The quay is shut.", citations=(1,), support="verbatim"),
            Statement(text="It sank.", citations=(), support="unsupported"),
        ),
        citations=(cite(1, of=HARBOUR, quote="The quay is shut."),),
    )

    (group,) = answer_data(answer, "0")["groups"]

    assert group["prose"]
    assert [one["doubt"] for one in group["statements"]] == ["", labels.UNSUPPORTED]
    assert f"It sank. ({labels.UNSUPPORTED})" in copied(answer).plain


def test_the_raw_reply_can_be_looked_at() -> None:
    data = trace_data(TRACE, Written(model="small", reply="The quay [9]."))

    assert {"text": "The quay [9].", "score": ""} in data["rankings"][-1]["rows"]


def test_it_is_said_what_leaves_this_machine() -> None:
    assert label(None) == labels.MODE_QUOTE
    assert "Nothing leaves" in leaves(None, here=False)
    assert "nothing leaves it" in leaves("ollama:small", here=True)
    assert "provider of openai:large" in leaves("openai:large", here=False)
    assert label("small", choosing=True) == "Quotes chosen by small"
    assert "It chooses" in leaves("small", here=True, choosing=True)
    assert "provider of small. It chooses" in leaves("small", here=False, choosing=True)
