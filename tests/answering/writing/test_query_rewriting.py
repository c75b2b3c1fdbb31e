"""What a model wrote to search for counts only if it brings in nothing; a slow or failing model is done without."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event

import pytest

from answering.phrases import REWRITE, load_prompt
from answering.writing.fakes import Reply, ScriptedModel
from answering.writing.query_rewriting import Rewriter, rewritten
from answering.writing.requests import Requests
from assembly import Services
from domain.errors import ModelBusy
from domain.protocols import ChatModel
from domain.values import Answer, Message, Rewriting, Statement, Turn, Usage
from services.parts import PROMPTS
from tests.answering.test_pipeline import BAKERY, HARBOUR
from tests.asking import choosing, material, rewriter

Over = Callable[..., Services]

QUESTION = "How long did the repair take?"
ALONE = "How long did the repair of the harbour of Wexmouth take?"
TURNS = [
    Turn(
        question="Who closed the harbour of Wexmouth?",
        answer=Answer(
            question="Who closed the harbour of Wexmouth?",
            kind="answer",
            lead="",
            statements=(Statement(text="Ilsa Dorn closed it.", citations=(), support="verbatim"),),
        ),
    )
]
VAGUE = "What would become of the fish market if Ilsa Dorn lost?"
ANSWERING = "fish sellers and the order"


@pytest.mark.parametrize(
    "reply",
    [
        ALONE,
        f"“{ALONE}”",
        f"<think>Which harbour?</think>{ALONE}",
        f"1. {ALONE}",
    ],
)
def test_a_question_that_keeps_its_words_and_brings_in_no_name_is_taken(reply: str) -> None:
    assert rewritten(reply, QUESTION, TURNS) == (ALONE, ())


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "How long did it last in Belmar?",
        "How long did the repair in Belmar take?",
        "How long did the repair of 2019 take?",
        f"How long did the repair take{' and so on' * 60}?",
    ],
)
def test_any_other_reply_is_not(reply: str) -> None:
    assert rewritten(reply, QUESTION, TURNS) == ("", ())


def test_the_label_of_the_question_is_not_searched_for_where_a_model_repeats_it(papers: Services) -> None:
    answer, model = ask(papers, f"The next question: {VAGUE}", '{"sentences": []}', question=VAGUE)

    assert model.asked[0][-1].text.endswith(f"The next question: {VAGUE}")
    assert answer.trace is not None
    assert answer.trace.rewriting is not None
    assert answer.trace.rewriting.searches == ()


def test_the_label_of_a_follow_up_is_no_part_of_how_it_is_read() -> None:
    rewriting = rewrite(ScriptedModel(f"The next question: {ALONE}"), rewriter(), context_dependent=True)

    assert rewriting is not None
    assert rewriting.question == ALONE


def test_further_lines_are_searches_unless_they_bring_in_a_name_or_a_number() -> None:
    reply = f"{ALONE}\n- harbour works weeks\n- quay of Belmar\n2) repair 2019\n- of the\n3) Dorn reopening"

    assert rewritten(reply, QUESTION, TURNS) == (ALONE, ("harbour works weeks", "Dorn reopening"))


@pytest.mark.parametrize(
    "search",
    [
        "Belmar quay",
        "(Belmar) quay",
        "“Belmar” quay",
        "BELMAR quay",
        "Quay Of Belmar",
        "quay of e-Belmar",
        "quay of deBelmar",
        "quay repair 2019",
        "quay repair twenty crowns",
        "quay repair ¾",
        "quay repair ٣",
        "quay repair Ⅷ",
        "quay x2019",
        "1) 2019 quay repair",
        "<think>no</think>- Belmar quay",
        '{"searches": ["Belmar quay"]}',
    ],
)
def test_a_search_with_a_name_or_a_number_that_the_conversation_does_not_have_is_not_taken(search: str) -> None:
    assert rewritten(f"{ALONE}\n{search}", QUESTION, TURNS) == (ALONE, ())


def test_a_search_may_have_the_names_and_numbers_of_the_conversation() -> None:
    searches = ("Wexmouth harbour crane", "Dorn closure notice")

    assert rewritten("\n".join([ALONE, *searches]), QUESTION, TURNS) == (ALONE, searches)


def test_at_most_three_searches_are_taken() -> None:
    reply = "harbour one\nquay works\nquay walls\nmoorings\nboats"

    assert len(rewritten(reply, QUESTION, TURNS)[1]) == 3


def rewrite(model: ChatModel, rewriting: Rewriter, *, context_dependent: bool) -> Rewriting | None:
    requests = Requests(model, patience_s=30, stopped=None)
    return rewriting(requests, QUESTION, TURNS, context_dependent=context_dependent, fence="==1", budget_tokens=200)


def test_of_a_long_conversation_the_last_turns_are_sent() -> None:
    model = ScriptedModel(QUESTION)
    turns = [Turn(question=f"Question {n}?", answer=TURNS[0].answer) for n in range(50)]
    requests = Requests(model, patience_s=30, stopped=None)

    found = rewriter()(requests, QUESTION, turns, context_dependent=True, fence="==1", budget_tokens=200)

    assert found
    assert found.question == QUESTION
    assert found.usage.input_tokens > 0
    assert "Question 49?" in model.asked[0][1].text
    assert "Question 1?" not in model.asked[0][1].text


def test_a_model_that_fails_leaves_the_plain_search() -> None:
    failing = ScriptedModel(ModelBusy("Too many.", hint="Wait."))

    for context_dependent in (True, False):
        found = rewrite(failing, rewriter(30), context_dependent=context_dependent)
        assert found
        assert (found.question, found.searches, found.failed) == ("", (), True)


class Held:
    """A ChatModel that says nothing until it is let go."""

    name = "held"

    def __init__(self) -> None:
        self.go = Event()
        self.asked = 0

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        self.asked += 1
        self.go.wait(30)
        yield QUESTION


@pytest.fixture
def held() -> Iterator[Held]:
    model = Held()
    yield model
    model.go.set()


def test_a_model_that_is_too_slow_is_left_alone_for_a_while(held: Held) -> None:
    times = [0.0]
    prompt = load_prompt(PROMPTS / "rewrite.md", REWRITE)
    rewriting = Rewriter(prompt=prompt, limit_s=0.01, clock=lambda: times[0])

    found = [rewrite(held, rewriting, context_dependent=False) for _ in range(3)]
    assert held.asked == 1
    assert [one and one.failed for one in found] == [True, None, None]

    times[0] = 700.0
    rewrite(held, rewriting, context_dependent=False)
    assert held.asked == 2


@pytest.fixture
def papers(over: Over) -> Services:
    return over(material(HARBOUR), material(BAKERY, title="Bread of the year"))


def ask(program: Services, *replies: Reply, question: str, limit_s: float = 30) -> tuple[Answer, ScriptedModel]:
    model = ScriptedModel(*replies)
    return choosing(program, model, rewriter=rewriter(limit_s))(question), model


def test_a_question_that_hardly_anything_answers_is_searched_for_in_the_models_words_too(papers: Services) -> None:
    answer, model = ask(papers, f"{VAGUE}\n{ANSWERING}", '{"sentences": []}', question=VAGUE)

    assert len(model.asked) == 2
    assert answer.trace is not None
    assert answer.trace.rewriting is not None
    assert answer.trace.rewriting.searches == (ANSWERING,)
    assert answer.trace.rewriting.usage.input_tokens > 0
    assert "dense, search 1" in answer.trace.rankings
    assert answer.written is not None
    assert answer.written.usage.input_tokens > answer.trace.rewriting.usage.input_tokens


def test_a_question_whose_answer_is_found_costs_no_search_by_the_model(papers: Services) -> None:
    answer, model = ask(papers, '{"sentences": [1]}', question="Who signed the order to close the harbour?")

    assert len(model.asked) == 1
    assert answer.trace is not None
    assert answer.trace.rewriting is None


def test_a_limit_of_no_seconds_switches_the_searches_off(papers: Services) -> None:
    _, model = ask(papers, '{"sentences": []}', question=VAGUE, limit_s=0)

    assert len(model.asked) == 1


def test_without_a_model_nothing_is_rewritten(papers: Services) -> None:
    answer = papers.ask.quote(VAGUE)

    assert answer.trace is not None
    assert answer.trace.rewriting is None
    assert not any("search" in name for name in answer.trace.rankings)
