"""Tokens by which other programs use a library, and the protocol to where they are stored."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Right = Literal["read", "add", "all"]
"""``read``: search, ask and read; ``add``: bring articles in and see what became of them; ``all``: both, and the rest.
"""
RIGHTS: tuple[Right, ...] = get_args(Right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is stored, without its secret.

    ``digest`` is the SHA-256 of the secret in hexadecimal; ``made`` is in UTC, ISO 8601. ``user`` is the name under
    which a user's conversations are stored; "" where there is no login.
    """

    id: str
    digest: str
    right: Right
    name: str
    user: str
    made: str

    @property
    def editor(self) -> str:
        """The name that is stored with articles which it adds; "" where there is no login."""
        return (self.name or self.id) if self.user else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingCode:
    """A one-time code that is exchanged for a token, as it is stored.

    ``digest`` is the SHA-256 of the code in hexadecimal; ``expires`` is in seconds since 1970. ``user`` is whose token
    it becomes.
    """

    digest: str
    user: str
    expires: float


class TokenBook(Protocol):
    """The tokens that are valid, and the codes that can be exchanged for one."""

    def add(self, token: Token) -> None:
        """Store a token."""
        ...

    def token(self, token_id: str) -> Token | None:
        """Return the token with this id; None if it was never made, or was revoked."""
        ...

    def tokens(self) -> list[Token]:
        """Return the tokens that are valid, the oldest first."""
        ...

    def revoke(self, token_id: str) -> bool:
        """Make a token invalid; return whether it was valid."""
        ...

    def add_code(self, code: PairingCode) -> None:
        """Store a code in the place of any other one of its user."""
        ...

    def take_code(self, digest: str, now: float) -> PairingCode | None:
        """Delete a code and return it; None if there is none with this digest, or it has expired by ``now``."""
        ...
