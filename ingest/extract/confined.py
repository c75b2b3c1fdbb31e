"""Holds itself to a parser's limits and becomes another program: no file written, no network, so much memory."""

import os
import sys

from ingest.extract.sandboxed import leave_network, limit


def command(program: list[str], max_memory: int) -> list[str]:
    """Return the command that runs a program within the limits, from the project's folder on the module path."""
    return [sys.executable, "-P", "-m", "ingest.extract.confined", str(max_memory), *program]


if __name__ == "__main__":
    leave_network()
    limit(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
