"""What the program says and what it sends to a language model, read from prompts/ and checked when it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from domain.errors import PromptError

PLACEHOLDERS = frozenset(
    "articles asked author checked count day end example label language model name names number other outlet piece "
    "since sources speaker start title topic until version when when_plain who words".split()
)
_HEADING = re.compile(r"^## +(\S+)[ \t]*$", re.MULTILINE)


class Phrases:
    """The phrases of one or more files, by name."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)

    def __call__(self, name: str, /, **values: object) -> str:
        """Return the phrase with its placeholders filled; raises PromptError if there is no such phrase or value."""
        try:
            return self._phrases[name].format(**values)
        except KeyError as error:
            raise PromptError(
                f"The phrase {name} is missing in prompts/, or lacks a value: {error}.", hint="Restore prompts/."
            ) from error

    def names(self) -> frozenset[str]:
        """Return the names of all phrases."""
        return frozenset(self._phrases)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The parts of one file that is sent to a model, by their headings."""

    parts: Mapping[str, str]

    def __call__(self, part: str, /, **values: object) -> str:
        """Return a part with its placeholders filled."""
        return self.parts[part].format(**values)


Wanted = Mapping[str, str]  # the parts of a prompt by their headings, each with the placeholders that it must have
ANSWER: Wanted = {
    "system": "fence cannot_tell",
    "excerpt": "fence number title who when_plain text",
    "question": "excerpts question",
}
CHOOSE: Wanted = {
    "system": "fence",
    "article": "fence title who when_plain sentences",
    "question": "fence articles question",
    "again": "",
}
JUDGE: Wanted = {"system": "fence", "question": "fence sentences statement"}
REWRITE: Wanted = {"system": "fence", "turn": "question answer", "question": "fence turns question"}


def counted(phrases: Phrases, name: str, count: int) -> str:
    """Return the phrase for one, or for many of them."""
    return phrases(f"{name}.one") if count == 1 else phrases(f"{name}.many", count=count)


def load_phrases(folder: Path, *files: str) -> Phrases:
    """Read phrases from Markdown files: a heading ``## name``, the phrase below.

    Raises PromptError: a placeholder that the program never fills, or a phrase given twice.
    """
    phrases: dict[str, str] = {}
    for name in files:
        for key, body in _parts_of(folder / name):
            if key in phrases:
                raise PromptError(f"prompts/{name} gives the phrase {key} twice.", hint="Remove one of them.")
            phrases[key] = " ".join(body.split())
            if unknown := sorted(_placeholders(name, key, phrases[key]) - PLACEHOLDERS):
                known = ", ".join(sorted(PLACEHOLDERS))
                raise PromptError(f"prompts/{name}, {key}: nothing fills {{{unknown[0]}}}.", hint=f"Known: {known}.")
    return Phrases(phrases)


def load_prompt(file: Path, wanted: Wanted) -> Prompt:
    """Read the parts of a prompt: a heading ``## name``, the text below.

    Raises PromptError: a part must have all of its placeholders and no other; a prompt that has lost its question is an
    error at once.
    """
    found = _parts_of(file)
    parts = {name: body.strip() for name, body in found}
    if parts.keys() != wanted.keys() or len(parts) != len(found):
        raise PromptError(
            f"prompts/{file.name} has other parts than are sent.", hint=f"It needs, once each: {', '.join(wanted)}."
        )
    for part, names in wanted.items():
        if _placeholders(file.name, part, parts[part]) != set(names.split()):
            needed = ", ".join(f"{{{name}}}" for name in sorted(names.split()))
            message = f"prompts/{file.name}, {part}: other placeholders than are filled."
            raise PromptError(message, hint=f"It needs {needed}.")
    return Prompt(parts)


def _parts_of(file: Path) -> list[tuple[str, str]]:
    """Return each heading ``## name`` of a file of prompts/ with the text below it, in order."""
    try:
        pieces = _HEADING.split(file.read_text("utf-8"))[1:]
    except OSError as error:
        raise PromptError(f"prompts/{file.name} cannot be read.", hint="Restore the folder prompts/.") from error
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _placeholders(file: str, name: str, text: str) -> set[str]:
    try:
        return {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise PromptError(f"prompts/{file}, {name}: {error}.", hint="Check the braces.") from error
