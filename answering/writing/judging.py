"""Statements judged by a language model, against sentences of articles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from answering.phrases import Prompt
from answering.writing.excerpts import new_fence, one_line
from answering.writing.reply import said
from answering.writing.requests import Requests
from domain.protocols import ChatModel
from domain.values import Message

ModelVerdict = Literal["supported", "contradicted", "open"]
VERDICTS: tuple[ModelVerdict, ...] = get_args(ModelVerdict)
SCHEMA = {
    "title": "verdict",
    "description": "Whether the sentences say what the statement says.",
    "type": "object",
    "properties": {"verdict": {"type": "string", "enum": list(VERDICTS)}},
    "required": ["verdict"],
    "additionalProperties": False,
}
_MOST_CHARS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelJudge:
    """Asks a model whether sentences support a statement, one request each."""

    model: ChatModel
    prompt: Prompt
    patience_s: float

    def __call__(self, statement: str, sentences: Sequence[str]) -> ModelVerdict:
        """Return the model's verdict; "open" too for a reply that cannot be read. Raises ModelError.

        Args:
            statement: one statement.
            sentences: what it may rest on.
        """
        fence = new_fence()
        lines = "\n".join(one_line(sentence) for sentence in sentences)
        asked = self.prompt("question", fence=fence, sentences=lines, statement=one_line(statement))
        messages = [Message("system", self.prompt("system", fence=fence)), Message("user", asked)]
        requests = Requests(self.model, patience_s=self.patience_s, stopped=None)
        reply, _ = requests(messages, most_chars=_MOST_CHARS, schema=SCHEMA)
        return _verdict(said(reply))


def _verdict(reply: str) -> ModelVerdict:
    """Return the verdict of the one JSON object in a reply."""
    start, end = reply.find("{"), reply.rfind("}") + 1
    try:
        value = json.loads(reply[start:end])
    except ValueError:
        return "open"
    verdict = value.get("verdict") if isinstance(value, dict) else None
    return cast("ModelVerdict", verdict) if verdict in VERDICTS else "open"
