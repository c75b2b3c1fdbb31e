"""The sample articles: what a newcomer asks first must have an answer in them."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml

from assembly import Services, build
from domain.values import Material, Turn
from settings import load

FOLDER = Path(__file__).parent.parent / "articles"
SAMPLES = sorted(FOLDER.iterdir())


def front_matter_and_text(path: Path) -> tuple[dict[str, object], str]:
    """Return the front matter and the text of a Markdown article."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), text.strip()


def sample(name: str) -> str:
    return front_matter_and_text(FOLDER / name)[1]


def test_there_are_four_to_six_and_nothing_else_that_would_be_taken_in() -> None:
    assert 4 <= len(SAMPLES) <= 6
    assert {path.suffix for path in SAMPLES} == {".md"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_where_it_comes_from(path: Path) -> None:
    front, text = front_matter_and_text(path)

    assert front["outlet"] == "Dateline samples"
    assert isinstance(front["published"], date)
    assert date(2025, 10, 1) <= front["published"] <= date(2025, 11, 30)
    assert "author" in front or re.match(r"By [A-Z]\w+ [A-Z]\w+\n", text)
    assert set(front) <= {"title", "outlet", "author", "published"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_a_short_read(path: Path) -> None:
    assert 350 <= len(front_matter_and_text(path)[1].split()) <= 800


def test_the_sentence_after_the_repeated_question_answers_it() -> None:
    answer = re.search(r"why is China waiting\? (Because, [^.]*\.)", sample("why-china-waits.md"))

    assert answer
    assert "Mr Lough argues" in answer[1]
    assert "Putin will not win" in answer[1]


def test_the_three_reasons_stand_as_an_enumeration() -> None:
    assert re.search(r"three reasons .*\. First, .*\. Second, .*\. Third, ", sample("why-china-waits.md"))


def test_two_articles_tell_one_story_and_disagree_on_a_figure() -> None:
    stated = {name: sample(name) for name in ("ferry-fire-first-report.md", "ferry-fire-inquiry.md")}

    figures = [
        re.findall(r"(\d+) people were evacuated from the (?:ship|Maid of Skerrow)", text) for text in stated.values()
    ]

    assert figures == [["120"], ["145"]]
    assert all("Maid of Skerrow" in text for text in stated.values())


@pytest.mark.parametrize("amount", ["$4.5 million", "$3 "])
def test_amounts_in_dollars_are_there_for_the_page_to_garble(amount: str) -> None:
    assert sum(amount in front_matter_and_text(path)[1] for path in SAMPLES) >= 2


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The real program over the samples, the real model included."""
    with closing(build(load(library=tmp_path_factory.mktemp("samples")))) as program:
        program.ingest.take_in([Material(name=path.name, data=path.read_bytes(), media="markdown") for path in SAMPLES])
        yield program


def test_the_first_question_of_a_newcomer_is_answered(program: Services) -> None:
    answer = program.ask.quote("why is China waiting?")

    assert answer.kind == "answer"
    assert answer.statements[0].text.startswith("Because, Mr Lough argues, Beijing thinks that Mr Putin will not win")


def test_the_sentence_that_puts_the_question_is_not_quoted(program: Services) -> None:
    quoted = [statement.text for statement in program.ask.quote("why is China waiting?").statements]

    assert not any("why is China waiting?" in text for text in quoted)


def test_what_the_samples_do_not_tell_is_refused(program: Services) -> None:
    answer = program.ask.quote("What did Macron say about the summit?")

    assert (answer.kind, answer.refusal, answer.statements) == ("refusal", "not_mentioned", ())
    assert "Macron" in answer.lead


def test_a_follow_up_is_answered_and_not_what_was_asked_before_it(program: Services) -> None:
    turns: list[Turn] = []
    for question in ("what happened to the ferry?", "when will it be back?"):
        turns.append(Turn(question=question, answer=program.ask.quote(question, turns)))

    assert turns[1].answer.statements[0].text == "The Maid of Skerrow is expected back in service on 9 December."


def test_a_list_that_a_sentence_announces_by_number_is_quoted_whole(program: Services) -> None:
    answer = program.ask.quote("list the recommendations of the inquiry")

    assert [statement.text.split()[0] for statement in answer.statements] == [
        "The",
        "Every",
        "Safety",
        "Emergency",
        "And",
    ]
    assert [statement.item for statement in answer.statements] == [False, True, True, True, True]


def test_a_scheme_and_a_spare_part_do_not_disagree_on_what_they_cost(program: Services) -> None:
    answer = program.ask.quote("How much did the heat pump scheme cost?")

    assert "do not say the same" not in answer.lead


def test_an_article_is_summarised_that_is_named_by_its_subject(program: Services) -> None:
    answer = program.ask.quote("summarize the heat pump article")

    assert {one.article.source.title for one in answer.citations} == {
        "Larkhaven's heat-pump gamble is paying off, slowly"
    }
    assert program.ask.quote("summarize the oyster article").kind == "refusal"


def test_the_question_that_a_sample_puts_and_answers_is_suggested_once_it_has_been_read_ahead(
    program: Services,
) -> None:
    while program.parts.reads_ahead().read_one():
        pass

    assert "Why is China waiting?" in program.ask.suggestions()
