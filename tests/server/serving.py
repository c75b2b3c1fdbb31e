"""The interface for programs over a library of invented articles, served on loopback by a real server."""

import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
import uvicorn

from assembly import Services, build
from domain.tokens import RIGHTS, Right
from retriever.fakes import HashingEmbedder
from server.access import RequestRates
from server.api import create_app
from server.tokens import make_token
from settings import load
from tests.asking import material
from tests.web import Names, web

R = TypeVar("R")

LANTERN = (
    "The town of Marrowby will pay 41,000 crowns for forty street lanterns, the council decided on Tuesday.\n\n"
    '"We have waited nine winters for this light," said Odile Farrant, who sells bread in Tanner Lane.\n\n'
    "The first ten lanterns will be lit before the autumn fair."
)
BRIDGE = (
    "The footbridge at Corran Mill stays closed until March because two of its beams are rotten.\n\n"
    "Engineers found the damage during a routine inspection in October."
)


def endless() -> RequestRates:
    """Rates that let every request pass."""
    return RequestRates(1e9)


@dataclass
class Served:
    """A server, its program, and a token of each right."""

    program: Services
    port: int
    tokens: dict[Right, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, right: Right | None = "all", **headers: str) -> httpx.Client:
        """A client that sends a token of this right."""
        token = {"Authorization": f"Bearer {self.tokens[right]}"} if right else {}
        return httpx.Client(base_url=self.url, headers=token | headers, timeout=120, trust_env=False)


def finished(client: httpx.Client, ordered: httpx.Response) -> list[dict[str, Any]]:
    """Return what became of each article of a job that was just ordered, once it is done."""
    assert ordered.status_code == 202, ordered.text
    job = ordered.json()
    while job["state"] == "open":
        job = client.get(f"/jobs/{job['number']}", params={"wait_s": 30}).json()
    return list(client.get(f"/jobs/{job['number']}").json()["articles"])


def open_program(folder: Path) -> Services:
    """The real program with a small embedder, over two articles; names under .example lead to loopback."""
    program = build(load(library=folder), embedder=HashingEmbedder(), web=web(Names()))
    outcomes = program.ingest.take_in(
        [
            material(LANTERN, title="Marrowby buys lanterns", outlet="The Marrowby Crier", published="2025-09-02"),
            material(BRIDGE, title="Footbridge closed", url="https://corran.example/bridge", author="Ines Vael"),
        ]
    )
    assert [outcome.status for outcome in outcomes] == ["new", "new"]
    return program


@contextmanager
def serve(
    program: Services, rates: RequestRates | None = None, *, code_rates: RequestRates | None = None
) -> Iterator[Served]:
    """Serve a program until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(program, rates=rates or endless(), code_rates=code_rates or endless())
    server = uvicorn.Server(uvicorn.Config(app, ws="none", access_log=False, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        served = Served(program, listening.getsockname()[1])
        served.tokens = {right: make_token(program.parts.store().tokens, right, name=right) for right in RIGHTS}
        yield served
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def run_async(call: Callable[..., Coroutine[Any, Any, R]], *arguments: Any) -> R:
    """Run a coroutine function in a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, call, *arguments).result()
