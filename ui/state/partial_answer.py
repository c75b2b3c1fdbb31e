"""An answer that a language model is writing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from domain.values import Answer

KEEP_EVERY_S = 2.0


@dataclass(slots=True)
class Draft:
    """What may be shown of an answer on its way, and whether the user has stopped it.

    The thread that answers writes ``text`` and ``part`` and reads ``stopped``.
    """

    text: str = ""
    stopped: bool = False
    part: tuple[int, int] | None = None
    """The part of many articles that is being read, from 1, and how many parts there are."""
    keep: Callable[[str], None] | None = None
    """Called with what is written so far, from the first words on, every few seconds: it outlives a crash."""
    _keep_from: float = 0.0

    def show_text(self, text: str) -> None:
        """Set what may be shown by now."""
        self.text = text
        if self.keep and text and monotonic() >= self._keep_from:
            self.keep(text)
            self._keep_from = monotonic() + KEEP_EVERY_S

    def note_part(self, number: int, count: int) -> None:
        """Set which part of many articles is being read."""
        self.part = (number, count)

    def stop(self) -> None:
        """Stop the answer; what is written stays."""
        self.stopped = True


def chose(answers: Sequence[Answer]) -> bool:
    """Return whether a model was to choose the quotes of the last answer that was looked up."""
    looked_up = [part for answer in answers for part in (answer.parts or (answer,)) if part.trace is not None]
    return bool(looked_up) and looked_up[-1].mode == "choose"


def chosen(answers: Sequence[Answer], otherwise: str | None) -> str | None:
    """Return the model that wrote the last answer that was looked up, None if that was quoted; ``otherwise`` if none
    was looked up, or the model that wrote it is not known by its full name.
    """
    looked_up = [part for answer in answers for part in (answer.parts or (answer,)) if part.trace is not None]
    if not looked_up:
        return otherwise
    written = looked_up[-1].written
    if written is None:
        return None
    return written.model if ":" in written.model else otherwise
