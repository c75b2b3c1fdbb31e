"""What is read for a question: windows of the articles that the search found."""

from collections.abc import Callable, Iterator

import pytest

from answering.quoting.candidates import LONG, OTHERS, WHOLE, Extract, as_article, centred, extracts_to_read, windows_of
from domain.reading import WINDOW_WORDS
from domain.values import Hit, Passage, SearchResult
from tests.asking import article
from tests.making import Desk, text

WORDS = 40
"""Of a sentence: two make a window."""
COUNTS = {"a": 6, "b": 6, "c": 6, "d": 40, "e": 6}
"""Sentences of each article."""

Find = Callable[..., list[str]]


def sentence(name: str, number: int) -> str:
    return f"Ship {name}{number} sailed " + "on and " * ((WORDS - 4) // 2) + "on."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("library"))
    for name, count in COUNTS.items():
        desk.take_in(text(" ".join(sentence(name, number) for number in range(count)), f"{name}.txt"))
    yield desk
    desk.close()


@pytest.fixture
def read(desk: Desk) -> Find:
    """Returns the first word of each window read, as "a0", for articles by rank and passages (article, sentence)."""

    def found(articles: str, *passages: tuple[str, int]) -> list[str]:
        ids = {entry.identity.removeprefix("upload:").removesuffix(".txt"): entry.id for entry in desk.entries()}
        with desk.library.snapshot() as snapshot:
            hits = []
            for name, number in passages:
                start = snapshot.article(ids[name]).text.index(sentence(name, number))
                end = start + len(sentence(name, number))
                passage = Passage(article_id=ids[name], ordinal=0, text=sentence(name, number), start=start, end=end)
                hits.append(Hit(passage=passage, score=1.0, window=(start, end)))
            result = SearchResult(
                articles=tuple(ids[name] for name in articles), hits=tuple(hits), similarity=0.0, rankings={}
            )
            return [extract.window.sentences[0].split()[1] for extract in extracts_to_read(snapshot, result)]

    return found


def test_the_best_articles_are_read_whole_in_order(read: Find) -> None:
    assert WHOLE == 2
    assert read("abc") == ["a0", "a2", "a4", "b0", "b2", "b4"]


def test_further_articles_are_read_around_the_passages_found(read: Find) -> None:
    windows = read("abce", ("e", 3), ("a", 0), ("c", 1))

    assert windows == ["a0", "a2", "a4", "b0", "b2", "b4", "e2", "c0"]


def test_a_window_of_two_passages_is_read_once(read: Find) -> None:
    assert read("abc", ("c", 2), ("c", 3), ("a", 1))[6:] == ["c2"]


def test_only_so_many_windows_of_further_articles_are_read(read: Find) -> None:
    passages = [("c", 0), ("c", 2), ("c", 4), ("e", 0), ("e", 2), ("e", 4)]

    assert read("ab", *passages)[6:] == ["c0", "c2", "c4", "e0"]
    assert OTHERS == 4


def test_a_long_article_is_read_around_its_passages_and_then_from_its_beginning_in_order(read: Find) -> None:
    windows = read("da", ("d", 37), ("d", 30))

    assert windows[:LONG] == [*(f"d{number}" for number in range(0, 2 * (LONG - 2), 2)), "d30", "d36"]
    assert windows[LONG:] == ["a0", "a2", "a4"]


def test_a_long_article_without_a_passage_is_read_from_its_beginning(read: Find) -> None:
    assert read("d") == [f"d{number}" for number in range(0, 2 * LONG, 2)]


def test_where_the_search_finds_nothing_nothing_is_read(read: Find) -> None:
    assert read("") == []


def test_an_article_that_the_search_ranks_lower_is_marked_as_found_less_well(desk: Desk) -> None:
    first, second = (entry.id for entry in desk.entries()[:2])
    ranking = ((first, 0.5), (second, 0.125))
    result = SearchResult(articles=(first, second), hits=(), similarity=0.0, rankings={"fused articles": ranking})

    with desk.library.snapshot() as snapshot:
        found = {extract.article.id: extract.found for extract in extracts_to_read(snapshot, result)}

    assert found == {first: 1.0, second: 0.25}


def test_windows_cover_every_sentence_once_and_keep_to_their_length() -> None:
    one = article(" ".join(sentence("x", number) for number in range(7)), title="Ships")

    windows = windows_of(one)

    assert [index for window in windows for index in window.indices] == list(range(7))
    assert all(sum(len(text.split()) for text in window.window.sentences) <= WINDOW_WORDS for window in windows)
    assert {window.window.title for window in windows} == {"Ships"}


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Ships of Skarn lay still for a week", ""),
        ("Ships of Skarn lay…", ""),
        ("Ships of Vik lay…", "Ships of Vik lay…"),
        ("Strike", "Strike"),
    ],
)
def test_a_title_that_is_only_the_beginning_of_the_text_is_not_read_twice(title: str, read: str) -> None:
    one = article("Ships of Skarn lay still for a week. Then they sailed.", title=title)

    assert [window.window.title for window in windows_of(one)] == [read]


def test_candidates_are_the_sentences_of_the_window_with_their_places() -> None:
    one = article("It rained. Boats left. Fog came.")
    extract = Extract(article=one, everything=windows_of(one)[0].everything, indices=range(1, 3))

    found = list(extract.candidates())

    assert [candidate.sentence.text for candidate in found] == ["Boats left.", "Fog came."]
    assert [one.text[c.sentence.start : c.sentence.end] for c in found] == ["Boats left.", "Fog came."]


def test_an_article_without_sentences_has_no_windows() -> None:
    assert windows_of(article(" \n ")) == []


def test_sentences_that_are_cut_already_become_one_article() -> None:
    (extract,) = as_article("Shut", ["The harbour closed.", "Boats left."])

    found = list(extract.candidates())

    assert extract.window.title == "Shut"
    assert [one.sentence.text for one in found] == ["The harbour closed.", "Boats left."]
    assert all(one.article.text[one.sentence.start : one.sentence.end] == one.sentence.text for one in found)


def test_a_candidate_stands_in_the_middle_of_its_own_window() -> None:
    short = [f"Ship {number} {'came ' * 18}in." for number in range(9)]
    (found,) = [
        one for extract in as_article("A", short) for one in extract.candidates() if one.sentence.text == short[4]
    ]
    first = next(as_article("A", short)[0].candidates())

    assert centred(found).indices == range(2, 6)
    assert centred(first).indices == range(4)


def test_a_sentence_longer_than_a_window_stands_alone_in_it() -> None:
    long = "It rained " + "and rained " * WINDOW_WORDS + "on."
    (_, found, _) = [one for extract in as_article("A", ["Fog.", long, "Sun."]) for one in extract.candidates()]

    assert centred(found).indices == range(1, 2)
