"""``python -m evaluation.interface``: how long the interface for programs takes, and an import that is broken off.

Measured from outside, over HTTP, against ``python -m server`` in a process of its own: listing all articles, what a
search costs beyond the search itself, the memory of the server before its first question, what the interface adds to
that of a page, and the import of a reading list whose server is killed on the way.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from assembly import build
from domain.values import Material
from evaluation.benchmark.contestants.serving import NOW, memory_mb
from evaluation.benchmark.running import free_port
from retriever.fakes import HashingEmbedder
from settings import load

ROOT = Path(__file__).parent.parent
_START_S, _STEP_S = 120.0, 0.1
_ROUNDS = 20
_MOUNTED = """
import os
import sys
import app
from assembly import build
from evaluation.benchmark.contestants.serving import NOW, memory_mb
from settings import load
services = build(load(library=sys.argv[1]))
services.ask.search("harbour", limit=1)
before = memory_mb(os.getpid(), NOW)
from server.api import create_app
kept = create_app(services, works=False)
print(memory_mb(os.getpid(), NOW) - before)
services.close()
"""
"""Prints what the interface adds, in MB, to a process that has loaded the page and the models."""
_WORDS = "harbour ferry council bridge lantern winter budget school river market engine vote harvest".split()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.interface", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="articles to list; 0: not measured")
    parser.add_argument("--addresses", type=int, default=5_000, help="addresses to import; 0: not measured")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if options.articles:
            _measure_listing(Path(folder) / "listed", options.articles)
        _measure_search(Path(folder) / "searched")
        _measure_memory(Path(folder) / "searched")
        if options.addresses:
            _measure_import(Path(folder) / "imported", options.addresses)


class _Client:
    """Sends requests over one connection, as a program does."""

    def __init__(self, port: int, process: int) -> None:
        self.process = process
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_S)
        self.token = ""

    def answers(self) -> bool:
        """Return whether the server is up."""
        try:
            self._sent("GET", "/openapi.json", None)
        except OSError:
            self._connection.close()
            return False
        return True

    def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        return self._sent("GET", path, None)

    def post(self, path: str, value: object) -> Any:
        """Return the JSON that is answered to a value."""
        return self._sent("POST", path, json.dumps(value).encode())

    def _sent(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        data = response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise SystemExit(f"{method} {path}: {response.status} {data.decode(errors='replace')}")
        return json.loads(data)


def _measure_listing(library: Path, count: int) -> None:
    services = build(load(library=library), embedder=HashingEmbedder())
    services.ingest.take_in([Material(name=f"{one}", data=_text(one).encode(), media="text") for one in range(count)])
    services.close()
    with _server(library) as client:
        took = []
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            listed = client.get(f"/articles?limit={count}")["articles"]
            took.append(time.perf_counter() - started)
    _print(f"GET /articles, {len(listed):,} articles", took)


def _measure_search(library: Path) -> None:
    command = [sys.executable, "-m", "ingest", "articles", "--library", str(library)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with _server(library) as client:
        more = []
        for number in range(_ROUNDS + 1):
            query = f"{_WORDS[number % len(_WORDS)]} {number}"
            started = time.perf_counter()
            found = client.post("/search", {"query": query})
            more.append(time.perf_counter() - started - found["seconds"])
    _print("POST /search, beyond the search itself", more[1:])  # the first one loads the models


def _measure_memory(library: Path) -> None:
    with _server(library) as client:
        client.get("/articles?limit=10")
        print(f"python -m server, before its first question: {memory_mb(client.process, NOW):.0f} MB")
    command = [sys.executable, "-c", _MOUNTED, str(library)]
    added = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    print(f"The interface beside the page: {float(added.split()[-1]):.0f} MB more")


def _measure_import(library: Path, count: int) -> None:
    with _site() as (url, asked):
        entries = [{"url": f"{url}/{one}", "title": f"{one}", "created_at": "2025-01-01"} for one in range(count)]
        started = time.perf_counter()
        with _server(library) as client:
            number = client.post("/reading-lists?name=list.json", entries)["number"]
            accepted = time.perf_counter() - started
            before = _wait(client, number, count // 2)
        with _server(library) as client:
            after = _wait(client, number, count)
            kept = client.get("/articles?limit=1")["total"]
    print(f"POST /reading-lists, {count:,} addresses: accepted after {accepted:.2f} s, the server killed at {before:,}")
    twice = sum(times > 1 for times in asked.values())
    print(f"  done {after:,}, kept {kept:,}, fetched twice {twice}, {time.perf_counter() - started:.0f} s in all")


def _wait(client: _Client, number: int, done: int) -> int:
    """Wait until so many addresses of a job are done; return how many are."""
    while True:
        job = client.get(f"/jobs/{number}")
        if job["done"] >= done or job["state"] == "done":
            return int(job["done"])
        time.sleep(1)


@contextmanager
def _server(library: Path) -> Iterator[_Client]:
    """Serve a library in a process of its own, which is killed behind the block; yield a client with its token."""
    port = free_port()
    command = [sys.executable, "-m", "server", "--port", str(port), "--library", str(library)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"DATELINE_ALLOW_ADDRESSES": "127.0.0.1/32", "DATELINE_OLLAMA_URL": ""},
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + _START_S
        client = _Client(port, process.pid)
        while not client.answers():
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit("The server did not start.")
            time.sleep(_STEP_S)
        client.token = (library / "api-token").read_text(encoding="ascii").strip()
        yield client
    finally:
        process.kill()
        process.wait()


@contextmanager
def _site() -> Iterator[tuple[str, Counter[str]]]:
    """Serve pages of articles on this machine; yield the address, and how often each path was asked for."""
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked[self.path] += 1
            words = _text(int(self.path.strip("/")))
            page = f"<html><head><title>{self.path}</title></head><body><article><p>{words}</p></article></body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def _text(number: int) -> str:
    """Return a text of some 80 words that no other number has."""
    picked = [_WORDS[(number // 13**place + place * number) % len(_WORDS)] for place in range(8)]
    return " ".join(
        f"In {word} {number * 7 + place} the {word} of the {picked[place - 1]} changed, said {number} people."
        for place, word in enumerate(picked)
    )


def _print(name: str, seconds: Sequence[float]) -> None:
    took = sorted(1000 * one for one in seconds)
    print(f"{name}: median {median(took):.1f} ms, least {took[0]:.1f}, most {took[-1]:.1f}, of {len(took)}")


if __name__ == "__main__":
    main()
