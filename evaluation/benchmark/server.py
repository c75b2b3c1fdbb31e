"""Servers of one's own for as long as a block lasts, on free ports of this machine alone: Chroma, and HAProxy."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import DatelineError
from evaluation.benchmark.running import ROOT, free_port

_HOST, _HEARTBEAT = "127.0.0.1", "/api/v2/heartbeat"
_PATIENCE_S, _STEP_S = 60, 0.05
_TRIES = 3
"""A port that was free may be taken before the server has it."""


class ServerFailed(DatelineError):
    """A server is missing, or did not come up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChromaServer:
    """Where it is, and the number of its process."""

    url: str
    process: int


@contextmanager
def chroma_server(folder: Path, *, port: int | None = None) -> Iterator[ChromaServer]:
    """A server that answers and keeps its vectors in ``folder``, on a free port if none is given; killed behind the
    block. Raises ServerFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    for _ in range(_TRIES):
        at = port or free_port()
        process = _started(folder, log, at)
        try:
            if _is_up(process, at):
                yield ChromaServer(url=f"http://{_HOST}:{at}", process=process.pid)
                return
        finally:
            _kill(process)
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise ServerFailed("The Chroma server did not start.", hint=f"Its last words: {''.join(last)}")


@contextmanager
def haproxy(*ports: int, at: int | None = None, configuration: Path | None = None) -> Iterator[str]:
    """Run HAProxy, as deploy/haproxy.cfg sets it up, in front of two pages on these ports; yield its address.

    Args:
        ports: of the pages.
        at: the port that HAProxy listens on; None: any free one.
        configuration: another file than deploy/haproxy.cfg.
    """
    program = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise ServerFailed(
            "HAProxy is missing.", hint="On Debian and Ubuntu: apt-get install haproxy (.ci/run does it)."
        )
    listen = f"127.0.0.1:{at or free_port()}"
    addresses = {f"HAPROXY_PAGE{place}": f"127.0.0.1:{port}" for place, port in enumerate(ports, 1)}
    running = subprocess.Popen(
        [program, "-db", "-q", "-f", str(configuration or ROOT / "deploy" / "haproxy.cfg")],
        env={**os.environ, **addresses, "HAPROXY_LISTEN": listen},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://{listen}/"
    finally:
        running.kill()
        running.wait()


def _started(folder: Path, log: Path, port: int) -> "subprocess.Popen[bytes]":
    program = str(Path(sys.executable).parent / "chroma")
    command = [program, "run", "--path", str(folder), "--host", _HOST, "--port", str(port)]
    quiet = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with log.open("wb") as words:  # its own group, so that nothing of it is left
        return subprocess.Popen(command, cwd=folder, env=quiet, stdout=words, stderr=words, start_new_session=True)


def _is_up(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until it answers; False if it ends first or takes too long."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        asking = http.client.HTTPConnection(_HOST, port, timeout=5)
        with contextlib.closing(asking), contextlib.suppress(OSError, http.client.HTTPException):
            asking.request("GET", _HEARTBEAT)
            if asking.getresponse().status == http.client.OK:
                return True
        time.sleep(_STEP_S)
    return False


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
