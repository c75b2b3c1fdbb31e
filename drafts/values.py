"""Findings about a draft, and the report that holds them."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from domain.values import EVERYTHING, Article, Scope

ItemType = Literal["quotation", "statement"]
DecidedBy = Literal["code", "reader", "model"]
LeftAloneKind = Literal["short", "title"]


class Outcome(StrEnum):
    """What was found about a quotation or a statement; the value is what ``--json`` prints."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"
    SUPPORTED = "supported"
    DIFFERS = "differs"
    NO_STATEMENT = "no_statement"
    NOT_CHECKED = "not_checked"


FOUND = frozenset(Outcome) - {Outcome.NOT_FOUND, Outcome.NO_STATEMENT, Outcome.NOT_CHECKED}
"""Outcomes that rest on words of articles; the evidence of others comes but nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of an article: ``article.text[start:end]``."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Note:
    """Why an item has its outcome: the name of a phrase of ``prompts/check.md``, and the words that fill it.

    ``words`` are those of the draft, or left out of it, ``other`` those of the article.
    """

    name: str
    words: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One quotation or statement of a draft, ``text[start:end]`` in code points, and what was found about it.

    ``speaker_checked``: True if the draft and the article both name who says it, False if the draft does and the
    article leaves it open, None where there was nothing to compare. ``score`` lies between 0 and 1: the share of words
    that agree, of a statement the probability that it is supported. ``subject`` is all of the draft that the finding
    depends on: where another draft has the same, the same is found in the same state of the library.
    """

    id: str
    start: int
    end: int
    type: ItemType
    outcome: Outcome
    decided_by: DecidedBy
    score: float
    evidence: tuple[Evidence, ...] = ()
    speaker_checked: bool | None = None
    notes: tuple[Note, ...] = ()
    subject: Hashable = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """Words in quotation marks that are no quotation to check: fewer than four, or a title."""

    start: int
    end: int
    kind: LeftAloneKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in a draft, in its order.

    ``generation`` is the state of the library that all of it was compared with, ``scope`` the articles of it.
    """

    text: str
    generation: int
    findings: tuple[Finding, ...]
    scope: Scope = EVERYTHING
    left_alone: tuple[LeftAlone, ...] = ()

    @property
    def articles(self) -> dict[str, Article]:
        """The articles of all evidence, by id."""
        return {one.article.id: one.article for finding in self.findings for one in finding.evidence}
