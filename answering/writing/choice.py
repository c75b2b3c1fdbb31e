"""One choice of sentences by a language model, and what is done where it cannot read all, or its reply is unusable."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.phrases import Phrases, Prompt
from answering.quoting.candidates import Candidate, Considered
from answering.writing.excerpts import Offered, offer
from answering.writing.reply import choice_schema, chosen_numbers, said
from answering.writing.requests import Requests
from domain.errors import ContextOverflow
from domain.values import Message

_MOST_CHARS = 2_000  # a choice has some twenty characters: a reply of so many, without its thoughts, is none
_QUOTED_CHARS = 300  # so much of an unusable reply stands in the second request


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sentences that a model chose, best first; empty if none answers, None if no reply was usable.

    ``reply`` is its last one, ``offered`` counts the sentences that it was given, ``dropped`` its numbers of no
    sentence; ``halved``: it could not read all, and was given half.
    """

    sentences: tuple[Candidate, ...] | None
    reply: str
    offered: int
    dropped: int
    halved: bool


def choose_sentences(
    requests: Requests,
    prompt: Prompt,
    phrases: Phrases,
    question: str,
    considered: Considered,
    *,
    fence: str,
    max_tokens: int,
) -> Choice:
    """Have the model choose of as many sentences as a prompt of ``max_tokens`` holds; of half where it cannot read all,
    and once more after an unusable reply.

    Raises ModelError; ContextOverflow if not one sentence fits.
    """

    def build(limit: int) -> tuple[Offered, Sequence[Message]]:
        offered = offer(prompt, phrases, question, considered, fence=fence, max_tokens=limit)
        if not offered.sentences:
            raise ContextOverflow(
                "Not one sentence of the articles fits what a model may be given.",
                hint="Set DATELINE_MODEL_PROMPT_TOKENS higher, or ask a shorter question.",
            )
        return offered, offered.messages

    offered, reply, halved = requests.fitting(
        build, max_tokens, most_chars=_MOST_CHARS, schema=lambda one: choice_schema(len(one.sentences))
    )
    chosen = chosen_numbers(reply, len(offered.sentences))
    if chosen is None and not requests.stopped():
        unusable = Message("assistant", said(reply).strip()[:_QUOTED_CHARS] or "…")
        again = [*offered.messages, unusable, Message("user", prompt("again"))]
        reply, _ = requests(again, most_chars=_MOST_CHARS)
        chosen = chosen_numbers(reply, len(offered.sentences))
    return Choice(
        sentences=tuple(offered.sentences[number - 1] for number in chosen.numbers) if chosen else None,
        reply=reply,
        offered=len(offered.sentences),
        dropped=chosen.dropped if chosen else 0,
        halved=halved,
    )
