"""The other side of sandbox.py: reads materials, a line of JSON each; answers with source and text or the error.

A line can also be a text from which all is derived that is kept with it, or ask whether this process has a network.
"""

import base64
import contextlib
import ctypes
import dataclasses
import json
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from domain.errors import PicturesOnly, SourceError
from domain.values import Material
from ingest.extract.formats import extract

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
"""CLONE_NEWNET and CLONE_NEWUSER of Linux."""


def serve(asked: BinaryIO, stated: BinaryIO, *, network: bool) -> None:
    """Answer until nobody asks any more; ``network``: this process has one."""
    for line in asked:
        fields = json.loads(line)
        answer = {"network": network} if "network" in fields else _answer(fields)
        stated.write(json.dumps(answer).encode() + b"\n")
        stated.flush()


def limit(max_memory: int) -> None:
    """Take no more memory than this and write no file, each where the system can hold a process to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = ((resource.RLIMIT_AS, max_memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0))
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def leave_network() -> bool:
    """Move this process to a network namespace of its own, with no way out of it; return whether the system has one.

    Linux has; without root it takes a user namespace too, which some systems forbid.
    """
    if not sys.platform.startswith("linux"):
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_NETWORK | _NEW_USER))


def _answer(fields: dict[str, Any]) -> dict[str, Any]:
    if "examine" in fields:
        from text.derived import derive

        return dataclasses.asdict(derive(fields["examine"]))
    material = Material(**{**fields, "data": base64.b64decode(fields["data"])})
    try:
        source, text = extract(material)
    except SourceError as error:
        return {"error": error.args[0], "hint": error.hint, "pictures": isinstance(error, PicturesOnly)}
    return {"source": dataclasses.asdict(source), "text": text}


if __name__ == "__main__":
    import trafilatura  # noqa: F401 - loaded before the limits, so that Python can keep what it has compiled

    sys.dont_write_bytecode = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this, with whom it ends
    alone = leave_network()  # before NumPy, which is loaded with text/ and starts threads: those cannot leave

    import text.derived  # noqa: F401 - before the limits too
    from text.word_frequency import TABLE, Table

    limit(int(sys.argv[1]))
    if sys.argv[2] and Table(Path(sys.argv[2])).is_kept():
        TABLE.keep_in(Path(sys.argv[2]))
    serve(sys.stdin.buffer, sys.stdout.buffer, network=not alone)
