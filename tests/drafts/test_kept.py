"""Drafts are stored only for those who want that, and deleted for good."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.drafts import KeptDraft
from store import SqliteLibrary, schema
from store.library import FILE_NAME
from store.schema import prepare

ASIDE = {("quotation", "Ça n’est pas “vrai”"): "own interview"}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    with closing(SqliteLibrary(tmp_path)) as opened:
        yield opened


def test_a_draft_comes_back_as_it_was_stored_last(library: SqliteLibrary) -> None:
    library.drafts.keep("", KeptDraft(id="one", text="First."))
    library.drafts.keep("", KeptDraft(id="one", text="Second 😀\r\n", aside=ASIDE))

    (draft,) = library.drafts.drafts("")

    assert (draft.id, draft.text, draft.aside) == ("one", "Second 😀\r\n", ASIDE)
    assert draft.changed.endswith("+00:00")


def test_nobody_sees_changes_or_deletes_the_draft_of_another(library: SqliteLibrary) -> None:
    library.drafts.keep("ann", KeptDraft(id="one", text="Mine."))

    library.drafts.keep("ben", KeptDraft(id="one", text="Stolen."))
    library.drafts.delete("ben", "one")

    assert library.drafts.drafts("ben") == []
    assert [draft.text for draft in library.drafts.drafts("ann")] == ["Mine."]


def test_a_draft_that_is_deleted_is_in_no_file(library: SqliteLibrary, tmp_path: Path) -> None:
    canary = "Quizzaciously"
    library.drafts.keep("", KeptDraft(id="one", text=f"{canary} it was. " * 2000))

    library.drafts.delete("", "one")

    assert library.drafts.drafts("") == []
    library.close()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()] == []


def test_a_library_from_before_is_given_the_table(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as before:
        prepare(before, schema._STEPS.index(schema._DRAFTS))
        assert before.execute("SELECT 1 FROM sqlite_schema WHERE name = 'drafts'").fetchone() is None

    with closing(SqliteLibrary(tmp_path)) as library:
        library.drafts.keep("", KeptDraft(id="one", text="First."))

        assert [draft.id for draft in library.drafts.drafts("")] == ["one"]
