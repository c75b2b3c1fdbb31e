"""The same story in several articles: found once, cited with where else it stands, counted as one source."""

from collections.abc import Callable

import pytest

from assembly import Services
from domain.values import Scope, Source
from tests.asking import material
from tests.ingest.test_near_duplicates import CUT, EDITED, SAME_TOPIC, STORY

Over = Callable[..., Services]
QUESTION = "When was the crane built?"
NEW_OPENING = (
    "What stood here first was written anew. It has words that nobody else in this harbour has printed before."
)
NEW_ENDING = "Another ending tells of rain over the fields and of a farmer whose cows went home by themselves."


@pytest.fixture
def syndicated(over: Over) -> Services:
    return over(
        material(STORY, title="Crane falls", outlet="The Agency"),
        material(EDITED, title="A crane falls", outlet="Coast Herald"),
        material(CUT, title="Crane in harbour", outlet="The Daily"),
        material(SAME_TOPIC, title="Whose fault?", outlet="The Docker"),
    )


def test_search_keeps_one_of_each_story(syndicated: Services) -> None:
    with syndicated.parts.store().snapshot() as snapshot:
        found = snapshot.sources(syndicated.parts.answerer().search(snapshot, QUESTION).articles)

    assert len(found) == 2
    assert "The Docker" in {source.outlet for source in found.values()}


def test_the_citation_says_where_else_the_words_stand_and_the_footer_counts_one_source(syndicated: Services) -> None:
    answer = syndicated.ask.quote(QUESTION)

    citation = answer.citations[0]
    outlets = {"The Agency", "Coast Herald", "The Daily"}
    assert {citation.article.source.outlet, *citation.also} == outlets
    assert answer.footer
    assert (answer.footer.also, answer.footer.sources) == (citation.also, 1)


def test_a_duplicate_word_for_word_is_named_too(over: Over) -> None:
    first = material(STORY, title="Crane falls", outlet="The Agency")
    program = over(first, material(STORY, title="Crane fell", outlet="The Daily"))

    assert program.ask.quote(QUESTION).citations[0].also == ("The Daily",)
    within = Scope(within=frozenset({program.library.entries()[1].id}))
    assert program.ask.quote(QUESTION, scope=within).citations[0].also == ("The Agency",)


def test_copies_in_the_very_paper_that_is_cited_are_not_named(over: Over) -> None:
    program = over(*(material(STORY, title=title, outlet="The Agency") for title in ("Crane falls", "Crane fell")))

    assert program.ask.quote(QUESTION).citations[0].also == ()


def test_two_papers_with_one_story_are_one_source_also_where_both_are_quoted(syndicated: Services) -> None:
    answer = syndicated.ask.quote("“crane”")

    assert {one.article.source.outlet for one in answer.citations} == {"The Agency", "Coast Herald", "The Daily"}
    assert answer.footer
    assert answer.footer.sources == 1


def test_an_answer_without_copies_says_nothing_of_them(over: Over) -> None:
    program = over(material(STORY, outlet="The Agency"), material(SAME_TOPIC, title="Fault", outlet="Docker"))

    answer = program.ask.quote(QUESTION)

    assert answer.citations[0].also == ()
    assert answer.footer
    assert (answer.footer.also, answer.footer.sources) == ((), 0)


def test_titles_listed_without_a_footer_stay_without_one(syndicated: Services) -> None:
    answer = syndicated.ask.quote("What articles do you have?")

    assert {name for citation in answer.citations for name in citation.also}
    assert answer.footer is None


def test_an_article_that_is_rewritten_leaves_its_story(syndicated: Services) -> None:
    [first, *_] = syndicated.library.entries()
    rewritten = f"{STORY[: len(STORY) // 2]} {NEW_OPENING} {NEW_ENDING}"
    syndicated.ingest.take_in([material(rewritten, title="Crane falls", outlet="The Agency")])

    with syndicated.parts.store().snapshot() as snapshot:
        assert snapshot.copies(first.id) == []
        assert len(snapshot.stories()) == 2


def test_an_article_that_becomes_the_repetition_of_another_has_no_story_of_its_own(syndicated: Services) -> None:
    syndicated.ingest.take_in([material(STORY, title="A crane falls", outlet="Coast Herald")])

    repeated = next(entry for entry in syndicated.library.entries() if entry.source.outlet == "Coast Herald")
    assert repeated.duplicate_of is not None
    assert repeated.story is None


def test_an_article_leaves_a_copy_that_is_near_only_to_the_words_it_had(over: Over) -> None:
    """Each is near to those old words, but they are gone."""
    _, _, copied = STORY.split(". ", 2)
    kept, _, _ = STORY.rpartition(". ")
    program = over(material(STORY, title="Crane falls"), material(f"{NEW_OPENING} {copied}", title="A crane"))
    with program.parts.store().snapshot() as snapshot:
        assert len(snapshot.stories()) == 2

    program.ingest.take_in([material(f"{kept}. {NEW_ENDING}", title="Crane falls")])

    with program.parts.store().snapshot() as snapshot:
        assert snapshot.stories() == {}


def test_what_stays_of_a_story_when_its_first_article_goes(syndicated: Services) -> None:
    first, second, third, _ = syndicated.library.entries()
    syndicated.ingest.remove([first.id])

    with syndicated.parts.store().snapshot() as snapshot:
        assert set(snapshot.stories()) == {second.id, third.id}
        assert snapshot.copies(second.id) == [Source(title="Crane in harbour", outlet="The Daily")]


def test_the_heir_of_a_duplicate_joins_the_story(over: Over) -> None:
    program = over(
        material(STORY, title="Crane falls", outlet="The Agency"),
        material(STORY, title="Crane fell", outlet="The Daily"),
        material(EDITED, title="A crane falls", outlet="Coast Herald"),
    )
    agency, daily, herald = program.library.entries()
    program.ingest.remove([agency.id])

    with program.parts.store().snapshot() as snapshot:
        assert set(snapshot.stories()) == {daily.id, herald.id}


def test_a_story_found_by_a_correction_of_its_source_alone_stays(over: Over) -> None:
    program = over(material(STORY, outlet="The Agency"), material(EDITED, title="Other", outlet="Herald"))
    program.ingest.take_in([material(STORY, outlet="The Agency", author="Jane Roe")])

    with program.parts.store().snapshot() as snapshot:
        assert len(snapshot.stories()) == 2
