"""Articles that may hold a quotation are found by its words, whatever the library holds besides."""

from pathlib import Path

from domain.scope import select
from domain.values import EVERYTHING, Scope
from drafts.candidates import Candidates
from drafts.tokens import Tokens
from tests.asking import material
from tests.drafts.checking import indexed, open_desk
from tests.making import Desk

NAMES = ("heron", "otter", "badger", "kestrel", "plaice", "beetle", "lapwing", "weasel", "pigeon", "turbot")


def titles(desk: Desk, quotation: str, scope: Scope = EVERYTHING) -> list[str]:
    """The titles of the articles that are likeliest to have a quotation, the likeliest first."""
    with desk.library.snapshot() as snapshot:
        candidates = Candidates(snapshot, select(snapshot.entries(), scope))
        found = candidates.for_words(Tokens(quotation).loose, quotation)
    return [article.article.source.title for article in found]


def test_an_article_is_found_by_three_words_in_a_row_among_many_with_the_same_words(tmp_path: Path) -> None:
    common = "The council said on Monday that the plan for the river would be put off until the next spring."
    desk = open_desk(
        tmp_path,
        *((f"{common} A {name} was seen.", {"title": name}) for name in NAMES),
        ("The river plan was put, the council said, off for good, and that until next Monday.", {"title": "order"}),
    )

    assert titles(desk, "council said, off for good")[0] == "order"
    assert titles(desk, "A lapwing was seen")[0] == "lapwing"
    desk.close()


def test_each_part_of_a_long_quotation_brings_its_article(tmp_path: Path) -> None:
    stories = {name: " ".join(f"The {name} saw {name} number {n} there." for n in range(30)) for name in NAMES[:4]}
    desk = open_desk(tmp_path, *((text, {"title": name}) for name, text in stories.items()))

    assert set(titles(desk, " ".join(stories.values()))) == set(stories)
    desk.close()


def test_an_article_that_repeats_another_stands_for_it_where_that_is_out_of_scope(tmp_path: Path) -> None:
    text = "The heron stood in the harbour all night and nobody knew why it would not leave."
    desk = Desk(tmp_path)
    assert desk.take_in(material(text, title="first"), material(text, title="again")) == ["new", "duplicate"]
    again = next(entry.id for entry in desk.entries() if entry.source.title == "again")

    assert titles(desk, "The heron stood in the harbour") == ["first"]
    assert titles(desk, "The heron stood in the harbour", Scope(within=frozenset([again]))) == ["again"]
    desk.close()


def test_words_have_places_in_the_text() -> None:
    article = indexed("A heron stood there. A heron left.")

    assert article.span(1, 2) == (2, 13)
    assert article.shingles["a", "heron", "stood"] == [0]
    assert article.stem_places["heron"] == [1, 5]
    assert article.sentence_starts == [0, 21]
