"""Answers that a model writes: what it may answer, what it is given, and what becomes of each of its statements."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from threading import Event

import pytest

from answering.writing.chat_model import load_model
from answering.writing.excerpts import tokens
from answering.writing.fakes import Reply, ScriptedModel
from answering.writing.reply import CANNOT_TELL
from assembly import Services
from domain.errors import ContextOverflow, ModelBusy, ModelError, ModelTooSlow
from domain.protocols import ChatModel
from domain.values import Answer, Footer, Message, Turn
from tests.answering.test_pipeline import BAKERY, HARBOUR
from tests.asking import assert_exact, footer_of, material, shown, texts, writing
from tests.model_server import model_server
from tests.small_model import NAME

Over = Callable[..., Services]

ASKED = "Who signed the order to close the harbour?"
TRUE = "Ilsa Dorn, the mayor, signed the order at noon [1]."
FALSE = "The harbour of Wexmouth has 63 submarines [1]."


@pytest.fixture
def harbour(over: Over) -> Services:
    return over(material(HARBOUR, outlet="The Tide", published="2025-10-06"))


@pytest.fixture
def both(over: Over) -> Services:
    return over(
        material(HARBOUR, outlet="The Tide", published="2025-10-06"),
        material(BAKERY, title="Bread of the year", author="Olav Reeve", published="2024-03-01"),
    )


def write(
    program: Services, *replies: Reply, question: str = ASKED, turns: Sequence[Turn] = (), **changes: object
) -> Answer:
    """The answer, checked for what must hold of each; every reply is that of a model that says just that."""
    answer = writing(program, ScriptedModel(*replies), **changes)(question, turns)
    assert_exact(answer, program)
    assert answer.mode == "write"
    return answer


def supports(answer: Answer) -> list[str]:
    return [statement.support for statement in answer.statements]


# Statements


def test_a_statement_leads_to_the_exact_words_that_carry_it(harbour: Services) -> None:
    answer = write(harbour, TRUE)

    assert texts(answer.statements) == ["Ilsa Dorn, the mayor, signed the order at noon."]
    assert answer.citations[0].quote == "Ilsa Dorn, the mayor, signed the order at noon."
    assert supports(answer) == ["verbatim"]


def test_words_of_the_models_own_are_supported_where_an_article_says_so(harbour: Services) -> None:
    answer = write(harbour, "The order was signed at noon by the mayor, Ilsa Dorn [1].")

    assert supports(answer) == ["supported"]
    assert "Ilsa Dorn" in answer.citations[0].quote


def test_what_no_article_carries_is_shown_as_such_and_counted(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} {FALSE}")

    assert supports(answer) == ["verbatim", "unsupported"]
    assert answer.statements[1].citations == ()
    assert answer.statements[1].reasons
    assert answer.footer == Footer(articles=1, newest="2025-10-06", statements=2, supported=1)


def test_what_no_article_carries_is_left_out_by_a_setting_never_in_silence(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} {FALSE}", hide_unsupported=True)

    assert supports(answer) == ["verbatim"]
    assert answer.footer == Footer(articles=1, newest="2025-10-06", statements=2, supported=1, hidden=1)
    assert answer.written
    assert answer.written.hidden == 1


def test_marks_that_lead_nowhere_are_removed_and_counted(harbour: Services) -> None:
    answer = write(harbour, "Ilsa Dorn, the mayor, signed the order at noon [1][7][99].")

    assert texts(answer.statements) == ["Ilsa Dorn, the mayor, signed the order at noon."]
    assert answer.statements[0].citations == (1,)
    assert answer.footer == Footer(articles=1, newest="2025-10-06", statements=1, supported=1, invented=2)


def test_a_statement_without_a_mark_gets_one_where_an_article_carries_it(harbour: Services) -> None:
    answer = write(harbour, "Ilsa Dorn, the mayor, signed the order at noon.")

    assert answer.statements[0].citations == (1,)


def test_a_statement_with_the_mark_of_another_article_leads_to_the_one_that_carries_it(both: Services) -> None:
    model = ScriptedModel("Ilsa Dorn, the mayor, signed the order at noon [2].")
    answer = writing(both, model, budget_tokens=3000)("Who signed the order, and who bakes the loaf of Tarvale?")

    assert_exact(answer, both)
    assert {citation.article.source.title for citation in answer.citations} == {"Harbour closes"}


def test_an_answer_of_which_nothing_is_carried_is_no_answer(harbour: Services) -> None:
    answer = write(harbour, f"{FALSE} {FALSE}")

    assert (answer.kind, answer.refusal) == ("closest", "unsupported")
    assert supports(answer) == ["unsupported", "unsupported"]
    assert answer.citations == ()
    assert any("signed the order" in citation.quote for citation in answer.nearest)
    assert answer.footer == Footer(statements=2)


def test_the_reply_is_kept_word_for_word(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} {FALSE} [9]")

    assert answer.written
    assert (answer.written.model, answer.written.reply) == ("scripted", f"{TRUE} {FALSE} [9]")


def test_pictures_and_addresses_in_a_reply_are_no_words_of_an_answer(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} ![pixel](https://e.example/?q=1) Read [more of it](https://e.example/2).")

    assert "e.example" not in shown(answer)
    assert "](" not in shown(answer)


# What is asked of the model


def test_a_model_is_asked_although_the_bundled_evidence_is_weak(harbour: Services) -> None:
    model = ScriptedModel(CANNOT_TELL)
    answer = writing(harbour, model)("What does Emmanuel Macron say about the harbour?")

    assert (answer.kind, answer.refusal) == ("closest", "cannot_tell")
    assert len(model.asked) == 1


@pytest.mark.parametrize("question", ["Wann wurde der Hafen denn eigentlich wieder geöffnet?", ""])
def test_what_is_certain_to_have_no_answer_asks_no_model(harbour: Services, question: str) -> None:
    model = ScriptedModel(TRUE)
    answer = writing(harbour, model)(question)

    assert answer.kind == "refusal"
    assert model.asked == []


@pytest.mark.parametrize(
    "message", ["hello", "thank you", "what can you do?", "what articles do you have?", "who wrote it?"]
)
def test_what_is_no_look_up_asks_no_model(harbour: Services, message: str) -> None:
    model = ScriptedModel(TRUE)
    answer = writing(harbour, model)(message)

    assert answer == harbour.ask.quote(message)
    assert model.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        CANNOT_TELL,
        f"**{CANNOT_TELL.lower()}.**",
        "The excerpts do not say who signed it.",
        "I cannot answer this from the excerpts.",
        "Unfortunately, the articles do not contain the answer. There is no information on it.",
    ],
)
def test_a_model_that_cannot_tell_leaves_the_closest_words(harbour: Services, reply: str) -> None:
    heard: list[str] = []
    answer = writing(harbour, ScriptedModel(reply))(ASKED, on_text=heard.append)

    assert (answer.kind, answer.refusal, answer.statements) == ("closest", "cannot_tell", ())
    assert any("signed the order" in citation.quote for citation in answer.nearest)
    assert not any(CANNOT_TELL in text.upper() for text in heard)


def test_what_a_model_says_beside_that_it_cannot_tell_is_checked(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} {CANNOT_TELL}")

    assert texts(answer.statements) == ["Ilsa Dorn, the mayor, signed the order at noon."]


def test_a_model_is_given_whole_sentences_with_title_outlet_and_date_between_fences(harbour: Services) -> None:
    model = ScriptedModel(TRUE)
    writing(harbour, model)(ASKED)

    system, asked = model.asked[0]
    assert (system.role, asked.role) == ("system", "user")
    fence = asked.text.split()[0]
    assert fence in system.text
    assert f"{fence} excerpt 1: “Harbour closes”, The Tide, 6 October 2025\n" in asked.text
    assert "Ilsa Dorn, the mayor, signed the order at noon." in asked.text
    assert asked.text.rstrip().endswith(ASKED)


def test_the_fence_is_another_one_for_every_question(harbour: Services) -> None:
    model = ScriptedModel(TRUE)
    answerer = writing(harbour, model)
    answerer(ASKED)
    answerer(ASKED)

    first, second = (asked[1].text.split()[0] for asked in model.asked)
    assert first != second
    assert len(first) > 16


def test_a_model_is_given_no_more_than_the_budget_the_best_words_first(over: Over) -> None:
    filler = "\n\n".join(f"The harbour of Wexmouth has a berth with the number {number}." for number in range(300))
    program = over(material(f"{filler}\n\n{HARBOUR}"))
    model = ScriptedModel(TRUE)
    writing(program, model, budget_tokens=300)(ASKED)

    text = model.asked[0][1].text
    assert "Ilsa Dorn, the mayor, signed the order at noon." in text
    assert len(text) < 300 * 4 + 600


def test_nothing_fits_a_budget_that_is_too_small(over: Over) -> None:
    program = over(material("The mayor signed the order to close the harbour " + "and walked on " * 400 + "."))

    with pytest.raises(ContextOverflow, match="DATELINE_MODEL_BUDGET_TOKENS higher"):
        writing(program, ScriptedModel(TRUE), budget_tokens=200)("Who signed the order to close the harbour?")


# As it comes


class Slow:
    """A model that says its first words and then waits until it is let go on."""

    name = "slow"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.go_on, self.closed = Event(), Event()

    def stream(self, messages: Sequence[Message], **_: object) -> Iterator[str]:
        try:
            for piece in self.pieces:
                yield piece
                self.go_on.wait(10)
        finally:
            self.closed.set()


def test_words_are_told_as_they_come_and_only_grow(harbour: Services) -> None:
    heard: list[str] = []
    writing(harbour, ScriptedModel(f"{TRUE} {FALSE}", chars=1))(ASKED, on_text=heard.append)

    assert len(set(heard)) > 20
    assert all(after.startswith(before) for before, after in pairwise(heard))
    assert heard[-1] == f"{TRUE} {FALSE}"


def test_no_half_of_a_mark_is_ever_told(harbour: Services) -> None:
    heard: list[str] = []
    writing(harbour, ScriptedModel(TRUE, chars=1))(ASKED, on_text=heard.append)

    assert [text for text in heard if text.count("[") != text.count("]")] == []


def test_what_a_model_thinks_aloud_is_neither_told_nor_checked(harbour: Services) -> None:
    heard: list[str] = []
    reply = f"<think>\nThe mayor has 63 submarines. I will not say so.</think>\n{TRUE}"
    answer = writing(harbour, ScriptedModel(reply, chars=3))(ASKED, on_text=heard.append)

    assert texts(answer.statements) == ["Ilsa Dorn, the mayor, signed the order at noon."]
    assert not any("submarines" in text or "<" in text for text in heard)


def test_thoughts_whose_beginning_the_server_sent_with_the_prompt_are_not_checked(harbour: Services) -> None:
    reply = f"The mayor has 63 submarines. I will not say so.</think>\n\n{TRUE}"

    answer = writing(harbour, ScriptedModel(reply))(ASKED)

    assert texts(answer.statements) == ["Ilsa Dorn, the mayor, signed the order at noon."]


def test_a_refusal_names_the_model_that_found_no_answer(harbour: Services) -> None:
    answer = writing(harbour, ScriptedModel(CANNOT_TELL))(ASKED)

    assert answer.lead == "Your articles come near this, but scripted found no answer in them. The closest words:"


def test_a_prompt_that_the_server_cut_is_sent_again_with_half_of_the_excerpts_and_that_is_said(over: Over) -> None:
    program = over(material(" ".join(f"{HARBOUR} In hall {n}, {n} boats lie." for n in range(40))))
    with model_server() as server:
        server.reply, server.input_tokens = TRUE, 300
        model = load_model(
            "small", url=f"{server.address}/v1", ollama_url="", key=None, timeout_s=20, budget_tokens=1000
        )
        heard: list[str] = []

        answer = writing(program, model, budget_tokens=1000)(ASKED, on_text=heard.append)

    first, second = [sum(tokens(text) for _, text in said) for said in server.said]
    assert 1000 < first < 1500
    assert second < first - 400
    assert "the model could not read all: asked again with half of the sentences" in footer_of(answer)
    assert heard[-1] == TRUE


def test_a_server_whose_context_is_too_short_is_sent_half_of_the_excerpts(over: Over) -> None:
    program = over(material(" ".join(f"{HARBOUR} In hall {n}, {n} boats lie." for n in range(40))))
    too_long = ContextOverflow("Too long.", hint="Less.")
    model = ScriptedModel(too_long, TRUE)

    answer = writing(program, model, budget_tokens=1000)(ASKED)

    assert answer.kind == "answer"
    assert answer.written is not None
    assert answer.written.halved
    with pytest.raises(ContextOverflow):
        writing(program, ScriptedModel(too_long), budget_tokens=1000)(ASKED)


def test_a_statement_that_joins_two_articles_cites_both(over: Over) -> None:
    program = over(
        material("A fire broke out on the ferry Nordlin on Monday.", title="Fire on ferry", outlet="The Tide"),
        material("The ferry Nordlin had 145 people aboard.", title="Ferry burns", outlet="Coast Herald"),
    )
    reply = "A fire broke out on Monday on the ferry Nordlin, which had 145 people aboard [1][2]."

    answer = write(program, reply, question="What happened on the ferry Nordlin?")

    assert [statement.support for statement in answer.statements] == ["supported"]
    assert {one.article.source.outlet for one in answer.citations} == {"The Tide", "Coast Herald"}


def test_a_stopped_answer_keeps_what_it_has_and_is_checked_as_far_as_it_goes(harbour: Services) -> None:
    model = Slow(f"{TRUE} {FALSE} The last dredger", " left Wexmouth in 2016.")
    heard: list[str] = []

    answer = writing(harbour, model)(ASKED, on_text=heard.append, stopped=lambda: bool(heard))

    assert_exact(answer, harbour)
    assert texts(answer.statements)[-1] == "The last dredger …"
    assert supports(answer) == ["verbatim", "unsupported", "unsupported"]
    assert answer.footer == Footer(articles=1, newest="2025-10-06", statements=2, supported=1, stopped=True)
    model.go_on.set()
    assert model.closed.wait(10)


def test_an_answer_stopped_before_its_first_word_leaves_the_closest_words(harbour: Services) -> None:
    model = Slow("", TRUE)
    answer = writing(harbour, model)(ASKED, stopped=lambda: True)

    assert (answer.kind, answer.refusal) == ("closest", "stopped")
    assert answer.nearest
    model.go_on.set()


def test_a_model_that_never_comes_to_an_end_is_cut(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} " * 5000)

    assert answer.written
    assert answer.written.cut
    assert len(answer.written.reply) < 10_000
    assert answer.footer
    assert answer.footer.cut


def test_a_model_that_falls_silent_is_not_waited_for(harbour: Services) -> None:
    model = Slow("The", " end.")

    with pytest.raises(ModelTooSlow, match="DATELINE_MODEL_TIMEOUT_S"):
        writing(harbour, model, patience_s=0.1)(ASKED)
    model.go_on.set()


def test_what_a_model_fails_with_is_what_the_reader_is_told(harbour: Services) -> None:
    error = ModelBusy("Too many.", hint="Wait.")

    with pytest.raises(ModelBusy) as raised:
        writing(harbour, ScriptedModel(error, spoken="The mayor"))(ASKED)

    assert raised.value is error


@pytest.mark.parametrize("reply", ["", "  \n", "<think>Hm.</think>", "[1]"])
def test_a_reply_without_a_word_is_an_error(harbour: Services, reply: str) -> None:
    with pytest.raises(ModelError, match="without a word"):
        writing(harbour, ScriptedModel(reply))(ASKED)


# Several articles


FERRY_OLD = "A fire broke out on the ferry Nordlin on Monday. There were 120 people aboard the ferry."
FERRY_NEW = "The ferry Nordlin burned at night. There were 145 people aboard the ferry, the company says."
ABOARD = "How many people were aboard the ferry?"


@pytest.fixture
def ferries(over: Over) -> Services:
    return over(
        material(FERRY_OLD, title="Fire on ferry", outlet="The Tide", published="2025-10-06"),
        material(FERRY_NEW, title="Ferry burns", outlet="Coast Herald", published="2025-10-08"),
    )


@pytest.mark.parametrize(
    "reply",
    [
        "There were 120 people aboard the ferry. There were 145 people aboard the ferry, the company says.",
        "There were 120 people aboard the ferry.",
        "There were 145 people aboard the ferry.",
        "The ferry Nordlin burned at night.",
    ],
)
def test_where_articles_disagree_both_stand_newest_first_each_with_outlet_and_date(
    ferries: Services, reply: str
) -> None:
    answer = write(ferries, reply, question=ABOARD)

    first, second = answer.statements[:2]
    assert ("145" in first.text, "120" in second.text) == (True, True)
    assert first.attribution == "Coast Herald, 8 October 2025:"
    assert second.attribution == "The Tide, 6 October 2025:"
    assert "do not say the same" in answer.lead


def test_several_questions_in_one_are_each_written(both: Services) -> None:
    model = ScriptedModel(TRUE, "Petra Vahl, who bakes it, starts work at two in the morning [1].")
    answer = writing(both, model)(f"{ASKED} When does Petra Vahl start work?")

    assert_exact(answer, both)
    assert [part.mode for part in answer.parts] == ["write", "write"]
    assert answer.mode == "write"
    assert len(answer.statements) == 2


# Follow-ups


def after(question: str, program: Services) -> list[Turn]:
    return [Turn(question=question, answer=program.ask.quote(question))]


def test_a_follow_up_is_written_anew_by_the_model_and_searched_for_as_that(harbour: Services) -> None:
    turns = after("Who is Ilsa Dorn?", harbour)
    model = ScriptedModel("What did Ilsa Dorn sign at noon?", TRUE)
    answer = writing(harbour, model)("What did she sign at noon?", turns)

    assert answer.read_as == "What did Ilsa Dorn sign at noon?"
    assert answer.question == "What did she sign at noon?"
    assert "Reader: Who is Ilsa Dorn?" in model.asked[0][1].text
    assert model.asked[1][1].text.endswith("What did Ilsa Dorn sign at noon?")


@pytest.mark.parametrize(
    "reply",
    [
        "What did Emmanuel Macron sign at noon?",
        "What did Ilsa Dorn sign at 4 at noon?",
        "Who closed the harbour?",
        "What did Ilsa Dorn sign at noon? " * 20,
        "",
    ],
)
def test_a_question_that_a_model_made_something_else_of_is_read_with_those_before_it(
    harbour: Services, reply: str
) -> None:
    turns = after("Who is Ilsa Dorn?", harbour)
    answer = writing(harbour, ScriptedModel(reply, TRUE))("What did she sign at noon?", turns)

    assert answer.read_as == "Who is Ilsa Dorn? What did she sign at noon?"


def test_a_question_that_stands_by_itself_is_not_written_anew(harbour: Services) -> None:
    model = ScriptedModel(TRUE)
    answer = writing(harbour, model)(ASKED, after("Who is Ilsa Dorn?", harbour))

    assert answer.read_as is None
    assert len(model.asked) == 1


def test_of_a_long_conversation_the_last_turns_are_told(harbour: Services) -> None:
    turn = after("Who is Ilsa Dorn?", harbour)[0]
    long_ago = Turn(question="What was said in the very beginning?", answer=turn.answer)
    model = ScriptedModel("What did Ilsa Dorn sign at noon?", TRUE)

    writing(harbour, model, budget_tokens=400)("What did she sign at noon?", [long_ago, *[turn] * 40])

    text = model.asked[0][1].text
    assert "very beginning" not in text
    assert 0 < text.count("Who is Ilsa Dorn?") < 20


def test_an_answer_is_kept_and_read_again_as_it_was_written(harbour: Services) -> None:
    answer = write(harbour, f"{TRUE} {FALSE} [9]")
    kept = harbour.parts.conversations().begin(ASKED)
    place = harbour.parts.conversations().ask(kept, ASKED, answer.scope)

    harbour.parts.conversations().answer(kept, place, answer)

    assert harbour.parts.conversations().read(kept).turns[0].answer == answer


def test_stopping_while_nothing_comes_takes_no_longer_than_a_moment(harbour: Services) -> None:
    model, stop = Slow(TRUE, "more"), Event()
    heard: list[float] = []

    def stated(text: str) -> None:
        heard.append(time.monotonic())
        stop.set()

    writing(harbour, model)(ASKED, on_text=stated, stopped=stop.is_set)

    assert not model.closed.is_set()  # it still waits for its next words, and the reader does not
    model.go_on.set()


# A real model


def test_a_real_model_writes_and_every_quote_is_exact(harbour: Services, small_model: str) -> None:
    answer = writing(harbour, real(small_model), budget_tokens=300)(ASKED)

    assert_exact(answer, harbour)
    assert answer.written
    assert answer.written.model == NAME
    assert answer.statements
    assert all(bool(one.citations) == (one.support != "unsupported") for one in answer.statements)


def test_a_real_model_is_stopped_at_its_first_words(harbour: Services, small_model: str) -> None:
    heard: list[str] = []

    answer = writing(harbour, real(small_model), budget_tokens=300)(
        ASKED, on_text=heard.append, stopped=lambda: any(heard)
    )

    assert_exact(answer, harbour)
    assert answer.written
    assert answer.written.stopped
    assert len(answer.written.reply) < 40


def real(address: str) -> ChatModel:
    return load_model(NAME, url=f"{address}/v1", ollama_url="", key=None, timeout_s=120, budget_tokens=300)
