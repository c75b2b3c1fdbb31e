"""Access tokens for other programs, and the protocol to where they are stored."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Right = Literal["read", "add", "all"]
"""``read``: search, ask and read; ``add``: add articles and see their outcomes; ``all``: both, and everything else."""
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

    ``digest`` is the SHA-256 of the code in hexadecimal; ``expires`` is in seconds since 1970. ``user`` is the user of
    the token that it is exchanged for.
    """

    digest: str
    user: str
    expires: float


class TokenBook(Protocol):
    """Storage of the valid tokens, and of the codes that can be exchanged for one."""

    def add(self, token: Token) -> None:
        """Store a token."""
        ...

    def token(self, token_id: str) -> Token | None:
        """Return the token with this id; None if there is none, or it was revoked."""
        ...

    def tokens(self) -> list[Token]:
        """Return the tokens that are valid, the oldest first."""
        ...

    def revoke(self, token_id: str) -> bool:
        """Make a token invalid; return whether it was valid."""
        ...

    def add_code(self, code: PairingCode) -> None:
        """Store a code, replacing any other code of its user."""
        ...

    def take_code(self, digest: str, now: float) -> PairingCode | None:
        """Delete a code and return it; None if there is none with this digest, or it has expired.

        Args:
            digest: SHA-256 of the code, in hexadecimal.
            now: the time, in seconds since 1970.
        """
        ...
