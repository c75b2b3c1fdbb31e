"""A real small model, over the provider's own package, chooses, reads in parts and writes searches: it does all of it
badly, and what is promised of every answer holds all the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from answering.writing.chat_model import load_model
from answering.writing.reply import MOST_CHOSEN, choice_schema
from assembly import Services
from domain.language import words
from domain.protocols import ChatModel
from domain.values import Answer, Message, Usage
from tests.answering.test_pipeline import HARBOUR
from tests.asking import assert_exact, choosing, material, rewriter, texts
from tests.small_model import NAME
from text.numbers import is_number
from text.word_forms import stems

Over = Callable[..., Services]

ASKED = "Who signed the order to close the harbour?"
PROMPT_TOKENS = 350
PATIENCE_S = 600
OTHER = "In your own words, and without any number: what is a harbour?"
TOWNS = ("Wexmouth", "Belmar", "Tarvale", "Orrin", "Skerrow", "Lund")


@pytest.fixture
def model(small_model: str) -> ChatModel:
    return load_model(
        NAME, url=f"{small_model}/v1", ollama_url="", key=None, timeout_s=PATIENCE_S, budget_tokens=PROMPT_TOKENS
    )


@pytest.fixture
def harbour(over: Over) -> Services:
    return over(material(HARBOUR, outlet="The Tide", published="2025-10-06"))


def choose(program: Services, model: ChatModel, question: str = ASKED, **more: Any) -> Answer:
    changes = {"max_tokens": PROMPT_TOKENS, "patience_s": PATIENCE_S, "rewriter": rewriter(PATIENCE_S)}
    answer = choosing(program, model, **changes)(question, **more)
    assert_exact(answer, program)
    assert answer.mode == "choose"
    assert answer.written is not None
    assert answer.written.model == NAME
    return answer


def test_whatever_it_chooses_is_quoted_exactly_and_the_answer_says_who_decided(
    harbour: Services, model: ChatModel
) -> None:
    answer = choose(harbour, model)

    assert answer.written is not None
    assert answer.written.sentences > MOST_CHOSEN
    assert answer.written.usage.input_tokens > 100
    assert answer.written.invented == 0
    assert NAME in (answer.lead if answer.refusal else answer.footer.chooser if answer.footer else "")


def test_generating_by_the_schema_it_names_few_sentences_and_no_other(model: ChatModel) -> None:
    asked = [Message("user", 'Reply with JSON and nothing else: {"sentences": [71, 72, 73, 74, 75, 76, 77, 78]}')]

    reply = json.loads("".join(model.stream(asked, schema=choice_schema(3))))

    assert reply.keys() == {"sentences"}
    assert len(reply["sentences"]) <= MOST_CHOSEN + 1
    assert set(reply["sentences"]) <= {1, 2, 3}


class Talking:
    """The same model, asked something else in the place of each question: no list of numbers comes of it.

    The tokens of what it read are not told: so few would mean that its server had cut the question.
    """

    name = NAME

    def __init__(self, model: ChatModel) -> None:
        self.model = model

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        yield from self.model.stream([Message("user", OTHER)])


def test_where_it_replies_in_prose_the_bundled_reader_answers_and_that_is_said(
    harbour: Services, model: ChatModel
) -> None:
    answer = choose(harbour, Talking(model))

    assert answer.footer is not None
    assert (answer.footer.unusable, answer.footer.chooser) == (True, NAME)
    assert texts(answer.statements) == texts(harbour.ask.quote(ASKED).statements)


def test_it_reads_many_articles_in_parts_and_each_is_quoted_once(over: Over, model: ChatModel) -> None:
    papers = [material(f"The festival of {one} had rain. {one} has a mayor.", title=one, outlet=one) for one in TOWNS]
    parts: list[tuple[int, int]] = []

    answer = choose(
        over(*papers), model, "What do the papers say about the festival?", on_part=lambda *one: parts.append(one)
    )

    assert parts == [(1, 2), (2, 2)]
    quoted = [citation.article.id for citation in answer.citations]
    assert len(quoted) == len(set(quoted))


def test_of_the_searches_that_it_writes_none_brings_in_a_name_or_a_number(harbour: Services, model: ChatModel) -> None:
    vague = "Which consequences might the shutdown have for trade?"

    answer = choose(harbour, model, vague)

    assert answer.trace is not None
    assert answer.trace.rewriting is not None
    assert not answer.trace.rewriting.failed
    assert answer.trace.rewriting.usage.output_tokens > 0
    assert answer.trace.rewriting.searches
    written = [word for search in answer.trace.rewriting.searches for word in words(search) if word.content]
    named = [word.text for word in written if word.text != word.text.lower() or is_number(word)]
    assert stems(" ".join(named)) <= stems(vague)
