"""The words of articles that come nearest to an altered quotation, and the pieces of a stitched one."""

from drafts.alignment import ALTERED, align, places_of, runs_of
from drafts.tokens import Tokens
from tests.drafts.checking import indexed
from tests.growth import MOST_GROWTH, growth

FERRY = indexed(
    "The ferry left the harbour at nine. Nobody on board had seen the storm warning. The captain turned back at once. "
    "Passengers waited for hours in the cold hall of the terminal.",
    name="ferry",
)
MILL = indexed("The mill burned for two days. Its owner wants to build it again on the same spot.", name="mill")


def words(text: str) -> list[str]:
    return Tokens(text).loose


def test_the_nearest_words_are_those_that_stand_in_place_of_the_changed_ones() -> None:
    (found,) = align(words("Nobody on board had heard the loud storm warning"), [MILL, FERRY])

    assert found.article is FERRY
    assert FERRY.text[slice(*found.span)] == "Nobody on board had seen the storm warning"
    assert (found.matched, found.score > ALTERED) == (7, True)


def test_words_changed_at_an_end_are_shown_as_well() -> None:
    (found,) = align(words("Everyone there on board had seen the storm warning"), [FERRY])

    assert FERRY.text[slice(*found.span)] == "Nobody on board had seen the storm warning"


def test_words_that_no_article_has_come_near_nothing() -> None:
    assert align(words("Quarterly dividends rose sharply"), [FERRY, MILL]) == []


def test_a_quotation_of_several_places_is_grouped_by_them() -> None:
    stitched = words("The captain turned back at once and its owner wants to build it again")

    groups = places_of(runs_of(stitched, [FERRY, MILL]), len(stitched))

    assert [[run.article.text[slice(*run.span)] for run in group] for group in groups] == [
        ["The captain turned back at once"],
        ["Its owner wants to build it again"],
    ]


def test_pieces_of_one_article_in_another_order_are_of_several_places() -> None:
    turned = words("the captain turned back at once the ferry left the harbour at nine")

    assert len(places_of(runs_of(turned, [FERRY]), len(turned))) == 2


def test_sentences_that_follow_one_another_are_one_place() -> None:
    plain = words("had seen the storm warning the captain turned back at once")

    assert places_of(runs_of(plain, [FERRY]), len(plain)) == []


def test_pieces_that_are_few_or_short_make_nothing_stitched() -> None:
    invented = words("the captain turned back while all the others sang old songs about the end of the world")

    assert places_of(runs_of(invented, [FERRY, MILL]), len(invented)) == []


def test_time_grows_with_the_length_of_the_quotation() -> None:
    def look(text: str) -> None:
        own = words(text)
        align(own, [FERRY, MILL])
        places_of(runs_of(own, [FERRY, MILL]), len(own))

    for piece in ("the ", "the captain turned ", "the mill burned for two hours the ferry left "):
        assert growth(look, lambda length, piece=piece: piece * (length // len(piece))) < MOST_GROWTH  # type: ignore[misc]
