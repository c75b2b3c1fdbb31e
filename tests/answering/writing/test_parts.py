"""Questions over many articles: read in parts, a few articles at a time, then answered from what was chosen."""

import json
import re
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from answering.phrases import CHOOSE, load_prompt
from answering.quoting.candidates import Considered
from answering.quoting.composing import Decided
from answering.writing.fakes import ScriptedModel
from answering.writing.parts import ARTICLES_PER_PART, choose_in_parts
from answering.writing.reply import CANNOT_TELL
from answering.writing.requests import Requests
from assembly import Services
from domain.errors import ModelBusy
from domain.values import Answer, Message, RefusalReason
from services.parts import PROMPTS
from tests.asking import (
    PHRASES,
    article,
    assert_exact,
    candidates_of,
    choosing,
    material,
    never_alike,
    texts,
    writing,
)

Over = Callable[..., Services]

TOWNS = ("Wexmouth", "Belmar", "Tarvale", "Orrin", "Skerrow", "Lund")
ASKED = "What do the papers say about the harvest festival?"
PARTS = len(TOWNS) // ARTICLES_PER_PART
LINE = re.compile(r"^(\d+): (.*)$", re.MULTILINE)
NONE = '{"sentences": []}'


@pytest.fixture
def towns(over: Over) -> Services:
    return over(
        *(
            material(
                f"The harvest festival of {town} was opened by {day} bands. Rain fell on {town} all night.\n\n"
                f"The mayor of {town} has a dog.",
                title=f"Festival in {town}",
                outlet=f"{town} Post",
                published=f"2025-10-0{day}",
            )
            for day, town in enumerate(TOWNS, start=1)
        )
    )


def opened(town: str) -> str:
    return f"The harvest festival of {town} was opened by {TOWNS.index(town) + 1} bands."


def reply(messages: Sequence[Message]) -> str:
    """Choose the sentence about the opening of each article; write each that is given, with its number."""
    prompt = messages[-1].text
    if lines := LINE.findall(prompt):
        return json.dumps({"sentences": [int(number) for number, text in lines if "was opened by" in text]})
    excerpts = re.findall(r"excerpt (\d+): .*\n(The harvest festival of \w+ was opened by \d bands\.)", prompt)
    return " ".join(f"{text} [{number}]" for number, text in excerpts)


def attributed(answer: Answer) -> dict[str, str]:
    return {statement.text: statement.attribution for statement in answer.statements}


EVERY = {opened(town): f"{town} Post, {day} October 2025:" for day, town in enumerate(TOWNS, start=1)}


def test_each_part_chooses_and_the_quotes_stand_side_by_side_newest_first(towns: Services) -> None:
    model = ScriptedModel(reply)

    answer = choosing(towns, model)(ASKED)

    assert_exact(answer, towns)
    assert len(model.asked) == PARTS
    assert attributed(answer) == EVERY
    assert texts(answer.statements) == list(EVERY)[::-1]
    assert answer.mode == "choose"
    assert answer.written is not None
    assert answer.written.usage.input_tokens > 0


def test_of_each_article_the_sentence_that_the_model_names_first_is_quoted(towns: Services) -> None:
    def rain_first(messages: Sequence[Message]) -> str:
        lines = sorted(LINE.findall(messages[-1].text), key=lambda line: not line[1].startswith("Rain"))
        return json.dumps({"sentences": [int(number) for number, text in lines if "dog" not in text]})

    answer = choosing(towns, ScriptedModel(rain_first))(ASKED)

    assert texts(answer.statements) == [f"Rain fell on {town} all night." for town in reversed(TOWNS)]


def test_what_the_parts_chose_is_written_from_with_outlets_and_dates(towns: Services) -> None:
    model = ScriptedModel(reply)

    answer = writing(towns, model)(ASKED)

    assert_exact(answer, towns)
    assert len(model.asked) == PARTS + 1
    assert attributed(answer) == EVERY
    assert answer.mode == "write"
    assert not any("has a dog" in message.text for message in model.asked[-1])


def test_progress_is_reported_before_each_part(towns: Services) -> None:
    seen: list[tuple[int, int]] = []

    choosing(towns, ScriptedModel(reply))(ASKED, on_part=lambda number, count: seen.append((number, count)))

    assert seen == [(number, PARTS) for number in range(1, PARTS + 1)]


@pytest.mark.parametrize("way", [choosing, writing])
def test_stop_works_between_parts(towns: Services, way: Callable[..., Callable[..., Answer]]) -> None:
    model = ScriptedModel(reply)

    answer = way(towns, model)(ASKED, stopped=lambda: bool(model.asked))

    assert_exact(answer, towns)
    assert len(model.asked) == 1
    assert answer.written is not None
    assert answer.written.stopped


@pytest.mark.parametrize("way", [choosing, writing])
def test_a_model_that_chooses_nothing_in_any_part_refuses(
    towns: Services, way: Callable[..., Callable[..., Answer]]
) -> None:
    answer = way(towns, ScriptedModel(NONE))(ASKED)

    assert answer.refusal is RefusalReason.CANNOT_TELL
    assert answer.nearest


def test_of_a_part_with_an_unusable_reply_the_bundled_readers_sentences_count(towns: Services) -> None:
    answer = choosing(towns, ScriptedModel("I would rather not.", reply))(ASKED)

    assert_exact(answer, towns)
    assert len(answer.statements) == len(TOWNS)


def test_headings_and_questions_are_not_chosen_where_a_reply_is_unusable() -> None:
    festival = article("# The festival\n\nWho opened the festival? Six bands opened it. Rain fell on it all night.")
    candidates = candidates_of(festival)
    assert [bool(one.sentence.heading) for one in candidates] == [True, False, False, False]
    considered = Considered(candidates=candidates, scores=np.array([9.0, 8.0, 2.0, 1.0]), evidence=0.9)
    decided = Decided(question=ASKED, considered=considered, similarity=never_alike, whose="Your articles", many=True)

    picked = choose_in_parts(
        Requests(ScriptedModel("I would rather not."), patience_s=30, stopped=None),
        load_prompt(PROMPTS / "choose.md", CHOOSE),
        PHRASES,
        decided,
        fence="==1",
        max_tokens=1000,
    )

    assert [one.sentence.text for one in picked.candidates] == ["Six bands opened it."]
    assert picked.decided
    assert [quote.sentence.text for quote in picked.decided.quotes] == ["Six bands opened it."]


def test_a_writer_that_cannot_tell_after_the_parts_refuses(towns: Services) -> None:
    answer = writing(towns, ScriptedModel(*[reply] * PARTS, CANNOT_TELL))(ASKED)

    assert answer.refusal is RefusalReason.CANNOT_TELL


def test_a_model_that_fails_in_a_part_is_never_replaced_in_silence(towns: Services) -> None:
    with pytest.raises(ModelBusy):
        choosing(towns, ScriptedModel(reply, ModelBusy("Too many.", hint="Wait.")))(ASKED)


def test_articles_that_are_compared_on_a_topic_are_read_by_the_model(towns: Services) -> None:
    answer = choosing(towns, ScriptedModel(reply))(
        "Compare “Festival in Orrin” with “Festival in Lund” on the harvest festival"
    )

    assert texts(answer.statements) == [opened("Lund"), opened("Orrin")]


def test_without_a_model_the_articles_are_quoted_as_before(towns: Services) -> None:
    answer = towns.ask.quote(ASKED)

    assert answer.written is None
    assert answer.lead.startswith("What 4 of your articles say")
