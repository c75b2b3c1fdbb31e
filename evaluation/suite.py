"""What every suite offers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.data import Data, Row
from evaluation.figures import Figures
from evaluation.stock import Bench


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """``run`` asks the program and returns what it did; ``figures`` computes from such items and the data alone.

    ``files`` are needed, relative to the data folder; a folder that lacks one skips the suite. ``also`` names files and
    folders that the figures depend on besides (for the digest).
    """

    name: str
    files: tuple[str, ...]
    run: Callable[[Bench, Data], list[Row]]
    figures: Callable[[Sequence[Row], Data], Figures]
    also: tuple[str, ...] = ()

    def digest(self, data: Data) -> str:
        """Return the digest of the data that the figures were measured on."""
        return data.digest([*self.files, *self.also])
