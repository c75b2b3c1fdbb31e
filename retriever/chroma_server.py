"""A client of a Chroma server with a timeout for each call. Imports Chroma."""

from typing import cast

from chromadb.api import ServerAPI
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.auth import UserIdentity

TIMEOUT_S = 10.0
"""The timeout of each step of a call: to connect, to send, and between two pieces of the response."""


class TimedClient(Client):
    """Chroma's client with a timeout, without which it waits for ever for a server that does not respond.

    Its constructor opens the sessions and makes two calls, so the timeout is set before each of these calls.
    """

    def get_user_identity(self) -> UserIdentity:
        """Set the timeout, then make the first call."""
        _limit(self._server)
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        _limit(self._admin_client._server)  # type: ignore[attr-defined]
        super()._validate_tenant_database(tenant=tenant, database=database)


def _limit(server: ServerAPI) -> None:
    cast(FastAPI, server)._session.timeout = TIMEOUT_S
