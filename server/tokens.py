"""Make and check tokens: ``dl_<id>_<secret>``, of which the library stores the id and the digest of the secret.

A browser extension gets its token for a code that the page shows: one-time, and valid for ``CODE_VALID_S``.
"""

import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from domain.dates import utc_now
from domain.errors import LibraryError
from domain.tokens import PairingCode, Right, Token, TokenBook

FIRST_TOKEN_FILE = "api-token"
"""The file in the library's folder with the token for programs of this machine's user."""

CODE_VALID_S = 300
EXTENSION = "browser extension"
"""The name of tokens that were exchanged for a code."""

_SECRET_BYTES = 32
_CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, in which no two characters look alike."""
_CODE_LENGTH = 10
"""50 random bits: within the rate limit, some 50 of 10^15 codes can be tried while one is valid."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_WRITTEN = re.compile(r"dl_([0-9a-f]{12})_([\w-]{43})", re.ASCII)
_NOTHING = hashlib.sha256(b"").hexdigest()


def make_token(book: TokenBook, right: Right, *, name: str = "", user: str = "") -> str:
    """Make a token; return it in the form that clients send, which is not stored."""
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(_SECRET_BYTES)
    made = utc_now()
    book.add(Token(id=token_id, digest=_digest(secret), right=right, name=name, user=user, made=made))
    return f"dl_{token_id}_{secret}"


def check_token(book: TokenBook, sent: str) -> Token | None:
    """Return the token that a client has sent, if it is valid; else None.

    The secret has 256 random bits, so one round of SHA-256 is enough to store it; it is compared in constant time.
    """
    parts = _WRITTEN.fullmatch(sent)
    known = book.token(parts[1]) if parts else None
    digest = _digest(parts[2]) if parts else _NOTHING
    return known if hmac.compare_digest(known.digest if known else _NOTHING, digest) and known else None


def make_code(book: TokenBook, *, user: str = "", now: Callable[[], float] = time.time) -> str:
    """Make a code that can be exchanged for one token of the user; the user's earlier code becomes invalid."""
    code = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
    book.add_code(PairingCode(digest=_digest(code), user=user, expires=now() + CODE_VALID_S))
    return f"{code[:5]}-{code[5:]}"


def token_for_code(book: TokenBook, sent: str, *, now: Callable[[], float] = time.time) -> str | None:
    """Exchange a code, as the user has typed it, for a new token with the right "add"; None if it is not valid.

    The code is invalid from then on.
    """
    typed = sent.upper().translate(_READ_AS)
    code = book.take_code(_digest(typed), now()) if typed.isascii() else None
    return make_token(book, "add", name=EXTENSION, user=code.user) if code else None


def make_first_token(book: TokenBook, folder: Path) -> Path | None:
    """Make a token for programs of this machine's user, in a file that only this account can read.

    Args:
        book: the tokens of the library.
        folder: the folder of the library.

    Returns:
        The file; None if a token was made before, by whomever, and nothing was done.

    Raises:
        LibraryError: the file cannot be written.
    """
    file = folder / FIRST_TOKEN_FILE
    if file.exists() or book.tokens():
        return None
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process is making it
        return None
    except OSError as error:
        raise LibraryError(
            f"{file} cannot be written: {error.strerror}.", hint="Check the permissions and space of the folder."
        ) from error
    try:
        with os.fdopen(number, "w", encoding="ascii") as opened:
            opened.write(make_token(book, "all", name=FIRST_TOKEN_FILE) + "\n")
    except BaseException:
        file.unlink()  # an empty file would keep the next start from making one
        raise
    return file


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()
