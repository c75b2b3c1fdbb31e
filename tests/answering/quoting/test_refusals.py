"""What a question names that no article has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.quoting.refusals import missing_words
from domain.values import Scope
from tests.making import Desk, text


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("library"))
    made.take_in(
        text(
            "Wexmouth news\n\nIlsa Dorn closed the harbour of Wexmouth in 2016. The U.S. came. The G7 paid $4.5m.",
            "a.txt",
        ),
        text(
            "---\ntitle: Belmar\npublished: 2031-05-01\n---\nThe Belmar ferry is full of anglers’ rods.",
            "b.md",
            media="markdown",
        ),
    )
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Zebulon Quist say to Dorn?", ["Zebulon Quist"]),
        ("What did Zebulon say to Quist?", ["Zebulon", "Quist"]),
        ("What happened in 1987 at Belmar?", ["1987"]),
        ("Did Quist meet Quist?", ["Quist"]),
        ("what did quist say about the harbour?", []),
        ("When did Ilsa Dorn close Wexmouth’s harbour in 2016?", []),
        ("Did the US send a ship to Belmar's anglers?", []),
        ("Did the U.S. or the E.U. pay?", ["E.U."]),
        ("Who paid $4.5 million of the G7?", []),
        ("Who paid $3.5 million of the G8 for the 2nd pier?", ["3.5", "G8", "2nd"]),
        ("Who paid for 7 of 80 piers?", []),
        ("Who paid for 7 of 800 piers?", ["800"]),
        ("What happened in 2031?", []),
        ("What happened in 2032?", ["2032"]),
        ("Which boatswain paid for the harbour?", []),
        ("which boatswain paid for the harbour?", []),
        ("What does a 40-year-old pay in Belmar?", []),
        ("Why is the water wet?", []),
        ("", []),
    ],
)
def test_names_and_numbers_that_stand_in_no_article_are_missing(desk: Desk, question: str, missing: list[str]) -> None:
    with desk.library.snapshot() as snapshot:
        assert missing_words(snapshot, question) == missing


def test_a_year_is_missing_where_only_articles_outside_the_scope_are_of_it(desk: Desk) -> None:
    harbour, belmar = (entry.id for entry in desk.entries())

    with desk.library.snapshot() as snapshot:
        missing = [
            missing_words(snapshot, "What happened in 2031?", Scope(within=frozenset({one})))
            for one in (harbour, belmar)
        ]

    assert missing == [["2031"], []]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did India pay?", []),
        ("What did the Indians pay?", []),
        ("What did Denmark pay?", []),
        ("What did the United States pay?", []),
        ("What did Chile or Italy pay?", ["Chile", "Italy"]),
        ("What did Indianapolis pay?", ["Indianapolis"]),
    ],
)
def test_a_country_is_not_missing_where_an_article_names_it_in_another_form(
    tmp_path: Path, question: str, missing: list[str]
) -> None:
    desk = Desk(tmp_path)
    desk.take_in(text("Tolls\n\nIndian, Danish and American ships pay less. It is so in the republic."))

    with desk.library.snapshot() as snapshot:
        found = missing_words(snapshot, question)
    desk.close()

    assert found == missing
