"""Run a command whose output may be piped into a program that stops reading (``… | head``)."""

import os
import sys
from collections.abc import Callable


def while_read(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; 1, without a traceback, if the reader of its output has gone."""
    try:
        try:
            return command()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more when it ends
        return 1
