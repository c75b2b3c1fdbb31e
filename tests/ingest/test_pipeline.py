"""An article's way in and out, with an exact index in memory: what is reported, what is embedded, what is kept."""

import io
import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from domain.errors import IndexMismatch, LibraryBusy, PicturesOnly, SourceError
from domain.keys import embedded_string
from domain.protocols import Vectors
from domain.values import EVERYTHING, Material, Media, Outcome, PassageChange, Source
from domain.writing import Change
from ingest.extract.formats import Extract
from ingest.fetch.files import fetch
from ingest.pipeline import Ingest
from retriever.fakes import ExactIndex, HashingEmbedder
from tests import making
from tests.making import CountingEmbedder, Desk, assert_whole, chroma_desk, long_text, rewritten, text

pytestmark = pytest.mark.usefixtures("stores")

PATIENCE_S = 10
"""Less than a writer waits for another one (tests/making.py)."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "library")
    yield made
    assert_whole(made)
    made.library.close()


def file(path: Path, words: str) -> Material:
    path.write_text(words, encoding="utf-8")
    return fetch(str(path), stdin=io.BytesIO())


def entries(desk: Desk) -> list[tuple[str, str | None]]:
    """(title, title of the article that it repeats), in order."""
    listed = desk.entries()
    titles = {entry.id: entry.source.title for entry in listed}
    return [(entry.source.title, titles.get(entry.duplicate_of or "")) for entry in listed]


def test_an_article_goes_in_and_is_found(desk: Desk) -> None:
    [outcome] = desk.ingest.take_in([text("The fox\n\n" + long_text("fox"))])

    assert (outcome.status, outcome.title) == ("new", "The fox")
    assert outcome.passages.added > 1
    assert desk.find("fox") == [outcome.id]


def test_taking_in_again_changes_nothing_and_embeds_nothing(desk: Desk) -> None:
    materials = [text(long_text("fox"), "a"), text(long_text("owl"), "b")]
    first = desk.ingest.take_in(materials)
    with desk.library.snapshot() as snapshot:
        generation = snapshot.generation
    embedded = len(desk.embedder.embedded)

    again = desk.ingest.take_in(materials)

    assert [outcome.status for outcome in again] == ["unchanged", "unchanged"]
    assert [outcome.id for outcome in again] == [outcome.id for outcome in first]
    assert [o.passages for o in again] == [PassageChange(kept=o.passages.added) for o in first]
    assert len(desk.embedder.embedded) == embedded
    with desk.library.snapshot() as snapshot:
        assert snapshot.generation == generation


def test_a_changed_paragraph_embeds_only_its_own_passage(desk: Desk) -> None:
    paragraphs = [f"Paragraph {number}. " + "word " * 85 for number in range(6)]
    [first] = desk.ingest.take_in([text("\n\n".join(paragraphs), title="Words")])
    desk.embedder.embedded.clear()
    paragraphs[3] = "Paragraph three is another now. " + "term " * 80

    [second] = desk.ingest.take_in([text("\n\n".join(paragraphs), title="Words")])

    assert first.passages == PassageChange(added=6)
    assert (second.status, second.passages) == ("updated", PassageChange(kept=5, added=1, removed=1))
    assert len(desk.embedder.embedded) == 1
    assert desk.embedder.embedded[0].startswith("Words\nParagraph three is another")
    assert second.id == first.id


def test_a_sentence_put_in_at_the_beginning_moves_no_later_passage(desk: Desk) -> None:
    words = " ".join(f"Sentence {number} tells of the harbour and of its boats." for number in range(60))
    desk.take_in(text(words, title="Words"))
    desk.embedder.embedded.clear()

    desk.take_in(
        text(f"Another sentence now stands in front of all the others of this article. {words}", title="Words")
    )

    assert len(desk.embedder.embedded) <= 2


def test_the_same_words_twice_in_an_article_are_two_passages_and_one_vector(desk: Desk) -> None:
    paragraph = "The same words again. " * 22 + "\n\n"

    [outcome] = desk.ingest.take_in([text(paragraph * 3, title="Thrice")])

    assert outcome.passages.added == 3
    assert desk.library.count_vector_ids() == 1
    [again] = desk.ingest.take_in([text(paragraph * 2, title="Thrice")])
    assert again.passages == PassageChange(kept=2, removed=1)


def test_a_new_title_embeds_every_passage_anew(desk: Desk) -> None:
    desk.take_in(text(long_text("fox"), title="Old"))
    desk.embedder.embedded.clear()

    [outcome] = desk.ingest.take_in([text(long_text("fox"), title="New")])

    assert outcome.status == "updated"
    assert outcome.passages.kept == 0
    assert outcome.passages.added == outcome.passages.removed == len(desk.embedder.embedded)
    assert desk.titles() == ["New"]


def test_a_change_of_the_date_alone_is_an_update_that_embeds_nothing(desk: Desk) -> None:
    body = long_text("fox")

    def dated(day: str) -> Material:
        return text(f"---\ntitle: Fox\npublished: {day}\n---\n{body}", media="markdown")

    [first] = desk.ingest.take_in([dated("2025-01-01")])
    embedded = len(desk.embedder.embedded)
    [second] = desk.ingest.take_in([dated("2025-01-02")])

    assert second.status == "updated"
    assert second.passages == PassageChange(kept=first.passages.added)
    assert len(desk.embedder.embedded) == embedded


def test_the_same_text_twice_is_found_once(desk: Desk) -> None:
    first, second = desk.ingest.take_in(
        [text(long_text("fox"), "a", title="One"), text(long_text("fox"), "b", title="Two")]
    )

    assert (first.status, second.status) == ("new", "duplicate")
    assert second.of == first.id
    assert entries(desk) == [("One", None), ("Two", "One")]
    assert desk.find("fox") == [first.id]
    with desk.library.snapshot() as snapshot:
        assert snapshot.match_articles(["fox"], limit=9, scope=EVERYTHING) == [
            (first.id, pytest.approx(snapshot.match_articles(["fox"], limit=9, scope=EVERYTHING)[0][1]))
        ]
        assert {row[0] for row in snapshot.match_passages(["fox"], limit=99, scope=EVERYTHING)} == {first.id}


def test_a_duplicate_taken_in_again_stays_one_and_writes_nothing(desk: Desk) -> None:
    pair = [text(long_text("fox"), "a"), text(long_text("fox"), "b")]
    desk.take_in(*pair)
    with desk.library.snapshot() as snapshot:
        generation = snapshot.generation

    assert desk.take_in(*pair) == ["unchanged", "duplicate"]
    with desk.library.snapshot() as snapshot:
        assert snapshot.generation == generation


def test_the_oldest_duplicate_takes_the_place_of_an_article_that_changes(desk: Desk) -> None:
    desk.take_in(*(text(long_text("fox"), name, title=name) for name in "abc"))

    assert desk.take_in(text(rewritten("fox", "owl"), "a", title="a")) == ["updated"]

    assert entries(desk) == [("a", None), ("b", None), ("c", "b")]
    assert len(desk.find("fox", limit=50)) == 2


def test_the_oldest_duplicate_takes_the_place_of_an_article_that_goes(desk: Desk) -> None:
    first, *_ = desk.ingest.take_in([text(long_text("fox"), name, title=name) for name in "abc"])
    assert first.id is not None

    [outcome] = desk.ingest.remove([first.id])

    assert (outcome.status, outcome.passages.removed) == ("removed", first.passages.added)
    assert entries(desk) == [("b", None), ("c", "b")]


def test_a_duplicate_that_changes_stands_by_itself(desk: Desk) -> None:
    desk.take_in(text(long_text("fox"), "a", title="a"), text(long_text("fox"), "b", title="b"))

    [outcome] = desk.ingest.take_in([text(rewritten("fox", "owl"), "b", title="b")])

    assert (outcome.status, outcome.of) == ("updated", None)
    assert entries(desk) == [("a", None), ("b", None)]


def test_an_article_that_changes_into_another_becomes_its_duplicate(desk: Desk) -> None:
    desk.take_in(text(long_text("fox"), "a", title="a"), text(rewritten("fox", "owl"), "b", title="b"))

    [outcome] = desk.ingest.take_in([text(long_text("fox"), "b", title="b")])

    assert outcome.status == "duplicate"
    assert outcome.passages.kept == outcome.passages.added == 0
    assert outcome.passages.removed > 0
    assert entries(desk) == [("a", None), ("b", "a")]


def test_two_articles_may_swap_their_texts(desk: Desk) -> None:
    desk.take_in(text(long_text("fox"), "a", title="a"), text(rewritten("fox", "owl"), "b", title="b"))

    desk.take_in(text(rewritten("fox", "owl"), "a", title="a"), text(long_text("fox"), "b", title="b"))

    assert sorted(entries(desk)) == [("a", None), ("b", None)]


def test_one_call_may_bring_one_article_twice(desk: Desk) -> None:
    statuses = desk.take_in(
        text(long_text("fox"), "a"), text(rewritten("fox", "owl"), "a"), text(rewritten("fox", "owl"), "a")
    )

    assert statuses == ["new", "updated", "unchanged"]


def test_a_file_that_moved_is_the_same_article(desk: Desk, tmp_path: Path) -> None:
    [first] = desk.ingest.take_in([file(tmp_path / "old.txt", long_text("fox"))])
    (tmp_path / "old.txt").unlink()

    [second] = desk.ingest.take_in([file(tmp_path / "new.txt", long_text("fox"))])
    [third] = desk.ingest.take_in([file(tmp_path / "new.txt", rewritten("fox", "owl"))])

    assert (second.status, second.id) == ("unchanged", first.id)
    assert (third.status, third.id) == ("updated", first.id)


def test_a_file_in_the_place_of_one_that_moved_is_another_article(desk: Desk, tmp_path: Path) -> None:
    desk.ingest.take_in([file(tmp_path / "old.txt", long_text("fox"))])
    (tmp_path / "old.txt").unlink()
    [moved] = desk.ingest.take_in([file(tmp_path / "new.txt", long_text("fox"))])

    [other] = desk.ingest.take_in([file(tmp_path / "old.txt", long_text("owl"))])

    assert other.status == "new"
    assert other.id != moved.id


def test_a_copy_of_a_file_is_a_duplicate(desk: Desk, tmp_path: Path) -> None:
    desk.ingest.take_in([file(tmp_path / "one.txt", long_text("fox"))])

    assert desk.ingest.take_in([file(tmp_path / "two.txt", long_text("fox"))])[0].status == "duplicate"


def test_a_file_with_the_words_of_an_article_that_came_as_an_upload_repeats_it(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(text("Fox. The same words.", title="Fox"))

    assert desk.take_in(file(tmp_path / "a.txt", "Fox. The same words.")) == ["duplicate"]


def test_articles_that_all_name_their_sites_front_page_stay_apart(desk: Desk, tmp_path: Path) -> None:
    pages = [f"---\nurl: https://paper.example/\n---\n{long_text(name)}" for name in ("fox", "owl")]

    assert desk.take_in(file(tmp_path / "a.md", pages[0]), file(tmp_path / "b.md", pages[1])) == ["new", "new"]


def test_an_address_is_the_identity_wherever_the_file_lies(desk: Desk, tmp_path: Path) -> None:
    def page(name: str, body: str, end: str = "") -> Material:
        return file(tmp_path / name, f"---\nurl: https://Paper.example/fox{end}\ntitle: Fox\n---\n{body}")

    [first] = desk.ingest.take_in([page("a.md", long_text("fox"))])
    [second] = desk.ingest.take_in([page("b.md", rewritten("fox", "owl"), "#top")])

    assert (second.status, second.id) == ("updated", first.id)


def test_pasted_text_is_known_by_its_words(desk: Desk) -> None:
    pasted = Material(name="pasted", data=b"Some pasted words.", media="text")

    assert desk.take_in(pasted) == ["new"]
    assert desk.take_in(pasted) == ["unchanged"]
    assert desk.take_in(Material(name="pasted", data=b"Other pasted words.", media="text")) == ["new"]


def test_one_broken_file_fails_alone(desk: Desk) -> None:
    outcomes = desk.ingest.take_in(
        [
            text(long_text("fox"), "a"),
            Material(name="broken.txt", data=b"\0\1\2\3" * 99, media="text"),
            text("Owl.", "c"),
        ]
    )

    assert [outcome.status for outcome in outcomes] == ["new", "failed", "new"]
    assert outcomes[1].source == "broken.txt"
    assert "not text" in (outcomes[1].error or "")


def test_between_two_steps_of_embedding_whoever_asks_goes_first(desk: Desk) -> None:
    embedder = desk.embedder
    assert isinstance(embedder, CountingEmbedder)
    seen: list[int] = []
    parts = {"library": desk.library, "index": desk.index, "embedder": embedder}
    ingest = Ingest(**parts, give_way=lambda: seen.append(len(embedder.embedded)))  # type: ignore[arg-type]

    ingest.take_in([text(long_text("fox", 400))])

    steps = [after - before for before, after in pairwise([*seen, len(embedder.embedded)])]
    assert max(steps) <= 16 < sum(steps)


def test_nothing_may_be_taken_in(desk: Desk) -> None:
    assert desk.ingest.take_in([]) == []


def test_an_article_that_is_not_there_cannot_be_removed(desk: Desk) -> None:
    desk.take_in(text("Fox."))
    known = desk.entries()[0].id

    outcomes = desk.ingest.remove(["nobody", known, known])

    assert [outcome.status for outcome in outcomes] == ["failed", "removed", "failed"]
    assert outcomes[0].source == "nobody"
    assert desk.titles() == []


def test_removing_leaves_no_vector_behind(desk: Desk) -> None:
    outcomes = desk.ingest.take_in([text(long_text("fox"), "a"), text(long_text("owl"), "b")])
    kept = desk.library.vector_keys(outcomes[1].id or "")
    gone = desk.library.vector_keys(outcomes[0].id or "")

    desk.ingest.remove([outcomes[0].id or ""])

    assert set(desk.library.vectors([*kept, *gone])) == set(kept)


def test_a_vector_that_two_articles_share_outlives_one_of_them(desk: Desk) -> None:
    shared = "Shared words stand here. " * 19 + "\n\n"
    one, two = desk.ingest.take_in(
        [
            text(shared + "Here are some more words of the one.", "a", title="T"),
            text(shared + "Here are some more words of the other.", "b", title="T"),
        ]
    )
    assert sum(string.startswith("T\nShared") for string in desk.embedder.embedded) == 1

    desk.ingest.remove([one.id or ""])

    assert desk.find("shared") == [two.id]


def test_sentence_vectors_are_dropped_when_the_words_change(desk: Desk) -> None:
    [outcome] = desk.ingest.take_in([text(long_text("fox"), title="Fox")])
    sentence = {"s1": desk.embedder.embed_passages(["a sentence"])[0]}
    desk.library.keep_sentence_vectors(outcome.id or "", sentence)
    assert set(desk.library.vectors(["s1"])) == {"s1"}

    desk.take_in(text(rewritten("fox", "owl"), title="Fox"))

    assert desk.library.vectors(["s1"]) == {}


def test_progress_counts_up_to_all(desk: Desk) -> None:
    stated: list[tuple[int, int, str]] = []

    desk.ingest.take_in(
        [text("Fox.", "a"), text("Owl.", "b")], progress=lambda done, total, what: stated.append((done, total, what))
    )

    assert stated == [(0, 2, "a"), (1, 2, "b"), (2, 2, "")]


def test_what_is_embedded_carries_the_title(desk: Desk) -> None:
    desk.take_in(text("Some words.", title="A title"))

    assert desk.embedder.embedded == [embedded_string("A title", "Some words.")]


def test_a_lost_index_is_filled_without_embedding(tmp_path: Path) -> None:
    Desk(tmp_path).take_in(text(long_text("fox"), "a"), text(long_text("owl"), "b"))

    later = Desk(tmp_path, ExactIndex()).open()

    assert later.embedder.embedded == []
    assert_whole(later)
    assert len(later.find("fox", limit=100)) == 2


def test_a_lost_chroma_folder_is_filled_without_embedding(tmp_path: Path) -> None:
    before = chroma_desk(tmp_path)
    before.take_in(text(long_text("fox"), "a"), text(long_text("owl"), "b"))
    before.raw_index.reopen()
    for path in sorted((tmp_path / "chroma").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()

    later = chroma_desk(tmp_path).open()

    assert later.embedder.embedded == []
    assert_whole(later)


def test_an_index_with_vectors_that_nobody_refers_to_is_swept_at_opening(tmp_path: Path) -> None:
    index = ExactIndex()
    Desk(tmp_path, index).take_in(text(long_text("fox")))
    index.upsert(["ghost:1"], HashingEmbedder().embed_passages(["x"]), ["ghost"])

    assert_whole(Desk(tmp_path, index).open())


def test_what_a_crash_left_is_undone_at_opening_even_if_the_counts_agree(tmp_path: Path) -> None:
    index = ExactIndex()
    desk = Desk(tmp_path, index)
    [outcome] = desk.ingest.take_in([text(long_text("fox"))])
    desk.library.begin([outcome.id or ""])
    index.delete([next(iter(index.ids()))])
    index.upsert([f"{outcome.id}:ghost"], HashingEmbedder().embed_passages(["x"]), [outcome.id or ""])

    assert_whole(Desk(tmp_path, index).open())


def test_opening_a_library_does_not_wait_for_whoever_writes_to_it(tmp_path: Path) -> None:
    index = ExactIndex()
    desk, other = Desk(tmp_path, index), Desk(tmp_path, index)
    desk.take_in(text(long_text("fox")))
    index.clear()
    opening = threading.Thread(target=other.open)

    with desk.library.lock():
        opening.start()
        opening.join(PATIENCE_S)
        waits = opening.is_alive()
    opening.join()

    assert not waits


def test_what_a_crash_left_is_undone_by_the_next_writer(tmp_path: Path) -> None:
    index = ExactIndex()
    desk = Desk(tmp_path, index)
    [outcome] = desk.ingest.take_in([text(long_text("fox"), "a")])
    desk.library.begin([outcome.id or ""])
    index.delete([next(iter(index.ids()))])

    desk.take_in(text(long_text("owl"), "b"))

    assert_whole(desk)


def test_a_rebuild_that_was_cut_short_is_finished_at_opening(tmp_path: Path) -> None:
    index = ExactIndex()
    desk = Desk(tmp_path, index)
    desk.take_in(text(long_text("fox"), "a"), text(long_text("owl"), "b"))
    desk.library.begin(["*"])
    index.clear()

    assert_whole(Desk(tmp_path, index).open())


def test_an_article_becomes_visible_only_when_the_index_has_all_its_vectors(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    missing: list[set[str]] = []
    commit = desk.library.commit

    def committing(change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        before = desk.raw_index.ids()
        generation = commit(change, vectors, embedder=embedder)
        missing.append(desk.library.vector_ids() - before)
        return generation

    desk.library.commit = committing  # type: ignore[method-assign]
    desk.take_in(text(long_text("fox"), "a"), text(long_text("owl"), "a"))

    assert missing == [set(), set()]


def test_a_sweep_moves_the_generation_so_that_other_processes_see_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take_in(text(long_text("fox")))
    seen: list[int] = []
    delete = desk.raw_index.delete

    def deleting(ids: Collection[str]) -> None:
        with desk.library.snapshot() as snapshot:
            seen.append(snapshot.generation)
        delete(ids)

    desk.raw_index.delete = deleting  # type: ignore[method-assign]
    desk.take_in(text(rewritten("fox", "owl")))

    with desk.library.snapshot() as snapshot:
        assert snapshot.generation > seen[-1]


def test_every_change_is_made_while_other_writers_are_kept_out(tmp_path: Path) -> None:
    desk, other = Desk(tmp_path), making.open_library(tmp_path)
    stated: list[str] = []

    def write_too(*_: object) -> int:
        try:
            with other.lock(wait=False):
                stated.append("two write at once")
        except LibraryBusy:
            stated.append("kept out")
        return 0

    def committing(change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        write_too()
        return commit(change, vectors, embedder=embedder)

    def clearing() -> None:
        write_too()
        clear()

    commit, clear = desk.library.commit, desk.raw_index.clear
    desk.library.commit = committing  # type: ignore[method-assign]
    desk.raw_index.clear = clearing  # type: ignore[method-assign]
    [outcome] = desk.ingest.take_in([text(long_text("fox"))])
    desk.ingest.correct(outcome.id or "", {"title": "Fox"})
    desk.ingest.rebuild()
    desk.ingest.restore(write_too)
    desk.ingest.remove([outcome.id or ""])

    assert stated == ["kept out"] * 5


class CountedIndex(ExactIndex):
    """Counts how often it was reopened; with Chroma, questions wait for that."""

    reopened = 0

    def reopen(self) -> None:
        self.reopened += 1


def test_what_was_written_here_is_found_without_opening_the_index_again(tmp_path: Path) -> None:
    index = CountedIndex()
    desk = Desk(tmp_path, index)
    desk.take_in(text(long_text("fox")))
    desk.take_in(text(long_text("owl")))

    desk.find("owl")

    assert index.reopened == 0


def test_what_a_crash_left_is_looked_for_in_the_index_as_it_is_now_and_opened_once(tmp_path: Path) -> None:
    index = CountedIndex()
    desk = Desk(tmp_path, index)
    [outcome] = desk.ingest.take_in([text(long_text("fox"))])
    desk.library.begin([outcome.id or ""])

    desk.open()
    desk.find("fox")

    assert index.reopened == 2  # once to count, once to mend


def test_rebuilding_embeds_nothing_that_is_known(tmp_path: Path) -> None:
    index = ExactIndex()
    desk = Desk(tmp_path, index)
    desk.take_in(text(long_text("fox"), "a"), text(long_text("owl"), "b"), text(long_text("owl"), "c"))
    index.clear()
    desk.embedder.embedded.clear()

    assert desk.ingest.rebuild() == desk.library.count_vector_ids() > 2
    assert desk.embedder.embedded == []
    assert_whole(desk)


def test_another_embedder_is_refused_until_everything_is_embedded_anew(tmp_path: Path) -> None:
    Desk(tmp_path).take_in(text(long_text("fox"), "a"), text(long_text("owl"), "b"))
    other = Desk(tmp_path, embedder=CountingEmbedder(dim=32))

    with pytest.raises(IndexMismatch, match="--rebuild"):
        other.open()
    with pytest.raises(IndexMismatch, match="--rebuild"):
        other.take_in(text("Fox."))
    assert other.ingest.rebuild() == len(other.embedder.embedded)
    assert_whole(other.open())
    assert other.library.embedder() == "hashing-32"
    assert other.take_in(text(long_text("fox"), "a")) == ["unchanged"]


def test_of_a_rebuild_with_another_embedder_no_vector_of_the_last_one_is_left(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    [outcome] = desk.ingest.take_in([text(long_text("fox"), "a")])
    before = [*desk.library.vector_keys(outcome.id or ""), "kept ahead"]
    desk.library.keep_vectors({"kept ahead": desk.embedder.embed_passages(["Fox."])[0]})

    Desk(tmp_path, embedder=CountingEmbedder(dim=32)).ingest.rebuild()

    assert desk.library.vectors(before) == {}


def test_a_duplicate_stays_one_when_everything_is_embedded_anew(tmp_path: Path) -> None:
    Desk(tmp_path).take_in(text("Fox. The same words.", "a"), text("Fox. The same words.", "b"))
    other = Desk(tmp_path, embedder=CountingEmbedder(dim=32))

    other.ingest.rebuild()

    assert entries(other) == [("Fox. The same words.", None), ("Fox. The same words.", "Fox. The same words.")]
    assert_whole(other)


def test_a_rebuild_that_ends_before_the_index_is_emptied_is_finished_at_opening(tmp_path: Path) -> None:
    """Old and new vectors are as many: counting them alone would tell nothing."""
    index = ExactIndex()
    Desk(tmp_path, index).take_in(text(long_text("fox"), "a"))
    other = Desk(tmp_path, index, CountingEmbedder(dim=32))
    clear, index.clear = index.clear, lambda: 1 / 0  # type: ignore[assignment, method-assign, return-value]

    with pytest.raises(ZeroDivisionError):
        other.ingest.rebuild()
    index.clear = clear  # type: ignore[method-assign]

    assert_whole(other.open())


def test_many_articles_are_kept_a_few_at_a_time_and_a_page_is_parsed_where_it_is_set_to_be(tmp_path: Path) -> None:
    """What was kept before a crash need not be read again."""
    desk = Desk(tmp_path)

    def crash(_: Material) -> tuple[Source, str]:
        raise ZeroDivisionError

    ingest = Ingest(library=desk.library, index=desk.index, embedder=desk.embedder, sandbox=crash)
    with pytest.raises(ZeroDivisionError):
        ingest.take_in([*(text(long_text(f"fox{i}"), f"{i}") for i in range(30)), text("<p>Fox.</p>", media="html")])

    assert 0 < len(desk.entries()) <= 30


def test_what_the_index_holds_already_is_not_put_into_it_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    put: list[int] = []
    upsert = desk.raw_index.upsert

    def putting(ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        put.append(len(ids))
        upsert(ids, vectors, article_ids)

    desk.raw_index.upsert = putting  # type: ignore[method-assign]
    desk.take_in(text(long_text("fox"), "a"))
    desk.take_in(text(long_text("fox").replace("fox sentence 29", "owl sentence 29"), "a"))

    first, second = put
    assert second <= 2 < first


def test_an_empty_library_takes_any_embedder(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    [outcome] = desk.ingest.take_in([text("Fox.")])
    desk.ingest.remove([outcome.id or ""])

    assert Desk(tmp_path, embedder=CountingEmbedder(dim=32)).open().take_in(text("Fox.")) == ["new"]


def test_an_article_from_before_formats_were_kept_gets_its_format_and_is_unchanged(desk: Desk, tmp_path: Path) -> None:
    [added] = desk.ingest.take_in([file(tmp_path / "fox.md", long_text("fox"))])
    with desk.library._connections.writing() as connection:
        connection.execute("UPDATE articles SET format = NULL")

    [outcome] = desk.ingest.take_in([fetch(str(tmp_path / "fox.md"), stdin=io.BytesIO())])

    assert (outcome.id, outcome.status, outcome.passages.added) == (added.id, "unchanged", 0)
    with desk.library.snapshot() as snapshot:
        assert snapshot.article(str(added.id)).source.format == "markdown"


def noting(desk: Desk) -> list[tuple[object, ...]]:
    """Have the desk note each step of writing, in order."""
    done: list[tuple[object, ...]] = []

    def note(owner: object, name: str, what: Callable[..., tuple[object, ...]]) -> None:
        work = getattr(owner, name)

        def noted(*given: Any, **named: Any) -> Any:
            done.append((name, *what(*given, **named)))
            return work(*given, **named)

        setattr(owner, name, noted)

    note(desk.library, "begin", lambda ids: (list(ids),))
    note(desk.raw_index, "upsert", lambda ids, vectors, articles: (len(ids), set(articles)))
    note(desk.library, "commit", lambda change, vectors, *, embedder: (sorted(vectors), embedder))
    note(desk.raw_index, "delete", lambda ids: (len(ids),))
    note(desk.library, "finish", lambda ids, *, swept: (list(ids), swept))
    return done


def test_writing_goes_by_the_steps_of_the_protocol_and_says_whether_anything_was_swept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    done = noting(desk)

    [added] = desk.ingest.take_in([text(long_text("fox"))])
    first = sorted(desk.library.vector_keys(str(added.id)))
    new = list(done)
    done.clear()
    desk.take_in(text(rewritten("fox", "owl")))
    changed = list(done)
    done.clear()
    second = desk.library.vector_keys(str(added.id))
    desk.ingest.remove([str(added.id)])

    ids = [added.id]
    came, went = len({*second} - {*first}), len({*first} - {*second})
    assert new == [
        ("begin", ids),
        ("upsert", len(first), set(ids)),
        ("commit", first, "hashing-64"),
        ("delete", 0),
        ("finish", ids, False),
    ]
    assert [step[0] for step in changed] == ["begin", "upsert", "commit", "delete", "finish"]
    assert (changed[1][1], changed[3][1], changed[4]) == (came, went, ("finish", ids, True))
    assert done == [
        ("begin", ids),
        ("commit", [], "hashing-64"),
        ("delete", len({*second})),
        ("finish", ids, True),
    ]


def test_what_changes_nothing_begins_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take_in(text(long_text("fox")))
    done = noting(desk)

    desk.take_in(text(long_text("fox")))

    assert done == []


def test_a_rebuild_says_how_many_passages_are_embedded(tmp_path: Path) -> None:
    Desk(tmp_path).take_in(*(text(long_text(f"fox{number}"), str(number)) for number in range(30)))
    stated: list[tuple[int, int, str]] = []

    count = Desk(tmp_path, embedder=CountingEmbedder(dim=32)).ingest.rebuild(progress=lambda *what: stated.append(what))

    assert count > 64
    assert stated == [(first, count, "embedding") for first in range(0, count, 64)]


def test_a_removed_article_comes_back_as_it_was(desk: Desk) -> None:
    [added] = desk.ingest.take_in([text(long_text("fox"), title="Fox")])
    embedded = len(desk.embedder.embedded)
    desk.ingest.remove([str(added.id)])
    kept = desk.library.removed.article(str(added.id))

    outcome = desk.ingest.bring_back(kept)

    assert outcome == added
    assert len(desk.embedder.embedded) == 2 * embedded
    with desk.library.snapshot() as snapshot:
        assert snapshot.article(str(added.id)).text == long_text("fox")


def raising(error: Exception) -> Callable[[Material], tuple[Source, str]]:
    def read(_: Material) -> tuple[Source, str]:
        raise error

    return read


PICTURES = PicturesOnly("Its pages are pictures.", hint="Recognise them.")
BROKEN = SourceError("It is broken.", hint="Save it again.")


@pytest.mark.parametrize(
    ("media", "read", "recognises", "expected"),
    [
        ("pdf", raising(PICTURES), True, True),
        ("pdf", raising(PICTURES), False, False),
        ("pdf", raising(BROKEN), True, False),
        ("pdf", lambda _: (Source(title="Fox"), "Fox."), True, False),
        ("html", raising(PICTURES), True, False),
    ],
)
def test_only_a_pdf_of_pictures_is_to_be_recognised(
    desk: Desk, media: Media, read: Extract, recognises: bool, expected: bool
) -> None:
    ingest = Ingest(
        library=desk.library,
        index=desk.index,
        embedder=desk.embedder,
        sandbox=read,
        recognise=(lambda _, on_page: (on_page(2, 3), (Source(title="Fox"), "Fox."))[1]) if recognises else None,
    )

    assert ingest.needs_ocr(text("x", media=media)) is expected


def test_a_page_that_is_recognised_is_named_in_the_progress(desk: Desk) -> None:
    stated: list[tuple[int, int, str]] = []
    ingest = Ingest(
        library=desk.library,
        index=desk.index,
        embedder=desk.embedder,
        sandbox=raising(PICTURES),
        recognise=lambda _, on_page: (on_page(2, 3), (Source(title="Fox"), "Fox."))[1],
    )

    [outcome] = ingest.take_in([text("x", "fox.pdf", media="pdf")], progress=lambda *what: stated.append(what))

    assert (outcome.status, outcome.title) == ("new", "Fox")
    assert stated == [(0, 1, "fox.pdf, page 2 of 3"), (0, 1, "fox.pdf"), (1, 1, "")]
    assert ingest.take_in([text("y", "owl.pdf", media="pdf")])[0].status == "duplicate"


@pytest.mark.parametrize("error", [PICTURES, BROKEN])
def test_what_cannot_be_read_fails_with_the_name_and_the_reason(desk: Desk, error: SourceError) -> None:
    ingest = Ingest(library=desk.library, index=desk.index, embedder=desk.embedder, sandbox=raising(error))

    named, nameless = ingest.take_in([text("x", "fox.pdf", media="pdf", title="Fox"), text("x", "a", media="epub")])

    assert named == Outcome(status="failed", id=None, title="Fox", error=str(error), source="fox.pdf")
    assert (nameless.title, nameless.source) == ("", "a")


def test_a_book_is_a_collection_of_its_chapters(desk: Desk) -> None:
    lines = "".join(json.dumps({"title": f"Chapter {number}", "text": f"Fox {number}."}) + "\n" for number in (1, 2))
    ingest = Ingest(
        library=desk.library, index=desk.index, embedder=desk.embedder, sandbox=lambda _: (Source(title="Book"), lines)
    )

    outcomes = ingest.take_in([text("x", "book.epub", media="epub")])

    assert [(one.status, one.title) for one in outcomes] == [("new", "Chapter 1"), ("new", "Chapter 2")]
    with desk.library.snapshot() as snapshot:
        assert {snapshot.article(str(one.id)).source.format for one in outcomes} == {"epub"}
    assert ingest.chapters(text("x", media="pdf")) == text("x", media="pdf")
