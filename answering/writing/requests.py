"""Requests to a language model for one answer: stopped by the user, not waited for too long, their tokens added up."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

from answering.writing.excerpts import is_cut
from answering.writing.model_errors import error_of
from answering.writing.reply import said
from domain.errors import ContextOverflow, ModelTooSlow
from domain.protocols import ChatModel
from domain.values import Message, Usage

_Sent = TypeVar("_Sent")
_MOST_THOUGHTS = 40_000  # characters of a reply with its thoughts
_LOOK_S = 0.05  # how often it is looked whether the user wants it stopped, while nothing comes


class Requests:
    """Sends requests to a model, one after the other."""

    def __init__(self, model: ChatModel, *, patience_s: float, stopped: Callable[[], bool] | None) -> None:
        self.model = model.name
        self.stopped = stopped or (lambda: False)
        self._chat = model
        self._patience_s = patience_s
        self._reported: list[Usage] = []

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        most_chars: int,
        progress: Callable[[str], None] | None = None,
        schema: Mapping[str, object] | None = None,
        limit_s: float | None = None,
    ) -> tuple[str, Usage]:
        """Return a reply, and the tokens of this request. ``schema`` is of the object that is wanted.

        A reply that is longer than ``most_chars``, thoughts left out, ends the request; ``progress`` is called with the
        reply so far. Raises ModelError: the model failed, said nothing for longer than the patience, or took longer
        than ``limit_s`` for all of it.
        """
        before, reply = len(self._reported), ""
        pieces = self._chat.stream(messages, schema=schema, on_usage=self._reported.append)
        for piece in self._flowing(pieces, limit_s):
            reply += piece
            if progress:
                progress(reply)
            if len(reply) > _MOST_THOUGHTS or (len(reply) > most_chars and len(said(reply)) > most_chars):
                break
        return reply, sum(self._reported[before:], Usage())

    def fitting(
        self,
        build: Callable[[int], tuple[_Sent, Sequence[Message]]],
        max_tokens: int,
        *,
        most_chars: int,
        progress: Callable[[str], None] | None = None,
        schema: Callable[[_Sent], Mapping[str, object]] | None = None,
    ) -> tuple[_Sent, str, bool]:
        """Send what ``build`` makes for a limit of tokens; for half of it where the server cannot, or did not, read
        all. ``schema`` makes of what is sent the schema of the object that is wanted.

        Returns:
            What was sent, as ``build`` returns it beside the messages; the reply; whether it was halved.
        """
        sent, messages = build(max_tokens)
        try:
            wanted = schema(sent) if schema else None
            reply, usage = self(messages, most_chars=most_chars, progress=progress, schema=wanted)
            if self.stopped() or not is_cut("\n".join(message.text for message in messages), usage.input_tokens):
                return sent, reply, False
        except ContextOverflow:
            pass  # the server says itself that it is too much
        try:
            sent, messages = build(max_tokens // 2)
        except ContextOverflow as error:  # nothing is left to send: it is the server that reads too little
            raise error_of(ContextOverflow, self.model) from error
        wanted = schema(sent) if schema else None
        reply, _ = self(messages, most_chars=most_chars, progress=progress, schema=wanted)
        return sent, reply, True

    def take_usage(self) -> Usage:
        """Return the tokens of all requests since this was last called."""
        total = sum(self._reported, Usage())
        self._reported.clear()
        return total

    def _flowing(self, pieces: Iterator[str], limit_s: float | None) -> Iterator[str]:
        """Yield the pieces as they come, from a thread of their own, until they end or the user stops them.

        Raises what the pieces raise, and ModelTooSlow when none has come for the patience, or they last longer than the
        limit. Whatever ends it, the pieces are closed, at the latest when the next one comes.
        """
        came: Queue[str | BaseException | None] = Queue()
        left = Event()
        Thread(target=_pump, args=(pieces, came, left), name="model", daemon=True).start()
        try:
            last = started = time.monotonic()
            while not self.stopped():
                if limit_s is not None and time.monotonic() - started > limit_s:
                    raise error_of(ModelTooSlow, self.model)
                try:
                    piece = came.get(timeout=_LOOK_S)
                except Empty:
                    if time.monotonic() - last > self._patience_s:
                        raise error_of(ModelTooSlow, self.model) from None
                    continue
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise piece
                last = time.monotonic()
                yield piece
        finally:
            left.set()


def _pump(pieces: Iterator[str], came: "Queue[str | BaseException | None]", left: Event) -> None:
    try:
        for piece in pieces:
            if left.is_set():
                break
            came.put(piece)
        came.put(None)
    except BaseException as error:  # it is raised where the pieces are read
        came.put(error)
    finally:
        if close := getattr(pieces, "close", None):
            close()
