"""Access tokens in the library's file: only their digests, so that the file's readers cannot use them."""

from domain.tokens import PairingCode, Token
from store.connections import LibraryConnections

_COLUMNS = 'id, digest, "right", name, user, made'


class SqliteTokens:
    """Implements domain.tokens.TokenBook."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def add(self, token: Token) -> None:
        """Store a token."""
        row = (token.id, token.digest, token.right, token.name, token.user, token.made)
        with self._connections.writing() as connection:
            connection.execute(f"INSERT INTO tokens ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)

    def token(self, token_id: str) -> Token | None:
        """Return the token with this id."""
        return next(iter(self._tokens("WHERE id = ?", token_id)), None)

    def tokens(self) -> list[Token]:
        """Return the tokens, the oldest first."""
        return self._tokens("ORDER BY made, id")

    def revoke(self, token_id: str) -> bool:
        """Delete a token; return whether there was one."""
        with self._connections.writing() as connection:
            return connection.execute("DELETE FROM tokens WHERE id = ?", (token_id,)).rowcount > 0

    def add_code(self, code: PairingCode) -> None:
        """Store a code, replacing any other code of its user."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM pairing_codes WHERE user = ?", (code.user,))
            row = (code.digest, code.user, code.expires)
            connection.execute("INSERT INTO pairing_codes (digest, user, expires) VALUES (?, ?, ?)", row)

    def take_code(self, digest: str, now: float) -> PairingCode | None:
        """Delete a code and return it; None if there is none with this digest, or it has expired."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM pairing_codes WHERE expires <= ?", (now,))
            found = connection.execute("SELECT user, expires FROM pairing_codes WHERE digest = ?", (digest,)).fetchone()
            connection.execute("DELETE FROM pairing_codes WHERE digest = ?", (digest,))
        return PairingCode(digest=digest, user=found[0], expires=found[1]) if found else None

    def _tokens(self, condition: str, *values: str) -> list[Token]:
        with self._connections.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM tokens {condition}", values).fetchall()
        return [
            Token(id=token_id, digest=digest, right=right, name=name, user=user, made=made)
            for token_id, digest, right, name, user, made in rows
        ]
