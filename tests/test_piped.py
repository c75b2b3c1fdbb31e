"""A command whose output nobody reads to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ("ingest", "--list"),
        ("ingest", "--list", "--json"),
        ("answering", "hello"),
        ("evaluation", "--help"),
    ],
    ids=" ".join,
)
def test_a_command_that_nobody_reads_any_more_ends_without_a_word(command: tuple[str, ...], tmp_path: Path) -> None:
    library = [] if "--help" in command else ["--library", str(tmp_path)]
    started = subprocess.Popen(
        [sys.executable, "-m", *command, *library],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": ""},  # as most readers have it
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    started.stdout.close()  # type: ignore[union-attr]
    _, said = started.communicate()

    assert (started.returncode, said) == (1, b"")
