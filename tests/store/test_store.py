"""What is kept, and how it is read: snapshots, keywords, scopes, vectors, the lock."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import LibraryBusy, LibraryError, UnknownArticle
from domain.keys import vector_id
from domain.values import EVERYTHING, Article, Passage, Scope, Source
from domain.visiting import Visited
from domain.writing import Change, Version
from store import SqliteLibrary, schema
from store.connections import FILE_NAME, Connections
from store.keywords import match_any
from tests.stores import Stores


@pytest.fixture
def library(tmp_path: Path, stores: Stores) -> SqliteLibrary:
    return stores.open(tmp_path, lock_timeout_s=5)


def version(article_id: str, *parts: str, title: str = "", digest: str = "", **more: str) -> Version:
    """An article whose passages are the parts; the vector key of a part is "k/" and its words."""
    source = Source(title=title or f"Title of {article_id}", **more)
    passages, start = [], 0
    for ordinal, part in enumerate(parts):
        end = start + len(part)
        passages.append(Passage(article_id=article_id, ordinal=ordinal, text=part, start=start, end=end))
        start = end
    return Version(
        article=Article(id=article_id, source=source, text="".join(parts), digest=digest or f"d:{''.join(parts)}"),
        identity=f"upload:{article_id}",
        passages=tuple(passages),
        keys=tuple(f"k/{part}" for part in parts),
    )


def duplicate(article_id: str, of: Version) -> Version:
    article = Article(id=article_id, source=of.article.source, text=of.article.text, digest=of.article.digest)
    return Version(article=article, identity=f"upload:{article_id}", duplicate_of=of.article.id)


def put(library: SqliteLibrary, *versions: Version, removed: tuple[str, ...] = ()) -> int:
    vectors = {key: np.full(4, len(key), dtype=np.float32) for each in versions for key in each.keys}
    return library.commit(Change(versions=versions, removed=removed), vectors, embedder="small")


def matched(library: SqliteLibrary, *terms: str, scope: Scope = EVERYTHING, limit: int = 100) -> list[tuple[str, int]]:
    with library.snapshot() as snapshot:
        return [row[:2] for row in snapshot.match_passages(terms, limit=limit, scope=scope)]


def matched_articles(library: SqliteLibrary, *terms: str, scope: Scope = EVERYTHING) -> list[str]:
    with library.snapshot() as snapshot:
        return [row[0] for row in snapshot.match_articles(terms, limit=100, scope=scope)]


def test_an_article_comes_back_as_it_went_in(library: SqliteLibrary) -> None:
    whole = version(
        "a", "One. ", "Two 😀.\n", title="T", url="https://x", outlet="O", author="A", published="2025-01-01"
    )
    put(library, whole)

    with library.snapshot() as snapshot:
        assert snapshot.article("a") == whole.article
        assert snapshot.passages("a") == list(whole.passages)
        [entry] = snapshot.entries()
    assert entry.source == whole.article.source
    assert (entry.identity, entry.passages, entry.words, entry.duplicate_of) == ("upload:a", 2, 3, None)


def test_the_digests_are_those_of_the_entries_of_the_same_moment(library: SqliteLibrary) -> None:
    original = version("a", "one", digest="d:a")
    put(library, original, version("c", "two", digest="d:c"), duplicate("b", original))

    with library.snapshot() as snapshot:
        put(library, version("c", "three", digest="d:other"), removed=("b",))
        assert snapshot.digests() == {entry.id: entry.digest for entry in snapshot.entries()}
        assert snapshot.digests() == {"a": "d:a", "b": "d:a", "c": "d:c"}
    with library.snapshot() as snapshot:
        assert snapshot.digests() == {"a": "d:a", "c": "d:other"}


def test_entries_keep_their_order_when_one_changes(library: SqliteLibrary) -> None:
    put(library, version("c", "One."))
    put(library, version("a", "Two."))
    put(library, version("c", "Three."))

    with library.snapshot() as snapshot:
        assert [entry.id for entry in snapshot.entries()] == ["c", "a"]
        assert snapshot.article("c").text == "Three."


def test_an_unknown_article_is_named(library: SqliteLibrary) -> None:
    with library.snapshot() as snapshot, pytest.raises(UnknownArticle, match="There is no article x"):
        snapshot.article("x")


def test_sources_leave_out_the_unknown(library: SqliteLibrary) -> None:
    put(library, version("a", "One.", title="T"))

    with library.snapshot() as snapshot:
        assert snapshot.sources(["a", "x"]) == {"a": Source(title="T")}


def test_a_snapshot_does_not_see_what_is_written_after_it_began(library: SqliteLibrary) -> None:
    put(library, version("a", "Old words."))
    with library.snapshot() as snapshot:
        before = snapshot.generation
        put(library, version("a", "New words."), version("b", "More."))

        assert snapshot.generation == before
        assert snapshot.article("a").text == "Old words."
        assert [row[0] for row in snapshot.match_articles(["old"], limit=9, scope=EVERYTHING)] == ["a"]
        assert len(snapshot.entries()) == 1
        with library.snapshot() as inner:
            assert inner.generation > before
            assert inner.article("a").text == "New words."


def test_readers_do_not_wait_for_a_writer(library: SqliteLibrary) -> None:
    put(library, version("a", "One."))
    with library.lock(), library._connections.writing() as connection:
        connection.execute("DELETE FROM meta WHERE name = 'embedder'")

        assert matched(library, "one") == [("a", 0)]


def test_every_change_moves_the_generation(library: SqliteLibrary) -> None:
    moves = [put(library, version("a", "One.")), put(library, version("a", "Two.")), put(library, removed=("a",))]

    assert moves == sorted(set(moves))


def test_a_change_that_fails_changes_nothing(library: SqliteLibrary) -> None:
    put(library, version("a", "One."))

    with pytest.raises(UnknownArticle):
        put(library, version("a", "Two."), removed=("x",))

    with library.snapshot() as snapshot:
        assert snapshot.article("a").text == "One."
    assert matched(library, "one") == [("a", 0)]
    assert library.vector_ids() == {vector_id("a", "k/One.")}


def test_a_passage_is_found_by_its_words_and_by_its_title(library: SqliteLibrary) -> None:
    put(
        library,
        version("a", "The fox runs. ", "The owl sleeps.", title="Forest news"),
        version("b", "The sea is calm."),
    )

    assert matched(library, "owl") == [("a", 1)]
    assert set(matched(library, "forest")) == {("a", 0), ("a", 1)}
    assert matched_articles(library, "forest") == ["a"]
    assert set(matched(library, "sea", "owl")) == {("a", 1), ("b", 0)}


def test_words_are_found_by_their_stem_and_without_accents(library: SqliteLibrary) -> None:
    put(library, version("a", "Companies waited in Kraków."))

    for term in ("company", "waiting", "krakow", "KRAKÓW"):
        assert matched(library, term) == [("a", 0)], term


def test_the_spellings_of_a_word_count_as_one_term(library: SqliteLibrary) -> None:
    put(library, version("a", "The U.S. came. "), version("b", "They saw us. "), version("c", "The US left. "))

    with library.snapshot() as snapshot:
        once = snapshot.match_articles(["US"], limit=9, scope=EVERYTHING)
        assert {article_id for article_id, _ in once} == {"a", "c"}
        assert snapshot.match_articles(["US", "U.S."], limit=9, scope=EVERYTHING) == once


def test_a_better_match_comes_first_with_a_higher_positive_score(library: SqliteLibrary) -> None:
    filler = [version(f"x{number}", f"Nothing of note, {number}.") for number in range(20)]
    put(
        library, *filler, version("a", "Fox fox fox."), version("b", "A fox among very many other words of little use.")
    )

    with library.snapshot() as snapshot:
        found = snapshot.match_passages(["fox"], limit=10, scope=EVERYTHING)
        articles = snapshot.match_articles(["fox"], limit=10, scope=EVERYTHING)

    assert [row[0] for row in found] == ["a", "b"]
    assert found[0][2] > found[1][2] > 0
    assert articles[0][1] > articles[1][1] > 0


def test_keywords_of_the_last_version_are_gone(library: SqliteLibrary) -> None:
    put(library, version("a", "The fox. ", "The owl.", title="Old title"))
    put(library, version("a", "The owl.", title="New title"))

    assert matched(library, "fox") == matched(library, "old") == []
    assert matched_articles(library, "fox") == matched_articles(library, "old") == []
    assert matched(library, "owl") == [("a", 0)]
    put(library, removed=("a",))
    assert matched(library, "owl") == []
    assert matched_articles(library, "owl", "title", "new") == []


def test_a_duplicate_is_listed_and_not_found(library: SqliteLibrary) -> None:
    first = version("a", "The fox.")
    put(library, first)
    put(library, duplicate("b", first))

    with library.snapshot() as snapshot:
        assert [(entry.id, entry.duplicate_of) for entry in snapshot.entries()] == [("a", None), ("b", "a")]
        assert snapshot.passages("b") == []
        assert snapshot.article_counts(["fox"]) == {"fox": 1}
    assert matched(library, "fox") == [("a", 0)]
    assert matched_articles(library, "fox") == ["a"]
    assert library.vector_ids() == {vector_id("a", "k/The fox.")}


def test_an_original_cannot_go_without_its_duplicates(library: SqliteLibrary) -> None:
    first = version("a", "The fox.")
    put(library, first)
    put(library, duplicate("b", first))

    with pytest.raises(LibraryError):
        put(library, removed=("a",))


def test_a_scope_filters_before_the_limit(library: SqliteLibrary) -> None:
    put(library, *(version(f"a{number}", f"The fox, {number}.") for number in range(50)))
    within = Scope(within=frozenset({"a7", "a8", "unknown"}))
    thousands = Scope(hidden=frozenset(f"a{number}" for number in range(5000) if number != 9))

    assert {row[0] for row in matched(library, "fox", scope=within, limit=2)} == {"a7", "a8"}
    assert matched(library, "fox", scope=thousands, limit=1) == [("a9", 0)]
    assert set(matched_articles(library, "fox", scope=within)) == {"a7", "a8"}
    assert matched_articles(library, "fox", scope=Scope(within=frozenset({"a7"}), hidden=frozenset({"a7"}))) == []
    assert matched(library, "fox", scope=Scope(within=frozenset())) == []


def test_articles_are_counted_within_the_scope(library: SqliteLibrary) -> None:
    put(library, version("a", "The fox."), version("b", "A fox, an owl."), version("c", "An owl."))

    with library.snapshot() as snapshot:
        within = snapshot.article_counts(["fox", "owl"], scope=Scope(within=frozenset({"a", "b"})))
        hidden = snapshot.article_counts(["fox", "owl"], scope=Scope(hidden=frozenset({"a"})))

    assert within == {"fox": 2, "owl": 1}
    assert hidden == {"fox": 1, "owl": 2}


def test_a_scope_with_dates_is_never_taken_for_all(library: SqliteLibrary) -> None:
    put(library, version("a", "The fox."))

    with pytest.raises(ValueError, match="dates"):
        matched(library, "fox", scope=Scope(since="2025-01-01"))


HOSTILE = [
    '"',
    "*",
    "NEAR(",
    "a:b",
    "title:fox",
    "fox*",
    "-fox",
    "(",
    "AND",
    "OR",
    "NOT",
    "^",
    "\0",
    "\ud800",
    "—",
    "",
    " ",
    "'; DROP",
]


@pytest.mark.parametrize("term", HOSTILE)
def test_no_term_breaks_the_search(library: SqliteLibrary, term: str) -> None:
    put(library, version("a", "The fox."))

    matched(library, term)
    assert matched(library, term, "fox") == [("a", 0)]


@given(st.lists(st.text(st.characters(exclude_categories=[]), max_size=20), max_size=8))
def test_any_terms_make_a_query_that_fts5_takes(terms: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    connection.execute("SELECT * FROM words WHERE words MATCH ?", (match_any(terms),)).fetchall()
    connection.close()


@pytest.mark.parametrize("terms", [[], [""], ["—", "…"], ["\0"]])
def test_terms_without_words_find_nothing(library: SqliteLibrary, terms: list[str]) -> None:
    put(library, version("a", "The fox."))

    assert matched(library, *terms) == []
    assert matched_articles(library, *terms) == []


def test_thousands_of_terms_are_taken(library: SqliteLibrary) -> None:
    put(library, version("a", "The fox."))

    assert matched(library, *(f"x{number}" for number in range(5000)), "fox") == [("a", 0)]


def test_a_term_is_counted_by_articles(library: SqliteLibrary) -> None:
    put(
        library, version("a", "Fox. ", "Foxes."), version("b", "Fox, owl."), version("c", "None.", title="Foxes at sea")
    )

    with library.snapshot() as snapshot:
        assert snapshot.article_counts(["fox", "owls", "whale", '"']) == {"fox": 3, "owls": 1, "whale": 0, '"': 0}


def test_a_vector_id_leads_to_every_passage_with_those_words(library: SqliteLibrary) -> None:
    put(library, version("a", "Same. ", "Other. ", "Same. "), version("b", "Same. "), version("c", "Same. "))

    with library.snapshot() as snapshot:
        found = snapshot.passages_of_vectors(["b:k/Same. ", "a:k/Same. ", "a:k/gone", "x:k/Same. ", "nonsense"])

    assert found == {"a:k/Same. ": [("a", 0), ("a", 2)], "b:k/Same. ": [("b", 0)]}


def test_articles_are_alike_that_have_one_band_in_common_at_its_place(library: SqliteLibrary) -> None:
    put(
        library,
        replace(version("a", "One."), story="s", bands=(7, 8)),
        replace(version("b", "Two."), story="t", bands=(8, 9)),
    )

    assert library.alike((7, 0)) == [("a", "s")]
    assert library.alike((8, 8)) == [("a", "s"), ("b", "t")]
    assert library.alike((9, 7)) == []


def test_vectors_come_back_exactly(library: SqliteLibrary) -> None:
    vector = np.random.default_rng(0).normal(size=384).astype(np.float32)
    library.keep_vectors({"k": vector})

    found = library.vectors(["k", "unknown"])

    assert list(found) == ["k"]
    assert found["k"].dtype == np.float32
    assert np.array_equal(found["k"], vector)


def test_vectors_that_nothing_refers_to_can_be_dropped(library: SqliteLibrary) -> None:
    put(library, version("a", "One."))
    library.keep_vectors({"loose": np.ones(4, dtype=np.float32)})
    library.keep_sentence_vectors("a", {"sentence": np.ones(4, dtype=np.float32)})

    library.drop_vectors()

    assert set(library.vectors(["loose", "sentence", "k/One."])) == {"sentence", "k/One."}


def test_sentence_vectors_go_with_their_article_and_stay_with_its_words(library: SqliteLibrary) -> None:
    sentence = {"s": np.ones(4, dtype=np.float32)}
    put(library, version("a", "One."))
    library.keep_sentence_vectors("a", sentence)
    library.keep_sentence_vectors("nobody", {"n": np.ones(4, dtype=np.float32)})

    put(library, version("a", "One.", published="2025-01-01"))
    assert set(library.vectors(["s", "n"])) == {"s"}
    put(library, version("a", "Two."))
    assert library.vectors(["s"]) == {}
    library.keep_sentence_vectors("a", sentence)
    put(library, removed=("a",))
    assert library.vectors(["s"]) == {}


def test_sentence_vectors_that_cannot_be_written_are_no_error(tmp_path: Path) -> None:
    library = SqliteLibrary(tmp_path, lock_timeout_s=0.05)
    put(library, version("a", "One."))
    blocker = sqlite3.connect(tmp_path / "dateline.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    library.keep_sentence_vectors("a", {"s": np.ones(4, dtype=np.float32)})

    with pytest.raises(LibraryBusy):
        put(library, version("a", "Two."))
    blocker.execute("ROLLBACK")
    blocker.close()
    assert library.vectors(["s"]) == {}
    library.close()


def test_a_transaction_that_writes_keeps_others_out_before_its_first_statement(tmp_path: Path) -> None:
    SqliteLibrary(tmp_path).close()
    one, other = (Connections(tmp_path / FILE_NAME, timeout_s=0) for _ in range(2))

    with one.writing(), pytest.raises(LibraryBusy), other.writing():
        pass

    one.close()
    other.close()


def test_the_lock_keeps_other_threads_and_processes_out(tmp_path: Path, stores: Stores) -> None:
    library, other = (stores.open(tmp_path, lock_timeout_s=0.1, copy=copy) for copy in ("", "other"))
    stated: list[BaseException] = []

    def write_too() -> None:
        for target in (library, other):
            try:
                with target.lock():
                    stated.append(AssertionError("two hold the lock"))
            except LibraryBusy as error:
                stated.append(error)

    with library.lock():
        thread = threading.Thread(target=write_too)
        thread.start()
        thread.join()
    assert [type(error) for error in stated] == [LibraryBusy, LibraryBusy]
    with other.lock(wait=False):
        pass


def test_a_library_of_another_layout_is_refused(tmp_path: Path) -> None:
    SqliteLibrary(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "dateline.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(LibraryError, match="layout 99"):
        SqliteLibrary(tmp_path)


def test_a_library_of_the_first_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "dateline.sqlite3", isolation_level=None)
    for statement in schema._FIRST.split(";\n"):
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    connection.execute(
        "INSERT INTO articles (id, identity, title, digest, passages, words, text)"
        " VALUES ('a', 'upload:a', 'Fox', 'd', 1, 4, 'The U.S. fox')"
    )
    connection.execute("INSERT INTO vectors VALUES ('k', x'00')")
    connection.execute("INSERT INTO passages VALUES (7, 1, 0, 4, 12, 'k')")
    connection.execute("INSERT INTO article_words (rowid, title, text) VALUES (1, 'Fox', 'The U.S. fox')")
    connection.execute("INSERT INTO passage_words (rowid, title, text) VALUES (7, 'Fox', 'U.S. fox')")
    connection.close()

    library = SqliteLibrary(tmp_path)

    with library.snapshot() as snapshot:
        [entry] = snapshot.entries()
        assert (entry.source.title, entry.gone) == ("Fox", False)
        assert snapshot.article_counts(["US", "the", "us"]) == {"US": 1, "the": 1, "us": 0}
        assert [row[:2] for row in snapshot.match_passages(["US"], limit=9, scope=EVERYTHING)] == [("a", 0)]
        assert snapshot.match_passages(["the"], limit=9, scope=EVERYTHING) == []
    put(library, version("b", "The owl. "))
    library.close()


def test_an_address_is_forgotten_with_its_article(library: SqliteLibrary) -> None:
    book = library.addresses
    put(library, version("a", "Fox. "))
    book.remember(Visited(address="https://x/a", article_id="a", url="http://www.x/a", etag='"1"'))
    book.remember(Visited(address="https://x/b", article_id="nobody", url="http://x/b"))

    assert book.visited("https://x/a") == book.addresses("a")[0]
    assert book.visited("https://x/a") == Visited(
        address="https://x/a", article_id="a", url="http://www.x/a", etag='"1"'
    )
    assert book.visited("https://x/b") is None
    put(library, removed=("a",))
    assert book.visited("https://x/a") is None


def test_an_article_that_was_gone_is_back_when_it_is_taken_in_and_not_when_it_is_corrected(
    library: SqliteLibrary,
) -> None:
    put(library, version("a", "One."), version("b", "Two."))
    for name in "ab":
        library.addresses.mark(name, gone=True)

    put(
        library,
        replace(version("a", "Another."), found=True),
        replace(version("b", "Two."), corrected={"outlet": "The Paper"}),
    )

    with library.snapshot() as snapshot:
        assert {entry.id: entry.gone for entry in snapshot.entries()} == {"a": False, "b": True}


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dateline.sqlite3").write_bytes(b"something else entirely, and long enough to be read" * 50)

    with pytest.raises(LibraryError, match="cannot be used"):
        SqliteLibrary(tmp_path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "dateline.sqlite3")
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()

    with pytest.raises(LibraryError, match="layout 0"):
        SqliteLibrary(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LibraryError, match="cannot be made"):
        SqliteLibrary(tmp_path / "file" / "library")


def test_many_threads_may_read_and_write(library: SqliteLibrary) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                with library.lock():
                    put(library, version(name, f"The fox, {number}. "))
                assert (name, 0) in matched(library, "fox")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(matched(library, "9")) == 3
