"""The commands ``dateline run | ingest | work | ask | check | serve | mcp | doctor | prepare``."""

import argparse
import os
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import settings
from assembly import build
from dateline.__main__ import ROOT
from dateline.__main__ import __file__ as program
from domain.errors import DatelineError
from services.prepare import prepare

MODULES = {
    "ingest": ("ingest",),
    "doctor": ("ingest", "--doctor"),
    "work": ("ingest", "--work"),
    "ask": ("answering",),
    "check": ("answering.checking",),
    "serve": ("server",),
    "mcp": ("server", "--stdio"),
}
"""The module that does a command's work, and what it is started with."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 something failed and was named, 2 wrong use."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault(f"{settings.PREFIX}LIBRARY", str(default_library()))
    if options.command == "run":
        return _run_page(options.rest)
    if options.command == "prepare":
        return _prepare()
    module, *first = MODULES[options.command]
    sys.argv = [f"dateline {options.command}", *first, *options.rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)  # ends the program with its exit code
    return 0


def default_library() -> Path:
    """Return the library that is used unless one is named: in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("dateline", appauthor=False) / "library"


def streamlit_flags(config: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield Streamlit's settings as command-line flags, which outrank every file and variable of the user's."""
    for name, value in config.items():
        if isinstance(value, dict):
            yield from streamlit_flags(value, f"{prefix}{name}.")
        else:
            yield f"--{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def _run_page(arguments: Sequence[str]) -> int:
    options = _page_parser().parse_args(arguments)
    if options.library:
        os.environ[f"{settings.PREFIX}LIBRARY"] = str(options.library)
    if _prepare(samples=True):
        return 1
    from streamlit.web import cli

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    config["server"] |= {"address": options.host, "port": options.port}
    cli.main(["run", str(ROOT / "app.py"), *streamlit_flags(config)], prog_name="streamlit")
    return 0


def _prepare(*, samples: bool = False) -> int:
    try:
        loaded = settings.load()
        prepare(loaded, on_progress=lambda step: print(step, file=sys.stderr, flush=True))
        if samples:
            _take_in_samples(loaded)
    except DatelineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _take_in_samples(loaded: settings.Settings) -> None:
    """Take the sample articles into a new library, once; a start that broke off in between is taken up again.

    Raises:
        DatelineError: the library cannot be read or written, or a sample was not taken in.
    """
    begun, done = loaded.library / ".samples-begun", loaded.library / ".samples-done"
    if done.is_file():
        return
    services = build(loaded)
    try:
        is_empty = not services.library.entries()
        if is_empty or begun.is_file():
            print("Taking in the sample articles", file=sys.stderr, flush=True)
            begun.touch()
            command = [sys.executable, "-P", program, "ingest", str(ROOT / "articles")]
            if subprocess.run(command, check=False).returncode:
                raise DatelineError("The sample articles were not taken in.", hint="See above; then start again.")
            begun.unlink()
        done.touch()
    except OSError as error:
        raise DatelineError(
            f"The library {loaded.library} cannot be written: {error.strerror}.",
            hint="Name another folder with --library.",
        ) from error
    finally:
        services.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline",
        description="Answer questions about news articles with exact quotes. Commands: run opens the page; ingest takes"
        " articles in, lists and removes them; work does what pages of the same library are asked for; ask answers one"
        " question; check compares a draft with the articles;"
        " serve offers the library to other programs, mcp to a language model's client; doctor examines the library;"
        " prepare only makes the files of the models, as run does.",
        epilog="dateline COMMAND --help says what a command takes.",
    )
    parser.add_argument("command", choices=["run", *MODULES, "prepare"], metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="what the command takes")
    return parser


def _page_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline run", description="Open the page, for this machine only.")
    parser.add_argument("--port", type=int, default=8501, help="default: 8501")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on, default: 127.0.0.1; others need DATELINE_SHARED"
    )
    parser.add_argument("--library", type=Path, metavar="DIR", help=f"folder of the library, default: {_library()}")
    return parser


def _library() -> str:
    return os.environ.get(f"{settings.PREFIX}LIBRARY", "in the user's data folder")
