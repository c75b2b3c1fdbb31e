"""Where articles about one event give different numbers of the same thing, and where they do not."""

from contextlib import closing
from pathlib import Path

import pytest

from answering.quoting.disagreements import find_disagreements
from domain.events import Disagreement, Event, EventArticle
from domain.protocols import Embedder
from tests.asking import material, open_program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def disagreements(folder: Path, embedder: Embedder, *texts: str) -> list[Disagreement]:
    """Return where articles of these texts, made one event, disagree; each quote is the very words of its article."""
    materials = [material(text, title=f"Report {number}") for number, text in enumerate(texts, start=1)]
    with closing(open_program(folder, embedder, *materials)) as program:
        articles = [program.library.article(one.id) for one in program.library.entries()]
        members = tuple(
            EventArticle(id=one.id, digest=one.digest, title=one.source.title, outlet=None, published=None)
            for one in articles
        )
        event = Event(id=members[0].id, name="A flood", articles=members)
        found = find_disagreements(program.parts.store(), embedder, event)
    by_id = {one.id: one for one in articles}
    for quote in (side for one in found for side in (one.one, one.other)):
        assert by_id[quote.article_id].text[quote.start : quote.end] == quote.quote
        assert by_id[quote.article_id].digest == quote.digest
    return found


def sides(found: list[Disagreement]) -> list[set[str]]:
    return [{one.one.quote, one.other.quote} for one in found]


HOUSES = "The flood at Orrin destroyed 120 houses on Sunday night."


@pytest.mark.parametrize(
    "other",
    [
        "The flood at Orrin destroyed 145 houses on Sunday night.",
        "On Sunday night the flood at Orrin destroyed forty houses.",
        "The flood at Orrin destroyed 1,120 houses on Sunday night.",
    ],
)
def test_different_numbers_of_one_thing_are_a_disagreement(folder: Path, embedder: Embedder, other: str) -> None:
    assert sides(disagreements(folder, embedder, HOUSES, other)) == [{HOUSES, other}]


@pytest.mark.parametrize(
    "other",
    [
        "The flood at Orrin destroyed one hundred and twenty houses on Sunday night.",
        "The flood at Orrin destroyed 120 houses, 40 houses of them on Sunday night.",
        "The flood at Orrin destroyed about 118 houses on Sunday night.",
        "The flood at Orrin destroyed 300 sheds on Sunday night.",
        "Did the flood at Orrin destroy 145 houses on Sunday night?",
        "The museum of Marlow bought 145 houses made of paper.",
    ],
)
def test_the_same_number_another_thing_or_a_question_is_none(folder: Path, embedder: Embedder, other: str) -> None:
    assert disagreements(folder, embedder, HOUSES, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge at Orrin was built in 1953.", "The bridge at Orrin was built in 1961."),
        ("In 1953 houses at Orrin were flooded.", "In 1961 houses at Orrin were flooded."),
        ("The flood at Orrin came at 6 p.m. on Sunday.", "The flood at Orrin came at 9 p.m. on Sunday."),
        ("The flood spared half of the houses at Orrin.", "The flood spared a quarter of the houses at Orrin."),
    ],
)
def test_years_times_of_day_and_shares_are_not_counted_things(
    folder: Path, embedder: Embedder, one: str, other: str
) -> None:
    assert disagreements(folder, embedder, one, other) == []


def test_a_number_within_another_number_is_left_alone(folder: Path, embedder: Embedder) -> None:
    one = "The flood at Orrin in 2015 destroyed 1,500 houses and cost 2.5 million dollars."
    other = "The flood at Orrin in 2015 destroyed 1500 houses and cost $2.5m."

    assert disagreements(folder, embedder, one, other) == []


def test_one_article_does_not_disagree_with_itself_nor_with_a_copy(folder: Path, embedder: Embedder) -> None:
    text = f"{HOUSES} Later reports said that the flood at Orrin destroyed 145 houses."

    assert disagreements(folder, embedder, text, text) == []


def test_of_each_thing_the_pair_most_alike_is_shown(folder: Path, embedder: Embedder) -> None:
    like = "The flood at Orrin destroyed 145 houses on Sunday night."
    less = "At Orrin, where the flood came on Sunday, 160 houses are gone."

    (found,) = disagreements(folder, embedder, HOUSES, f"{less} {like}")

    assert {found.one.quote, found.other.quote} == {HOUSES, like}
