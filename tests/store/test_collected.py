"""Collections of articles and notes on them: kept with the library, each user's own unless shared."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembly import Services
from domain.errors import (
    CollectionError,
    NoteError,
    UnknownArticle,
    UnknownCollection,
    UnknownNote,
)
from ingest.__main__ import main
from store import SqliteLibrary
from store.connections import FILE_NAME
from store.keeping import back_up, restore
from tests.commands import as_json
from tests.making import Desk, long_text, rewritten, text
from tests.store.test_former_library import PACKED
from tests.web import Reader


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "library").open()
    made.take_in(text(long_text("fox"), "fox.txt"), text(long_text("owl"), "owl.txt"))
    yield made
    made.close()


@pytest.fixture
def fox(desk: Desk) -> str:
    return desk.entries()[0].id


@pytest.fixture
def owl(desk: Desk) -> str:
    return desk.entries()[1].id


def names(library: SqliteLibrary, reader: str = "") -> dict[str, int]:
    return {one.name: one.count for one in library.collections(reader).collections()}


def test_a_collection_is_made_by_the_first_article_in_it_and_found_in_any_case(desk: Desk, fox: str, owl: str) -> None:
    book = desk.library.collections()
    book.add("Night  animals", [fox])

    book.add("night animals", [owl, fox])

    assert names(desk.library) == {"Night animals": 2}
    assert book.articles("NIGHT ANIMALS") == [fox, owl]
    assert book.of(owl) == ["Night animals"]


def test_articles_keep_the_date_since_which_they_are_in_a_collection(desk: Desk, fox: str, owl: str) -> None:
    book = desk.library.collections()
    book.add("Saved", [owl], added="2024-01-01T00:00:00+00:00")

    book.add("Saved", [fox, owl], added="2023-01-01T00:00:00+00:00")

    assert book.articles("Saved") == [fox, owl]
    assert book.take_out("Saved", [owl, "nothing"]) == 1
    assert book.articles("Saved") == [fox]


def test_a_private_collection_is_shown_to_its_owner_only_and_a_shared_one_to_everybody(desk: Desk, fox: str) -> None:
    ada, ben = desk.library.collections("ada"), desk.library.collections("ben")
    ada.add("Foxes", [fox])

    assert names(desk.library, "ben") == {}
    with pytest.raises(UnknownCollection):
        ben.articles("Foxes")
    ada.change("Foxes", shared=True)

    assert [(one.name, one.shared, one.own) for one in ben.collections()] == [("Foxes", True, False)]
    ben.take_out("Foxes", [fox])
    assert ada.articles("Foxes") == []
    with pytest.raises(CollectionError, match="another user's"):
        ben.delete("Foxes")
    with pytest.raises(CollectionError, match="another user's"):
        ben.change("Foxes", new_name="Hens")


def test_the_own_collection_comes_before_a_shared_one_of_the_same_name(desk: Desk, fox: str, owl: str) -> None:
    desk.library.collections("ben").add("Birds", [owl])
    ada = desk.library.collections("ada")
    ada.add("Birds", [fox])
    ada.change("Birds", shared=True)

    assert desk.library.collections("ben").articles("Birds") == [owl]
    with pytest.raises(CollectionError, match="already"):
        desk.library.collections("ben").change("Birds", shared=True)


def test_a_collection_is_renamed_unless_the_name_is_taken(desk: Desk, fox: str) -> None:
    book = desk.library.collections()
    book.add("Foxes", [fox])
    book.add("Owls", [])

    assert book.change("foxes", new_name="FOXES").name == "FOXES"
    with pytest.raises(CollectionError, match="already"):
        book.change("FOXES", new_name="owls")
    book.delete("owls")
    assert book.change("FOXES", new_name="owls").count == 1


@pytest.mark.parametrize("name", ["", "  \n", "x" * 81, "a\x07b", "a\u200bb"])
def test_a_name_that_cannot_be_shown_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(CollectionError, match="cannot be the name"):
        desk.library.collections().add(name, [])


def test_removing_an_article_removes_it_from_collections_with_its_notes(desk: Desk, fox: str, owl: str) -> None:
    desk.library.collections().add("Animals", [fox, owl])
    desk.library.notes().add(fox, "Sly.")
    desk.library.notes().add(owl, "Wise.")

    [outcome] = desk.ingest.remove([fox])

    assert outcome.note == "Removed with it: 1 note."
    assert desk.library.collections().articles("Animals") == [owl]
    assert [note.text for note in desk.library.notes().notes()] == ["Wise."]


def test_a_new_version_of_an_article_stays_in_its_collections_with_its_notes(desk: Desk, fox: str) -> None:
    desk.library.collections().add("Animals", [fox])
    desk.library.notes().add(fox, "", span=(0, 3))

    assert desk.take_in(text(rewritten("fox", "hen"), "fox.txt")) == ["updated"]

    assert desk.library.collections().articles("Animals") == [fox]
    assert [note.quote for note in desk.library.notes().notes(fox)] == ["fox"]


def test_a_highlight_is_exactly_the_words_of_the_article(desk: Desk, fox: str) -> None:
    book = desk.library.notes()
    with desk.library.snapshot() as snapshot:
        article = snapshot.article(fox)

    note = book.add(fox, " Look! ", span=(4, 14))

    assert (note.quote, note.digest, note.text) == (article.text[4:14], article.digest, "Look!")
    assert book.add(fox, "Look!", span=(4, 14)) == note
    assert book.notes(fox) == [note]
    for span in ((-1, 3), (5, 5), (0, len(article.text) + 1)):
        with pytest.raises(NoteError, match="no characters"):
            book.add(fox, "", span=span)


def test_notes_are_changed_and_deleted_by_their_owner_only(desk: Desk, fox: str) -> None:
    ada, ben = desk.library.notes("ada"), desk.library.notes("ben")
    note = ada.add(fox, "Sly.")

    assert ben.notes(fox) == []
    for attempt in (lambda: ben.change(note.id, "Mine"), lambda: ben.delete(note.id)):
        with pytest.raises(UnknownNote):
            attempt()
    assert ada.change(note.id, "Very sly.").text == "Very sly."
    ada.delete(note.id)
    assert ada.notes() == []
    for written in ("", " ", "x" * 10_001):
        with pytest.raises(NoteError):
            ada.add(fox, written)
    with pytest.raises(UnknownArticle):
        ada.add("none", "Words")


def test_backup_and_restore_carry_collections_and_notes(desk: Desk, fox: str, owl: str, tmp_path: Path) -> None:
    desk.library.collections("ada").add("Animals", [fox, owl])
    desk.library.notes("ada").add(fox, "Sly.")
    back_up(desk.library.file, tmp_path / "copy")
    desk.library.collections("ada").delete("Animals")
    desk.ingest.remove([fox])

    desk.ingest.restore(lambda: restore(desk.library.file, tmp_path / "copy"))

    assert names(desk.library, "ada") == {"Animals": 2}
    assert [note.text for note in desk.library.notes("ada").notes(fox)] == ["Sly."]


def test_a_library_from_before_gets_collections(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(PACKED.read_bytes()))
    library = SqliteLibrary(tmp_path)
    with library.snapshot() as snapshot:
        ids = [entry.id for entry in snapshot.entries()]

    library.collections().add("Old", ids)
    library.notes().add(ids[0], "From before.")

    assert library.collections().articles("Old") == ids
    assert len(library.notes().notes()) == 1
    library.close()


def program_of(reader: Reader) -> Services:
    reader.program.ingest.take_in([text(long_text("fox"), "fox.txt"), text(long_text("owl"), "owl.txt")])
    return reader.program


def test_a_question_is_limited_to_a_collection(reader: Reader) -> None:
    program = program_of(reader)
    fox, owl = (entry.id for entry in program.library.entries())
    program.library.collect("Birds", [owl])

    assert program.ask.scope(within=["collection:birds"]).within == frozenset({owl})
    assert program.ask.scope(within=["collection:birds", fox]).within == frozenset({owl, fox})
    with pytest.raises(UnknownCollection, match="no collection “Mice”"):
        program.ask.scope(within=["collection:Mice"])


def test_the_command_makes_lists_shares_and_deletes_collections(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = program_of(reader)
    fox = program.library.entries()[0].id
    (tmp_path / "hen.txt").write_text(long_text("hen"), encoding="utf-8")

    def run(*arguments: object) -> dict[str, object]:
        return as_json(lambda given: main(given, open_program=lambda _: program), capsys, *arguments)

    run(tmp_path / "hen.txt", "--collect", "Farm", fox)
    shown = run("--share", "farm", "--collections")
    run("--uncollect", "Farm", fox)
    less = run("--unshare", "Farm", "--collections")
    run("--uncollect", "Farm")

    assert shown["collections"] == [{"name": "Farm", "count": 2, "shared": True, "own": True}]
    assert less["collections"] == [{"name": "Farm", "count": 1, "shared": False, "own": True}]
    assert run("--collections")["collections"] == []
    assert len(program.library.entries()) == 3
    assert main(["--collect", "Farm", "nothing"], open_program=lambda _: program) == 1
    assert json.dumps("There is no article nothing.")[1:-1] in capsys.readouterr().err
