"""Which sentences are quoted beside the core: how many, how far behind it, and what they must add."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.quoting.asked import asked
from answering.quoting.candidates import Located
from answering.quoting.features import Floats, is_question
from answering.quoting.offered import new_things
from text.word_forms import stems

SINGLE = frozenset({"number", "time", "person", "place", "country", "state"})
"""Kinds of question that one fact answers."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be quoted: a further sentence scores at most ``below`` less than the best one; all fit the limits.

    ``adds``: it must name something of the kind asked for that the core does not.
    """

    below: float
    sentences: int
    words: int
    adds: bool = False


FACT = Room(below=1.5, sentences=4, words=70, adds=True)
OPEN = Room(below=2.0, sentences=4, words=100)
SHORT = Room(below=5.0, sentences=3, words=150)
"""One fact needs few words; a reason or a description may need more; of a short text people use three sentences of
seven (ClapNQ). On news-search the median answer stays below 60 words."""
ELSEWHERE = 0.75
"""What sentences of other articles may score below the best one: each is about something of its own."""
_SHORT_TEXT = 12
_SAME_WORDS = 0.8


def room_for(question: str, core: Located) -> Room:
    """Return the room of an answer."""
    if len(core.everything) <= _SHORT_TEXT:
        return SHORT
    return FACT if asked(question) in SINGLE else OPEN


def further(
    question: str, core: Located, candidates: Sequence[Located], scores: Floats, order: Sequence[int]
) -> list[Located]:
    """Return the sentences to quote beside the core, best first: nearly as good, and not the same again.

    ``order`` holds the indices of ``candidates`` to choose from by falling score, its first one the best.
    """
    room = room_for(question, core)
    chosen, told = [core], new_things(core.sentence.text, question)
    left = room.words - len(core.sentence.text.split())
    for i in order:
        located, length = candidates[i], len(candidates[i].sentence.text.split())
        below = room.below if located.article.id == core.article.id else min(room.below, ELSEWHERE)
        if len(chosen) == room.sentences or length > left or scores[i] < scores[order[0]] - below:
            continue
        added = new_things(located.sentence.text, question) - told
        if (room.adds and not added) or _unfit(located, core) or _repeats(located, chosen):
            continue
        chosen.append(located)
        told |= added
        left -= length
    return chosen[1:]


def _unfit(located: Located, core: Located) -> bool:
    """Whether it cannot stand beside the core: a printed question, a heading, a row of another list than the core's."""
    one = located.sentence
    foreign = one.under is not None and (located.article.id, one.under) != (core.article.id, core.sentence.under)
    return is_question(one.text) or one.heading or foreign


def _repeats(located: Located, chosen: Sequence[Located]) -> bool:
    own = stems(located.sentence.text)
    return any(
        len(own & stems(other.sentence.text)) >= _SAME_WORDS * min(len(own), len(stems(other.sentence.text)))
        for other in chosen
    )
