"""Requests to a language model for one answer: stopped when the user wants, their tokens added up."""

from collections.abc import Callable, Mapping, Sequence

from answering.writing.model_errors import too_slow
from answering.writing.streaming import flowing
from domain.protocols import ChatModel
from domain.values import Message, Usage


class Requests:
    """Sends requests to a model, one after the other."""

    def __init__(self, model: ChatModel, *, patience_s: float, stopped: Callable[[], bool]) -> None:
        self.model = model.name
        self.stopped = stopped
        self._chat = model
        self._patience_s = patience_s
        self._reported: list[Usage] = []

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        enough: Callable[[str], bool],
        progress: Callable[[str], None] | None = None,
        schema: Mapping[str, object] | None = None,
    ) -> tuple[str, Usage]:
        """Return a reply, and the tokens of this request.

        Args:
            messages: what is sent.
            enough: whether the reply so far is as long as it may become; then the request ends.
            progress: called with the reply so far each time that it has grown.
            schema: of the object that is wanted, see ``ChatModel``.

        Raises:
            ModelError: the model failed, or said nothing for longer than the patience.
        """
        before, reply = self._total(), ""
        pieces = flowing(
            self._chat.stream(messages, schema=schema, on_usage=self._reported.append),
            patience_s=self._patience_s,
            stopped=self.stopped,
            too_slow=lambda: too_slow(self.model),
        )
        for piece in pieces:
            reply += piece
            if progress:
                progress(reply)
            if enough(reply):
                break
        after = self._total()
        return reply, Usage(
            input_tokens=after.input_tokens - before.input_tokens,
            output_tokens=after.output_tokens - before.output_tokens,
        )

    def take_usage(self) -> Usage:
        """Return the tokens of all requests since this was last called."""
        total = self._total()
        self._reported.clear()
        return total

    def _total(self) -> Usage:
        return sum(self._reported, Usage())
