"""What tests of commands share: a command is run here, and what it printed is returned."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Main = Callable[[Sequence[str]], int]


def run(main: Main, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return the command's code and what it printed to standard output and error."""
    code = main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()


def as_json(main: Main, capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Return what the command printed as JSON, if that is all it printed."""
    code, out, err = run(main, capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    printed: dict[str, Any] = json.loads(out)
    return printed
