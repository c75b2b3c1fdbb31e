"""What is sent to a model, read from prompts/ and checked when it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from domain.errors import PromptError

_HEADING = re.compile(r"^## +(\S+)\s*$", re.MULTILINE)


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
REWRITE: Mapping[str, frozenset[str]] = {
    "system": frozenset(["fence"]),
    "turn": frozenset(["question", "answer"]),
    "question": frozenset(["fence", "turns", "question"]),
}


def load_prompt(file: Path, wanted: Mapping[str, frozenset[str]]) -> Prompt:
    """Read the parts of a prompt: a heading ``## name``, the text below. Raises PromptError.

    A part must have all of its placeholders and no other: a prompt that has lost its question is an error at once.
    """
    try:
        pieces = _HEADING.split(file.read_text("utf-8"))[1:]
    except OSError as error:
        raise PromptError(f"prompts/{file.name} cannot be read.", hint="Restore the folder prompts/.") from error
    parts = {name: body.strip() for name, body in zip(pieces[::2], pieces[1::2], strict=True)}
    if parts.keys() != wanted.keys() or len(parts) != len(pieces) // 2:
        raise PromptError(
            f"prompts/{file.name} has other parts than are sent.", hint=f"It needs, once each: {', '.join(wanted)}."
        )
    for name, placeholders in wanted.items():
        _check(file.name, name, parts[name], placeholders)
    return Prompt(parts)


def _check(file: str, part: str, text: str, placeholders: frozenset[str]) -> None:
    try:
        found = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise PromptError(f"prompts/{file}, {part}: {error}.", hint="Check the braces.") from error
    if found != placeholders:
        needed = ", ".join(f"{{{name}}}" for name in sorted(placeholders))
        raise PromptError(f"prompts/{file}, {part}: other placeholders than are filled.", hint=f"It needs {needed}.")
