"""What deploy/ holds: HAProxy in front of two servers, the containers and the units."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from evaluation.benchmark.server import haproxy

DEPLOY = Path(__file__).parent.parent / "deploy"
PATIENCE_S = 120


@contextmanager
def page(name: str) -> Iterator[ThreadingHTTPServer]:
    """A server that is healthy, and answers with its name."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def ask(url: str, cookie: str = "") -> tuple[str, str]:
    """Return which page answers, and the cookie that it is given, as soon as one does."""
    end_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while True:
        request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.read().decode(), (answer.headers["Set-Cookie"] or cookie).partition(";")[0]
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < end_s
            pause.wait(0.1)


def test_a_user_stays_with_a_page_and_goes_on_with_another_when_it_dies() -> None:
    with page("one") as one, page("two") as two, haproxy(*(each.server_address[1] for each in (one, two))) as url:
        first, cookie = ask(url)
        assert {ask(url, cookie)[0] for _ in range(6)} == {first}

        gone = one if first == "one" else two
        gone.shutdown()
        gone.socket.close()

        other, moved = ask(url, cookie)
        assert {first, other} == {"one", "two"}
        assert moved != cookie
        assert {ask(url, moved)[0] for _ in range(6)} == {other}


@pytest.mark.parametrize("path", ["metrics", "healthz", "readyz"])
def test_figures_and_health_are_not_for_users(path: str) -> None:
    with page("one") as one, page("two") as two, haproxy(*(each.server_address[1] for each in (one, two))) as url:
        ask(url)

        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(f"{url}{path}", timeout=PATIENCE_S)

    with raised.value as refused:
        assert refused.code == 404


def test_every_container_gets_the_database_and_keeps_its_copy_in_a_volume_of_its_own() -> None:
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    ours = {name: one for name, one in made["services"].items() if name.startswith(("page", "worker"))}

    assert set(ours) == {"page1", "page2", "worker1", "worker2"}
    assert len({one["volumes"][0] for one in ours.values()}) == 4
    for name, one in ours.items():
        assert {"DATELINE_DATABASE_URL", "DATELINE_CHROMA_URL"} <= set(one["environment"])
        assert one.get("command", []) == (["work"] if name.startswith("worker") else [])


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_a_unit_starts_a_program_that_is_there(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    [start] = [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]

    assert start.split()[:2] in (
        ["/opt/dateline/bin/dateline", "run"],
        ["/opt/dateline/bin/dateline", "work"],
        ["/opt/dateline/bin/chroma", "run"],
    )
    assert {"NoNewPrivileges=true", "ProtectSystem=strict", "StateDirectory=dateline"} <= set(lines)
