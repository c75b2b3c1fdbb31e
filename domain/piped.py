"""A command whose output goes to another one, which may stop reading (`… | head`)."""

import os
import sys
from collections.abc import Callable


def while_read(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; it ends without a word, with 1, once nobody reads what it prints."""
    try:
        try:
            return command()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more when it ends
        return 1
