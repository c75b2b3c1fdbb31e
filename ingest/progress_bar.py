"""A progress bar on standard error, if that is a terminal."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Self


class Bar:
    """Shows how far longer work has come. Its parts may each count from nought; ``done`` leads them on."""

    def __init__(self) -> None:
        self.done = 0
        self._bar: Any = None

    def show(self, done: int, total: int, what: str) -> None:
        """Show ``done`` of ``total``."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(file=sys.stderr, leave=False, dynamic_ncols=True)
        self._bar.total = total
        self._bar.n = done
        self._bar.set_description_str(what[:40], refresh=False)
        self._bar.refresh()

    def part(self, total: int) -> Callable[[int, int, str], None]:
        """Return a function that shows the progress of one part of ``total``."""
        before = self.done
        return lambda done, _, what: self.show(before + done, total, what)

    def clear(self) -> None:
        """Make room for a line on standard output."""
        if self._bar is not None:
            self._bar.clear()

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
