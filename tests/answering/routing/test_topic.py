"""A few words that ask nothing: what the articles say about them."""

from collections.abc import Callable

import pytest

from answering.writing.fakes import ScriptedModel
from answering.writing.reply import CANNOT_TELL
from assembly import Services
from domain.values import Answer, RefusalReason, Turn
from tests.asking import assert_exact, choosing, material, texts, writing

Over = Callable[..., Services]

FERRY = material(
    "The ferry Skerrow caught fire off Belmar. Seven people were hurt.\n\nBelmar has a new crane. It is yellow.",
    title="Fire on the Skerrow", outlet="The Tide", published="2025-10-06",
)  # fmt: skip
INQUIRY = material(
    "An inquiry into the fire on the Skerrow began. A clamp had worked loose.\n\nThe clamp cost three crowns.",
    title="Inquiry begins", outlet="Belmar Post", published="2025-11-02",
)  # fmt: skip
BREAD = material("A bakery in Tarvale won a prize. Its oven is old.", title="Bread of the year", published="2024-03-01")


@pytest.fixture
def three(over: Over) -> Services:
    return over(FERRY, INQUIRY, BREAD)


@pytest.mark.parametrize("message", ["Skerrow fire", "What do the articles say about the Skerrow fire?"])
def test_a_topic_is_told_by_the_best_words_of_each_article_that_has_it(three: Services, message: str) -> None:
    answer = three.ask.quote(message)

    assert_exact(answer, three)
    assert answer.kind == "answer"
    assert answer.lead.startswith("What 2 of your articles say about ")
    assert {(statement.attribution, statement.text) for statement in answer.statements} == {
        ("Belmar Post, 2 November 2025:", "An inquiry into the fire on the Skerrow began."),
        ("The Tide, 6 October 2025:", "The ferry Skerrow caught fire off Belmar."),
    }


def test_of_one_article_several_sentences_tell_it(three: Services) -> None:
    answer = three.ask.quote("clamp")

    assert_exact(answer, three)
    assert answer.lead == "What “Inquiry begins” (Belmar Post, 2 November 2025) says about clamp:"
    assert set(texts(answer.statements)) == {"A clamp had worked loose.", "The clamp cost three crowns."}


def test_a_word_that_no_article_has_is_named(three: Services) -> None:
    answer = three.ask.quote("Skerrow bridge")

    assert_exact(answer, three)
    assert (answer.kind, answer.refusal) == ("refusal", "not_mentioned")
    assert answer.lead == "Not mentioned in your articles: bridge."
    assert answer.nearest


def test_key_words_that_the_reader_finds_answered_are_no_topic_though_no_article_has_one_of_them(over: Over) -> None:
    told = material("The final in Skarn drew 41,200 spectators on Sunday. Orrin won it by two goals.", title="Final")

    answer = over(told).ask.quote("number of fans at the final")

    assert answer.kind == "answer"
    assert "41,200" in answer.citations[0].quote


def test_words_that_stand_in_no_single_article_are_looked_up(three: Services) -> None:
    answer = three.ask.quote("clamp oven prize")

    assert_exact(answer, three)
    assert not answer.lead.startswith("What")


def test_a_word_that_leans_on_the_conversation_is_a_follow_up(three: Services) -> None:
    turns = [Turn(question="How much did the clamp cost?", answer=three.ask.quote("How much did the clamp cost?"))]

    assert three.ask.quote("The crane?", turns).read_as == "How much did the clamp cost? The crane?"


QUOTAS = material(
    "Relations between the fishing unions and the ministry have turned for the worse. The minister, Ilsa Dorn, had "
    "long been thought to be a friend of the trawler owners.\n\nHer abrupt cancelling of a round of talks in Orrin "
    "last week, agreed in the spring, came days after new quotas on cod.\n\nThe owners have found ways around such "
    "quotas before. Buyers in the south hardly noticed them, and prices did not move.\n\nIt is not clear what the "
    "unions want.",
    title="Quotas that nobody fears",
)  # fmt: skip


def test_what_happened_where_no_article_was_is_refused(over: Over) -> None:
    answer = over(QUOTAS).ask.quote("What happened in Tarvale?")

    assert (answer.kind, answer.refusal) == ("refusal", "not_mentioned")
    assert "Tarvale is not mentioned" in answer.lead


@pytest.mark.parametrize("way", [choosing, writing])
@pytest.mark.parametrize("message", ["clamp", "Skerrow bridge", "clamp cost winner??"])
def test_a_language_model_decides_on_a_topic_that_not_several_articles_have(
    three: Services, way: Callable[..., Callable[..., Answer]], message: str
) -> None:
    model = ScriptedModel(lambda messages: '{"sentences": []}' if "JSON" in messages[0].text else CANNOT_TELL)

    answer = way(three, model)(message)

    assert len(model.asked) == 1
    assert answer.refusal is RefusalReason.CANNOT_TELL
    assert answer.written is not None
