"""Reading ahead: sentences have their vectors before anybody asks; whoever waits goes first, also before an article."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from answering.quoting.read_ahead import ReadAhead, read_on
from answering.quoting.reading import sentence_vectors
from assembly import build
from domain.errors import EmbedderError, Stopping, UnknownArticle
from domain.foreground import Foreground
from domain.jobs import order_of
from domain.protocols import Embedder, Vectors
from domain.values import Article
from settings import load
from tests.asking import PHRASES
from tests.making import CountingEmbedder, Desk, long_text, text
from text.sentences import sentences

PATIENCE_S = 5
ODD = "Shut\n\nThe harbour closed. Boats left."
NEW = "Open\n\nThe harbour is open again. Boats came back."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def nothing_answers(article: Article, question: str) -> bool:
    return False


def reading(
    desk: Desk,
    answers: Callable[[Article, str], bool] = nothing_answers,
    multilingual: Callable[[], Embedder] | None = None,
) -> ReadAhead:
    return ReadAhead(
        library=desk.library,
        reading_list=desk.library.reading_list,
        embedder=desk.embedder,
        phrases=PHRASES,
        answers=answers,
        give_way=lambda: None,
        multilingual=multilingual,
    )


class Looks(threading.Event):
    """Set after so many waits, none of which takes any time."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._left = count

    def wait(self, timeout: float | None = None) -> bool:
        self._left -= 1
        if self._left < 0:
            self.set()
        return self.is_set()


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
        stated = [sentence.text for sentence in sentences(snapshot.article(entry.id).text)]
    assert sorted(read) == sorted(set(stated))
    sentence_vectors(desk.library, desk.embedder, [(entry.id, one) for one in stated])
    assert embedded(desk) == []


def test_an_article_in_another_language_is_embedded_by_what_knows_the_language(desk: Desk) -> None:
    multilingual = CountingEmbedder(dim=32)
    german = "Der Hafen bleibt wegen des Eises geschlossen. Die Fähren fahren ab Dorum."
    desk.take_in(text(german, "a.txt"), text(ODD, "b.txt"))
    embedded(desk)
    ahead = reading(desk, multilingual=lambda: multilingual)

    while ahead.read_one():
        pass

    assert multilingual.embedded == [one.text for one in sentences(german)]
    assert sorted(embedded(desk)) == sorted(one.text for one in sentences(ODD))


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


ASKING = "Ferry\n\nWho sold the ferry? Nobody says. The harbour is shut, so why is Wexmouth waiting? It lacks money."


def test_keeps_the_first_printed_question_that_the_article_answers(desk: Desk) -> None:
    desk.take_in(text(ASKING))

    reading(desk, answers=lambda article, question: question.startswith("Why")).read_one()

    assert desk.entries()[0].suggestion == "Why is Wexmouth waiting?"


def test_asks_what_people_say_where_an_article_puts_no_question_that_it_answers(desk: Desk) -> None:
    desk.take_in(text('Ferry\n\n"The harbour is shut," said Ilsa Dorn. According to Petra Vahl, boats left.'))

    reading(desk, answers=lambda article, question: "Vahl" in question).read_one()

    assert desk.entries()[0].suggestion == "What did Petra Vahl say?"


def test_keeps_no_question_that_the_article_does_not_answer(desk: Desk) -> None:
    desk.take_in(text(ASKING))

    reading(desk).read_one()

    assert desk.entries()[0].suggestion is None


def test_forgets_the_question_of_an_article_that_changes_until_it_is_read_again(desk: Desk) -> None:
    desk.take_in(text(ASKING))
    reading(desk, answers=lambda article, question: True).read_one()

    desk.take_in(text(f"{ASKING} It rained."))

    [entry] = desk.entries()
    assert entry.suggestion is None


def test_an_article_that_changes_while_it_is_read_is_still_to_be_read(desk: Desk) -> None:
    desk.take_in(text(ODD))
    changing = ReadAhead(
        library=desk.library,
        reading_list=desk.library.reading_list,
        embedder=desk.embedder,
        phrases=PHRASES,
        answers=nothing_answers,
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


def test_reading_goes_on_after_an_error_and_with_what_comes_in_later(desk: Desk) -> None:
    desk.take_in(text(ODD, "a.txt"))
    asked = 0

    def reader() -> ReadAhead:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise EmbedderError("The model is not there.", hint="Get it.")
        if asked == 3:
            desk.take_in(text(NEW, "b.txt"))
        return reading(desk)

    read_on(reader, Looks(3))

    assert desk.library.reading_list.next_unread() is None
    assert "Boats came back." in embedded(desk)


def test_reading_ends_with_its_process(desk: Desk) -> None:
    def reader() -> ReadAhead:
        nonlocal asked
        asked += 1
        raise Stopping

    asked = 0

    read_on(reader, Looks(3))

    assert asked == 1


def test_reading_that_is_ended_begins_no_further_article(desk: Desk) -> None:
    desk.take_in(text(ODD, "a.txt"), text(NEW, "b.txt"))
    ended = Looks(1)
    ending = ReadAhead(
        library=desk.library,
        reading_list=desk.library.reading_list,
        embedder=desk.embedder,
        phrases=PHRASES,
        answers=nothing_answers,
        give_way=ended.set,
    )

    read_on(lambda: ending, ended)

    assert desk.library.reading_list.next_unread() == desk.entries()[0].id


@pytest.mark.parametrize("wanted", [True, False])
def test_the_program_reads_ahead_if_it_is_set_to_and_can_be_told_to_end(tmp_path: Path, wanted: bool) -> None:
    program = build(load(library=tmp_path, read_ahead=wanted))

    ended = program.background.read_ahead()
    started = [thread for thread in threading.enumerate() if thread.name == "dateline-read-ahead"]
    ended.set()

    assert len(started) == wanted
    for thread in started:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    program.close()


def test_reading_waits_while_somebody_waits_and_for_a_moment_afterwards() -> None:
    foreground = Foreground(pause_s=0.01)
    free = threading.Event()
    waiter = threading.Thread(target=lambda: (foreground.wait_until_free(), free.set()), daemon=True)

    with foreground:
        with foreground:
            pass
        waiter.start()
        while_waited_for = free.wait(0.2)

    assert not while_waited_for
    assert free.wait(PATIENCE_S)


def test_what_waits_gives_whoever_asked_a_moment_for_the_next_question() -> None:
    foreground = Foreground(pause_s=600)
    free = threading.Event()
    with foreground:
        pass

    threading.Thread(target=lambda: (foreground.wait_until_free(), free.set()), daemon=True).start()

    assert not free.wait(0.2)


def test_somebody_who_met_an_error_is_waited_for_no_longer() -> None:
    foreground = Foreground(pause_s=0)

    with pytest.raises(ZeroDivisionError), foreground:
        raise ZeroDivisionError

    foreground.wait_until_free()


@pytest.mark.parametrize("pause_s", [0, PATIENCE_S])
def test_who_waits_for_a_while_only_goes_on_after_it(pause_s: float) -> None:
    foreground = Foreground(pause_s=pause_s)
    waiter = threading.Thread(target=lambda: foreground.wait_until_free(at_most_s=0.01), daemon=True)

    with foreground:
        waiter.start()
        waiter.join(PATIENCE_S)
        assert not waiter.is_alive()


@pytest.mark.parametrize(("patience_s", "embedded"), [(600.0, False), (0.0, True)])
def test_an_article_on_its_way_in_lets_an_answer_go_first_but_not_for_ever(
    tmp_path: Path, patience_s: float, embedded: bool
) -> None:
    embedder = CountingEmbedder()
    way_in = threading.Thread(target=lambda: program.ingest.take_in([text(ODD)]))
    seen: list[bool] = []

    def answerer(*_: object, **__: object) -> None:
        way_in.start()
        way_in.join(PATIENCE_S if embedded else 1)
        seen.append(bool(embedder.embedded))

    program = build(
        load(library=tmp_path),
        embedder=embedder,
        answerer=answerer,  # type: ignore[arg-type]
        patience_s=patience_s,
    )
    program.ingest.take_in([text(NEW)])  # all that takes long is loaded
    embedder.embedded.clear()

    program.ask.quote("What closed?")
    way_in.join(PATIENCE_S)

    assert seen == [embedded]
    assert embedder.embedded
    program.close()


class Watching(CountingEmbedder):
    """Notes whether reading ahead would go on while it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.give_way: Callable[[], None] = lambda: None
        self.went_on: list[bool] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        free = threading.Event()
        threading.Thread(target=lambda: (self.give_way(), free.set()), daemon=True).start()
        self.went_on.append(free.wait(0.2))
        return super().embed_passages(texts)


@pytest.mark.parametrize("ordered", [False, True])
def test_reading_waits_while_an_article_is_taken_in_at_once_or_as_a_job(tmp_path: Path, ordered: bool) -> None:
    embedder = Watching()
    program = build(load(library=tmp_path), embedder=embedder)
    embedder.give_way = program.parts.foreground.wait_until_free

    if ordered:
        program.background.order([order_of(text(NEW))])
        program.parts.runner().drain("here")
    else:
        program.ingest.take_in([text(NEW)])

    assert embedder.went_on
    assert not any(embedder.went_on)
    program.close()
