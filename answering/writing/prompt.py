"""What is sent to a model, read from prompts/ and checked when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from answering.phrases import parts_of, placeholders_of
from domain.errors import PromptError


@dataclass(frozen=True, slots=True)
class Prompt:
    """The parts of one file, by their headings."""

    parts: Mapping[str, str]

    def __call__(self, part: str, /, **values: object) -> str:
        """Return a part with its placeholders filled."""
        return self.parts[part].format(**values)


ANSWER: Mapping[str, frozenset[str]] = {
    "system": frozenset(["fence", "cannot_tell"]),
    "excerpt": frozenset(["fence", "number", "title", "who", "when_plain", "text"]),
    "question": frozenset(["excerpts", "question"]),
}
"""The parts of prompts/answer.md, each with the placeholders that it must have."""
CHOOSE: Mapping[str, frozenset[str]] = {
    "system": frozenset(["fence"]),
    "article": frozenset(["fence", "title", "who", "when_plain", "sentences"]),
    "question": frozenset(["fence", "articles", "question"]),
    "again": frozenset(),
}
REWRITE: Mapping[str, frozenset[str]] = {
    "system": frozenset(["fence"]),
    "turn": frozenset(["question", "answer"]),
    "question": frozenset(["fence", "turns", "question"]),
}


def load_prompt(file: Path, wanted: Mapping[str, frozenset[str]]) -> Prompt:
    """Read the parts of a prompt: a heading ``## name``, the text below. Raises PromptError.

    A part must have all of its placeholders and no other: a prompt that has lost its question is an error at once.
    """
    found = parts_of(file)
    parts = {name: body.strip() for name, body in found}
    if parts.keys() != wanted.keys() or len(parts) != len(found):
        raise PromptError(
            f"prompts/{file.name} has other parts than are sent.", hint=f"It needs, once each: {', '.join(wanted)}."
        )
    for name, placeholders in wanted.items():
        _check(file.name, name, parts[name], placeholders)
    return Prompt(parts)


def _check(file: str, part: str, text: str, placeholders: frozenset[str]) -> None:
    if placeholders_of(file, part, text) != placeholders:
        needed = ", ".join(f"{{{name}}}" for name in sorted(placeholders))
        raise PromptError(f"prompts/{file}, {part}: other placeholders than are filled.", hint=f"It needs {needed}.")
