"""A working stand-in for a language model, shipped with the protocol and held to the same contract tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from answering.writing.excerpts import tokens
from domain.errors import ModelError
from domain.values import Message, Usage

Reply = str | ModelError | Callable[[Sequence[Message]], str]
"""What a scripted model says: a text, an error, or a text made of what it is asked."""


class ScriptedModel:
    """A ChatModel that says what it was told to say, one reply after the other, the last one again and again.

    ``asked`` keeps what it was asked. Replies come in pieces of ``chars`` characters; an error comes in the place of
    the first piece, or behind ``spoken``.
    """

    def __init__(self, *replies: Reply, name: str = "scripted", chars: int = 7, spoken: str = "") -> None:
        self.name = name
        self.asked: list[tuple[Message, ...]] = []
        self._replies = replies
        self._chars = chars
        self._spoken = spoken

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,  # noqa: ARG002
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        """As the protocol says; the usage is what we estimate."""
        reply = self._replies[min(len(self.asked), len(self._replies) - 1)]
        self.asked.append(tuple(messages))
        if isinstance(reply, ModelError):
            yield from self._pieces(self._spoken)
            raise reply
        text = reply if isinstance(reply, str) else reply(messages)
        yield from self._pieces(text)
        if on_usage:
            asked = sum(tokens(message.text) for message in messages)
            on_usage(Usage(input_tokens=asked, output_tokens=tokens(text)))

    def _pieces(self, text: str) -> Iterator[str]:
        for start in range(0, len(text), self._chars):
            yield text[start : start + self._chars]
