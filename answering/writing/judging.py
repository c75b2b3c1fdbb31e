"""Statements judged by a language model, against sentences of articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from answering.phrases import Prompt
from answering.writing.excerpts import new_fence, one_line
from answering.writing.reply import json_values, said
from answering.writing.requests import Requests
from domain.protocols import ChatModel
from domain.values import Message

ModelVerdict = Literal["supported", "contradicted", "open"]
VERDICTS: tuple[ModelVerdict, ...] = get_args(ModelVerdict)
_KEY = "verdict"
SCHEMA = {
    "title": _KEY,
    "description": "Whether the sentences say what the statement says.",
    "type": "object",
    "properties": {_KEY: {"type": "string", "enum": list(VERDICTS)}},
    "required": [_KEY],
    "additionalProperties": False,
}
_MOST_CHARS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelJudge:
    """Asks a model whether sentences support a statement, one request each."""

    model: ChatModel
    prompt: Prompt
    patience_s: float

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.model.name

    def __call__(
        self, statement: str, sentences: Sequence[str], *, stopped: Callable[[], bool] | None = None
    ) -> ModelVerdict:
        """Return the model's verdict; "open" too for a reply without one, or with several that differ.

        Args:
            statement: one statement.
            sentences: what it may rest on.
            stopped: the request ends as soon as this returns True; the verdict is "open" then.

        Raises:
            ModelError: the model failed.
        """
        fence = new_fence()
        lines = "\n".join(one_line(sentence) for sentence in sentences)
        asked = self.prompt("question", fence=fence, sentences=lines, statement=one_line(statement))
        messages = [Message("system", self.prompt("system", fence=fence)), Message("user", asked)]
        requests = Requests(self.model, patience_s=self.patience_s, stopped=stopped)
        reply, _ = requests(messages, most_chars=_MOST_CHARS, schema=SCHEMA)
        verdicts = list(json_values(said(reply), _KEY))
        return next((one for one in VERDICTS if verdicts and all(verdict == one for verdict in verdicts)), "open")
