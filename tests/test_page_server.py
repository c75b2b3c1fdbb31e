"""The page's server itself: who is answered, under which name, and when it does not serve at all."""

import http.client
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.web.server.server_util import AUTH_COOKIE_NAME
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from evaluation.benchmark.running import free_port
from tests.browser.serving import ROOT, START_S, environment, serve
from ui.labels import UPLOAD_REFUSED

ROUTES = {
    "page": ("GET", "/"),
    "health": ("GET", "/_stcore/health"),
    "alive": ("GET", "/healthz"),
    "ready": ("GET", "/readyz"),
    "media": ("GET", "/media/0123456789abcdef.txt"),
    "upload": ("PUT", "/_stcore/upload_file/session/file"),
    "socket": ("GET", "/_stcore/stream"),
    "static": ("GET", "/static/nothing.js"),
}
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
}
AUTH = """
[auth]
redirect_uri = "https://news.example/oauth2callback"
cookie_secret = "{secret}"
client_id = "dateline"
client_secret = "hidden"
server_metadata_url = "https://login.example/.well-known/openid-configuration"
"""
SECRET = "long and random"
GOOD = AUTH.format(secret=SECRET)
USER = '{"is_logged_in": true, "sub": "1", "iss": "https://login.example", "origin": "https://news.example"}'
WATCH = """
import os, socket

_NAMES = {None, "", "localhost", "0.0.0.0", "::"}

def _is_outward(host):
    host = host.decode() if isinstance(host, bytes) else host
    return host not in _NAMES and not str(host).startswith(("127.", "::1"))

def _guarded(call, host_of):
    def guarded(*arguments, **options):
        if _is_outward(host_of(arguments)):
            with open(os.environ["OUTWARD_LOG"], "a") as log:
                log.write(f"{arguments!r}\\n")
            raise OSError("blocked")
        return call(*arguments, **options)
    return guarded

socket.getaddrinfo = _guarded(socket.getaddrinfo, lambda arguments: arguments[0])

class Watched(socket.socket):
    def connect(self, address):
        target = address[0] if isinstance(address, tuple) else None
        return _guarded(super().connect, lambda _: target)(address)

socket.socket = Watched
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("page")
    with serve(folder / "library", folder / "log") as address:
        number = urlsplit(address).port
        assert number
        yield number


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a page with a login."""
    folder = with_secrets(tmp_path_factory.mktemp("guarded"), GOOD)
    with serve(folder / "library", folder / "log", HOME=str(folder)) as address:
        number = urlsplit(address).port
        assert number
        yield number


def answered(port: int, route: str, *, host: str | None, origin: str | None = None) -> http.client.HTTPResponse:
    """Return the answer to a request with these headers, as a browser on this machine would send it."""
    method, path = ROUTES.get(route, ("GET", route))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
    connection.putrequest(method, path, skip_host=True)
    headers = {"Host": host, "Origin": origin} | (HANDSHAKE if route == "socket" else {}) | {"Content-Length": "0"}
    for name, value in headers.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    if response.status != http.client.SWITCHING_PROTOCOLS:
        response.read()
    connection.close()
    return response


def start(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Start the page in a folder, for a start that is expected to end."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(free_port())]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=environment(folder / "library", **settings) | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=START_S,
    )


def with_secrets(folder: Path, text: str) -> Path:
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
@pytest.mark.parametrize("route", ["page", "health", "alive", "ready", "socket"])
def test_h3_this_machine_is_served_under_each_of_its_names(port: int, route: str, host: str) -> None:
    own = f"{host}:{port}"

    response = answered(port, route, host=own, origin=f"http://{own}")

    assert response.status == (101 if route == "socket" else 200)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.5", "localhost@evil.example"],
)
@pytest.mark.parametrize("route", ROUTES)
def test_h3_a_name_that_was_led_here_afterwards_gets_nothing(port: int, route: str, host: str) -> None:
    own = f"{host}:{port}"

    assert answered(port, route, host=own, origin=f"http://{own}").status == 403
    assert answered(port, route, host=own).status == 403


@pytest.mark.parametrize("route", ROUTES)
def test_h3_a_request_without_a_host_gets_nothing(port: int, route: str) -> None:
    assert answered(port, route, host=None).status in (400, 403)
    assert answered(port, route, host="").status in (400, 403)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:1", "null", "http://[", "http://127.0.0.1"]
)
@pytest.mark.parametrize("route", ROUTES)
def test_h3_a_page_of_another_site_gets_nothing(port: int, route: str, origin: str) -> None:
    assert answered(port, route, host=f"localhost:{port}", origin=origin).status == 403


@pytest.mark.parametrize("route", [route for route in ROUTES if route != "socket"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_h3_no_answer_may_stand_in_a_frame(port: int, route: str, host: str) -> None:
    response = answered(port, route, host=f"{host}:{port}")

    assert "frame-ancestors 'none'" in (response.headers.get_all("Content-Security-Policy") or [])
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["interact", "mcp", "openapi.json"])
def test_h3_no_program_drives_the_page_over_http(port: int, path: str) -> None:
    assert answered(port, f"/_stcore/agent/{path}", host=f"localhost:{port}").status == 404


def test_a_page_serves_figures_for_prometheus_under_its_own_names_only(port: int) -> None:
    with urllib.request.urlopen(f"http://localhost:{port}/metrics", timeout=START_S) as figures:
        read = figures.read()

    assert b'dateline_tasks{state="open"} 0.0' in read
    assert b"process_resident_memory_bytes" in read
    assert answered(port, "/metrics", host="evil.example").status == 403


def test_a_page_whose_library_cannot_be_read_is_alive_and_not_ready(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "dateline.sqlite3").write_bytes(b"something else entirely, and long enough to be read" * 50)

    with serve(tmp_path / "library", tmp_path / "log") as address:
        with urllib.request.urlopen(f"{address}/healthz", timeout=START_S) as alive:
            assert alive.read() == b"ok"
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(f"{address}/readyz", timeout=START_S)

    with raised.value as refused:
        assert refused.code == 503
        assert b"cannot be used" in refused.read()


def test_h3_streamlits_agent_interface_is_off() -> None:
    code = "import streamlit as st; print(st.get_option('server.enableAgentApi'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_h3_a_shared_page_is_served_under_the_names_that_were_set_and_m2_asks_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    outward = tmp_path / "outward"
    settings = {"DATELINE_SHARED": "yes", "DATELINE_HOSTS": "news.example, 10.0.0.5", "OUTWARD_LOG": str(outward)}
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))

    with serve(
        tmp_path / "library", tmp_path / "log", "0.0.0.0", PYTHONPATH=path, STREAMLIT_LOGGER_LEVEL="info", **settings
    ) as address:
        port = urlsplit(address).port
        assert port
        served = [answered(port, route, host=host).status for route in ("page", "socket") for host in HOSTS]
        same = answered(port, "socket", host="news.example", origin="https://news.example").status
        foreign = answered(port, "socket", host="news.example", origin="https://evil.example").status

    assert served == [200, 200, 200, 403, 101, 101, 101, 403]
    assert (same, foreign) == (101, 403)
    assert not outward.exists(), outward.read_text(encoding="utf-8")
    assert "news.example" in (tmp_path / "log").read_text(encoding="utf-8")


HOSTS = ["news.example", "10.0.0.5:8501", "localhost", "evil.example"]


@pytest.mark.parametrize(
    ("secrets", "settings", "sentence"),
    [
        (GOOD.replace('"dateline"', '"dateline'), {"DATELINE_SHARED": "yes"}, "secrets.toml cannot be read"),
        (AUTH.format(secret=r"a\long\secret"), {"DATELINE_SHARED": "yes"}, "secrets.toml cannot be read"),
        (GOOD.replace("[auth]", "[Auth]"), {"DATELINE_SHARED": "yes"}, "without a section [auth]"),
        (None, {"DATELINE_SHARED": "yes", "DATELINE_LOGIN": "required"}, "none is set up"),
        (None, {"DATELINE_LOGIN": "required"}, "none is set up"),
        (None, {"DATELINE_HOSTS": "news.example"}, "not shared"),
        (None, {"DATELINE_LIBARY": "library"}, "There is no setting DATELINE_LIBARY"),
    ],
    ids=["quote", "backslash", "capital", "no login", "no login here", "hosts", "setting"],
)
def test_h6_a_slip_in_the_settings_ends_the_start_with_a_sentence(
    tmp_path: Path, secrets: str | None, settings: dict[str, str], sentence: str
) -> None:
    folder = with_secrets(tmp_path, secrets) if secrets else tmp_path

    done = start(folder, **settings)

    assert done.returncode == 1, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_h6_listening_to_others_unasked_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    done = start(tmp_path, "--server.address", "0.0.0.0")

    assert done.returncode == 1, done.stderr
    assert "DATELINE_SHARED=yes" in done.stderr


@pytest.mark.parametrize("cookie", ["", "_streamlit_user=invented", "other"])
def test_l15_nobody_uploads_before_a_login(guarded: int, cookie: str) -> None:
    signed = create_signed_value("another secret", AUTH_COOKIE_NAME, USER).decode("latin-1")

    status, answer = uploaded(guarded, f"{AUTH_COOKIE_NAME}={signed}" if cookie == "other" else cookie)

    assert (status, answer) == (403, UPLOAD_REFUSED)


def test_l15_whoever_is_logged_in_is_asked_for_a_page_that_is_open(guarded: int) -> None:
    signed = create_signed_value(SECRET, AUTH_COOKIE_NAME, USER).decode("latin-1")

    _, answer = uploaded(guarded, f"{AUTH_COOKIE_NAME}={signed}")

    assert answer != UPLOAD_REFUSED  # by Streamlit: there is no such session


def uploaded(port: int, cookie: str) -> tuple[int, str]:
    """Return the answer to an upload."""
    request = urllib.request.Request(
        f"http://localhost:{port}/_stcore/upload_file/session/file", b"words", {"Cookie": cookie}, method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request, timeout=START_S)
    with raised.value as refused:
        return refused.code, refused.read().decode()
