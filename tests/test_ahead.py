"""Reading ahead: sentences have their vectors before anybody asks, and whoever waits goes first."""

import threading
from pathlib import Path

import pytest

from answering.ahead import ReadAhead
from answering.sentences import sentences
from answering.vectors import sentence_vectors
from domain.attention import Attention
from domain.errors import UnknownArticle
from tests.making import CountingEmbedder, Desk, long_text, text

PATIENCE_S = 5
ODD = "Shut\n\nThe harbour closed. Boats left."
NEW = "Open\n\nThe harbour is open again. Boats came back."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def reading(desk: Desk) -> ReadAhead:
    return ReadAhead(
        library=desk.library, reading_list=desk.library.reading_list, embedder=desk.embedder, give_way=lambda: None
    )


def embedded(desk: Desk) -> list[str]:
    """What has been embedded since the last look."""
    assert isinstance(desk.embedder, CountingEmbedder)
    seen, desk.embedder.embedded = desk.embedder.embedded, []
    return seen


def test_every_sentence_of_an_article_is_embedded_once_and_asking_embeds_none_of_them_again(desk: Desk) -> None:
    desk.take_in(text(long_text("harbour")))
    embedded(desk)

    assert [reading(desk).read_one(), reading(desk).read_one()] == [True, False]

    read = embedded(desk)
    [entry] = desk.entries()
    with desk.library.snapshot() as snapshot:
        told = [sentence.text for sentence in sentences(snapshot.article(entry.id).text)]
    assert sorted(read) == sorted(set(told))
    sentence_vectors(desk.library, desk.embedder, [(entry.id, one) for one in told])
    assert embedded(desk) == []


def test_the_newest_article_is_read_first(desk: Desk) -> None:
    desk.take_in(text(ODD, "a.txt"), text(NEW, "b.txt"))
    embedded(desk)

    reading(desk).read_one()

    assert "Boats came back." in embedded(desk)


def test_an_article_with_new_words_is_read_again_and_one_that_came_again_with_the_same_is_not(desk: Desk) -> None:
    desk.take_in(text(ODD))
    reading(desk).read_one()

    desk.take_in(text(ODD))
    again = reading(desk).read_one()
    desk.take_in(text(NEW))
    embedded(desk)
    anew = reading(desk).read_one()

    assert (again, anew) == (False, True)
    assert "Boats came back." in embedded(desk)


def test_an_article_that_changes_while_it_is_read_is_still_to_be_read(desk: Desk) -> None:
    desk.take_in(text(ODD))
    changing = ReadAhead(
        library=desk.library,
        reading_list=desk.library.reading_list,
        embedder=desk.embedder,
        give_way=lambda: desk.take_in(text(NEW)) and None,  # type: ignore[func-returns-value]
    )

    changing.read_one()

    assert desk.library.reading_list.next_unread() == desk.entries()[0].id


def test_an_article_that_repeats_another_is_not_read(desk: Desk) -> None:
    desk.take_in(text(ODD, "a.txt"), text(ODD, "b.txt"))

    reading(desk).read_one()

    assert desk.library.reading_list.next_unread() is None


def test_an_article_that_is_removed_at_that_moment_is_passed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(text(ODD))

    def gone(self: object, article_id: str) -> None:
        raise UnknownArticle("gone", hint="none")

    monkeypatch.setattr("store.reading.SqliteSnapshot.article", gone)

    assert reading(desk).read_one()


def test_reading_waits_while_somebody_waits_and_for_a_moment_afterwards() -> None:
    attention = Attention(pause_s=0.01)
    free = threading.Event()
    waiter = threading.Thread(target=lambda: (attention.wait_until_free(), free.set()), daemon=True)

    with attention, attention:
        waiter.start()
        while_waited_for = free.wait(0.2)

    assert not while_waited_for
    assert free.wait(PATIENCE_S)


def test_somebody_who_met_an_error_is_waited_for_no_longer() -> None:
    attention = Attention(pause_s=0)

    with pytest.raises(ZeroDivisionError), attention:
        raise ZeroDivisionError

    attention.wait_until_free()
