"""A real web server on loopback, with pages that are made up; names that lead to it, and a reader who visits it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from assembly import build
from domain.errors import SourceError
from domain.values import Outcome
from ingest.fetch.web import Web
from retriever.fakes import ExactIndex, HashingEmbedder
from settings import load
from tests.sandbox import shared_sandboxes

LOOPBACK = (ip_network("127.0.0.1/32"),)
"""What tests let pass; every other address of this machine stays forbidden."""

Page = Callable[["Handler"], None]

SENTENCES = [
    "The harbour of Larkhaven was closed on Monday after a crane had fallen into the basin at night.",
    "Nobody was hurt, said the harbour master, who had been woken by the noise of the falling steel.",
    "Two ferries wait outside, and their passengers were taken ashore in the boats of the pilots.",
    "The crane, built in 1974, was to be replaced next spring, and the money for it has been granted.",
    "An inquiry begins on Thursday; until then the quay stays shut and the fish market moves to the old station.",
]


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's pages; whatever a page writes is sent as it is."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.headers.get("Host", ""), self.path, dict(self.headers)))
        page = site.pages.get(self.path.partition("?")[0])
        if page is None:
            self.reply(b"Not here.", status=404)
            return
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has had enough
            page(self)

    def reply(self, data: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Site:
    """A server and its pages by path. ``asked`` holds (host, path, headers) of every request."""

    def __init__(self, host: str) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.done = threading.Event()
        self._server = ThreadingHTTPServer((host, 0), Handler)
        self._server.daemon_threads = True
        self._server.site = self  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def url(self, path: str, host: str = "paper.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def serves(self, path: str, data: bytes | str, **more: Any) -> str:
        """Put a page there; return its address."""
        body = data.encode() if isinstance(data, str) else data
        self.pages[path] = lambda handler: handler.reply(body, **more)
        return self.url(path)

    def leads(self, path: str, to: str, status: int = 302) -> str:
        """Put a redirect there; return its address."""
        self.pages[path] = lambda handler: handler.reply(b"", status=status, Location=to)
        return self.url(path)

    def close(self) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def open_site(host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site(host)
    try:
        yield site
    finally:
        site.close()


class Names:
    """Stands for the name servers: every name leads to loopback, unless said otherwise. Counts what it is asked."""

    def __init__(self, **known: list[str]) -> None:
        self.known = {name.replace("_", "."): addresses for name, addresses in known.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.known.get(host, ["127.0.0.1"] if host.endswith(".example") else [host])


def web(names: Names | None = None, **more: Any) -> Web:
    return Web(also=LOOPBACK, by=names or Names(), **more)


class Reader:
    """A reader with a library, for whom every name under .example leads to the site."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.names = Names()
        self.program = build(
            load(library=folder, **settings),
            embedder=HashingEmbedder(),
            vector_index=ExactIndex() if "database_url" in settings else None,
            web=web(self.names),
            sandbox=shared_sandboxes(),
        )

    def visit(self, *urls: str) -> list[Outcome]:
        return self.program.ingest.visit(urls)

    def status(self, *urls: str) -> list[str]:
        return [outcome.status for outcome in self.visit(*urls)]

    def refresh(self) -> list[str]:
        return [outcome.status for outcome in self.program.ingest.refresh()]


def article_page(title: str = "Crane falls into harbour", *, head: str = "", body: list[str] | None = None) -> str:
    words = "".join(f"<p>{sentence}</p>" for sentence in body or SENTENCES)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{words}</article></body></html>"
    )


def refusal(work: Callable[[], object]) -> str:
    """Return what the refusal says."""
    try:
        work()
    except SourceError as error:
        return str(error)
    raise AssertionError("nothing was refused")
