"""The last step of a look-up: from what was decided to an answer. Quoting and writing are two ways of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from answering.context import Considered
from answering.quoting.quote import Quote
from domain.values import Answer, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A question that the articles answer.

    ``quotes`` are the sentences that answer it, lead sentence first; ``rival`` is one of another article that gives
    another number. ``whose`` is what a refusal begins with ("Your articles"). ``refusal`` is what is said where nobody
    but the bundled reader decides and finds no answer; None if it finds one.
    """

    question: str
    considered: Considered
    quotes: tuple[Quote, ...]
    rival: Quote | None
    whose: str
    refusal: Answer | None = None


class Composer(Protocol):
    """Reads a question that leans on the conversation, and composes the answer of one that the articles answer."""

    @property
    def refuses_itself(self) -> bool:
        """Whether it decides by itself that the articles hold no answer: then weak evidence does not refuse before."""
        ...

    def read(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Return the question as it stands by itself; None: it is read with those before it."""
        ...

    def __call__(self, decided: Decided) -> Answer:
        """Return the answer, every quote with its exact place."""
        ...
