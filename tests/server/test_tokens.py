"""Tokens: made, checked, revoked; stored as digests; never in a backup."""

import gzip
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from domain.tokens import RIGHTS, PairingCode
from server.__main__ import main
from server.tokens import (
    CODE_VALID_S,
    FIRST_TOKEN_FILE,
    check_token,
    make_code,
    make_first_token,
    make_token,
    token_for_code,
)
from store import SqliteLibrary
from store.connections import FILE_NAME
from store.keeping import back_up
from tests.stores import Stores

FORMER = Path(__file__).parents[1] / "store" / "library_layout_11.sqlite3.gz"


@pytest.fixture
def library(tmp_path: Path, stores: Stores) -> SqliteLibrary:
    return stores.open(tmp_path / "library")


def stored_bytes(library: SqliteLibrary) -> bytes:
    """All that the library's folder holds."""
    return b"".join(path.read_bytes() for path in library.file.parent.iterdir() if path.is_file())


@pytest.mark.parametrize("right", RIGHTS)
def test_a_token_is_valid_until_it_is_revoked(library: SqliteLibrary, right: str) -> None:
    sent = make_token(library.tokens, right, name="reader", user="ann")

    token = check_token(library.tokens, sent)

    assert token is not None
    assert (token.right, token.name, token.user) == (right, "reader", "ann")
    assert library.tokens.tokens() == [token]
    assert library.tokens.revoke(token.id)
    assert check_token(library.tokens, sent) is None
    assert not library.tokens.revoke(token.id)


def test_no_other_text_is_a_token(library: SqliteLibrary) -> None:
    sent = make_token(library.tokens, "all")
    other = make_token(library.tokens, "all")
    mixed = sent[:16] + other[16:]

    wrong = [mixed, sent[:-1], sent + "A", sent.upper(), "", "dl_", f" {sent}", f"{sent}\n", sent.replace("_", "é", 1)]

    assert [check_token(library.tokens, one) for one in wrong] == [None] * len(wrong)


def test_the_secret_is_stored_nowhere(library: SqliteLibrary) -> None:
    sent = make_token(library.tokens, "all", name="reader")

    secret = sent.rpartition("_")[2] if sent.count("_") == 2 else sent[16:]

    assert b"reader" in stored_bytes(library)
    assert secret.encode() not in stored_bytes(library)


def test_the_first_token_is_made_once_for_this_account_alone(library: SqliteLibrary) -> None:
    file = make_first_token(library.tokens, library.file.parent)

    assert file == library.file.parent / FIRST_TOKEN_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = check_token(library.tokens, file.read_text(encoding="ascii").strip())
    assert token is not None
    assert token.right == "all"
    file.unlink()
    assert make_first_token(library.tokens, library.file.parent) is None
    assert not file.exists()


def test_a_code_is_exchanged_once_for_a_token_of_its_user_that_may_only_add(library: SqliteLibrary) -> None:
    code = make_code(library.tokens, user="ann")

    sent = token_for_code(library.tokens, f" {code.lower().replace('0', 'o').replace('1', 'l')} ")

    assert sent is not None
    token = check_token(library.tokens, sent)
    assert token is not None
    assert (token.right, token.user) == ("add", "ann")
    assert token_for_code(library.tokens, code) is None
    assert code.replace("-", "").encode() not in stored_bytes(library)


def test_a_code_expires_and_is_void_once_there_is_a_newer_one(library: SqliteLibrary) -> None:
    start = 1_000_000.0
    first, other = (make_code(library.tokens, user=user, now=lambda: start) for user in ("ann", "ben"))
    second = make_code(library.tokens, user="ann", now=lambda: start)

    assert token_for_code(library.tokens, first, now=lambda: start) is None
    assert token_for_code(library.tokens, second, now=lambda: start + CODE_VALID_S - 1) is not None
    assert token_for_code(library.tokens, other, now=lambda: start + CODE_VALID_S) is None
    assert [token.user for token in library.tokens.tokens()] == ["ann"]


@pytest.mark.parametrize("typed", ["", "-", "00000-00000", "ÄÖÜ", "x" * 40])
def test_no_other_text_is_a_code(library: SqliteLibrary, typed: str) -> None:
    make_code(library.tokens)

    assert token_for_code(library.tokens, typed) is None


def test_a_backup_holds_no_token_and_a_restored_library_keeps_its_own(library: SqliteLibrary, tmp_path: Path) -> None:
    before = make_token(library.tokens, "all", name="made-before")
    code = PairingCode(digest="made-too", user="", expires=9e9)
    library.tokens.add_code(code)
    back_up(library.file, tmp_path / "copy")
    library.tokens.revoke(library.tokens.tokens()[0].id)
    after = make_token(library.tokens, "read")

    library.restore(tmp_path / "copy")

    copied = (tmp_path / "copy").read_bytes()
    assert b"made-before" not in copied
    assert b"made-too" not in copied
    assert library.tokens.take_code(code.digest, 0) is None
    assert check_token(library.tokens, before) is None
    assert check_token(library.tokens, after) is not None


def test_a_token_that_a_backup_brings_is_not_valid(library: SqliteLibrary, tmp_path: Path, stores: Stores) -> None:
    back_up(library.file, tmp_path / "copy")
    other = stores.open(tmp_path / "other")
    sent = make_token(other.tokens, "all")
    (planted,) = other.tokens.tokens()
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        row = (planted.id, planted.digest, planted.right, planted.name, planted.user, planted.made)
        copy.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)", row)
        copy.commit()

    library.restore(tmp_path / "copy")

    assert check_token(other.tokens, sent) is not None
    assert check_token(library.tokens, sent) is None


def test_a_library_of_an_older_layout_gets_tokens(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(FORMER.read_bytes()))
    library = SqliteLibrary(tmp_path)

    sent = make_token(library.tokens, "read")

    assert check_token(library.tokens, sent) is not None
    assert token_for_code(library.tokens, make_code(library.tokens)) is not None
    library.close()


def test_tokens_are_made_listed_and_revoked_on_the_command_line(
    library: SqliteLibrary, stores: Stores, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for url in stores.urls.values():
        monkeypatch.setenv("DATELINE_DATABASE_URL", url)
        monkeypatch.setenv("DATELINE_CHROMA_URL", "http://127.0.0.1:9")
    folder = str(library.file.parent)

    assert main(["--library", folder, "token", "make", "--right", "add", "--name", "extension"]) == 0
    sent = capsys.readouterr().out.strip()
    token = check_token(library.tokens, sent)
    assert token is not None
    assert main(["token", "list", "--library", folder]) == 0
    listed = capsys.readouterr().out
    assert f"{token.id}  add" in listed
    assert "extension" in listed
    assert sent[16:] not in listed
    assert main(["token", "revoke", token.id, "--library", folder]) == 0
    assert check_token(library.tokens, sent) is None
    assert main(["token", "revoke", token.id, "--library", folder]) == 1
    assert "token list" in capsys.readouterr().err
