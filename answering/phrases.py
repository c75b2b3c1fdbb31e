"""Every sentence that the program says, read from prompts/ and checked when it is read."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from domain.errors import PromptError

PLACEHOLDERS = frozenset(
    "articles asked author checked count day end example label language model name names number other outlet piece "
    "since speaker start title topic until version when when_plain who words".split()
)
_HEADING = re.compile(r"^## +(\S+)\s*$", re.MULTILINE)


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


def counted(phrases: Phrases, name: str, count: int) -> str:
    """Return the phrase for one, or for many of them."""
    return phrases(f"{name}.one") if count == 1 else phrases(f"{name}.many", count=count)


def load_phrases(folder: Path, *files: str) -> Phrases:
    """Read phrases from Markdown files: a heading ``## name``, the phrase below. Raises PromptError.

    A placeholder that the program never fills, or a phrase given twice, is an error at once, not at the hundredth
    answer.
    """
    phrases: dict[str, str] = {}
    for name in files:
        for key, body in parts_of(folder / name):
            if key in phrases:
                raise PromptError(f"prompts/{name} gives the phrase {key} twice.", hint="Remove one of them.")
            phrases[key] = " ".join(body.split())
            _check(name, key, phrases[key])
    return Phrases(phrases)


def parts_of(file: Path) -> list[tuple[str, str]]:
    """Return each heading ``## name`` of a file of prompts/ with the text below it, in order. Raises PromptError."""
    try:
        pieces = _HEADING.split(file.read_text("utf-8"))[1:]
    except OSError as error:
        raise PromptError(f"prompts/{file.name} cannot be read.", hint="Restore the folder prompts/.") from error
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def placeholders_of(file: str, name: str, text: str) -> set[str]:
    """Return the names in braces of a part of a file. Raises PromptError for a brace without its other one."""
    try:
        return {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise PromptError(f"prompts/{file}, {name}: {error}.", hint="Check the braces.") from error


def _check(file: str, key: str, phrase: str) -> None:
    if unknown := sorted(placeholders_of(file, key, phrase) - PLACEHOLDERS):
        raise PromptError(
            f"prompts/{file}, {key}: nothing fills {{{unknown[0]}}}.", hint=f"Known: {', '.join(sorted(PLACEHOLDERS))}."
        )
