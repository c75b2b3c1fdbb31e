"""Drafts that users store in the library's file."""

import json

from domain.dates import utc_now
from domain.drafts import KeptDraft
from store.connections import LibraryConnections


class SqliteDrafts:
    """Stores drafts of users, by the user's id ("" where nobody has logged in). Safe to use from any thread."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def keep(self, reader: str, draft: KeptDraft) -> None:
        """Store a draft, replacing its last version; another user's draft with the same id stays as it is."""
        now = utc_now()
        aside = json.dumps([[*key, reason] for key, reason in draft.aside.items()])
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO drafts (id, reader, text, aside, changed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)"
                " DO UPDATE SET text = excluded.text, aside = excluded.aside, changed = excluded.changed"
                " WHERE reader = excluded.reader",
                (draft.id, reader, draft.text, aside, now),
            )

    def drafts(self, reader: str) -> list[KeptDraft]:
        """Return the drafts of a user, the last stored first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT id, text, aside, changed FROM drafts WHERE reader = ? ORDER BY changed DESC, id", (reader,)
            ).fetchall()
        return [
            KeptDraft(
                id=draft_id,
                text=text,
                aside={(kind, words): reason for kind, words, reason in json.loads(aside)},
                changed=changed,
            )
            for draft_id, text, aside, changed in rows
        ]

    def delete(self, reader: str, draft_id: str) -> None:
        """Delete a draft of a user; does nothing if there is none with this id."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM drafts WHERE id = ? AND reader = ?", (draft_id, reader))
