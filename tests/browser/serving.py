"""The real program behind a real page: a library of the tests' own, `python -m ingest`, `streamlit run app.py`."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluation.benchmark.running import free_port

ROOT = Path(__file__).parents[2]
START_S = 120


def environment(library: Path, **more: str) -> dict[str, str]:
    own = {"DATELINE_LIBRARY": str(library), "DATELINE_OLLAMA_URL": "", "PYTHONUNBUFFERED": "1"}
    return os.environ | own | more


def ingest(library: Path, *arguments: Path | str) -> None:
    """Take articles in, or care for the library, the way the reader does on the command line."""
    command = [sys.executable, "-m", "ingest", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment(library), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def serve(library: Path, log: Path, listen: str = "localhost", **more: str) -> Iterator[str]:
    """Yield the address of a page over ``library``; its process is ended at the end, and its log kept."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", listen]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(library, **more), stdout=out, stderr=out)
        try:
            address = f"http://localhost:{port}"
            wait_for(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=START_S)


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"The page did not start within {START_S} s:\n{log.read_text(encoding='utf-8')}")
