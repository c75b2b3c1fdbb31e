"""Chroma's client of a server, with a limit on the time that each call may take. Imports Chroma."""

from typing import cast

from chromadb.api import ServerAPI
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.auth import UserIdentity

TIMEOUT_S = 10.0
"""Of each step of a call: to connect, to send, and between two pieces of the answer."""


class TimedClient(Client):
    """Chroma's own client waits for ever for a server that takes the connection and says nothing.

    It makes its sessions, and the first two calls, while it is made itself: the limit is set in front of each.
    """

    def get_user_identity(self) -> UserIdentity:
        """Make the first call."""
        _limit(self._server)
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        _limit(self._admin_client._server)  # type: ignore[attr-defined]
        super()._validate_tenant_database(tenant=tenant, database=database)


def _limit(server: ServerAPI) -> None:
    cast(FastAPI, server)._session.timeout = TIMEOUT_S
