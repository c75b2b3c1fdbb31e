"""Findings of the doctor (``python -m ingest --doctor``), and the protocol of the checks that the store makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["fine", "mended", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one check. ``detail`` says what was found, and for ``wrong`` what to do."""

    check: str
    state: State
    detail: str


class Checkup(Protocol):
    """Checks and repairs of the library's own data."""

    def damage(self) -> list[str]:
        """Return what is wrong with the file itself, a line each; empty if it is sound."""
        ...

    def without_vectors(self) -> list[str]:
        """Return the ids of articles with a passage whose vector is not stored."""
        ...

    def misread(self) -> list[str]:
        """Return the ids of articles whose passages do not cover the text without gap or overlap."""
        ...

    def keywords_differ(self) -> bool:
        """Return whether a keyword index is damaged or does not match the articles and passages."""
        ...

    def remake_keywords(self) -> None:
        """Rebuild the keyword indexes from the articles and passages."""
        ...

    def unlabelled(self) -> list[str]:
        """Return the ids of articles that have no near-duplicate group."""
        ...

    def label(self, article_id: str, story: str, bands: Sequence[int]) -> None:
        """Store the near-duplicate group of an article.

        Args:
            article_id: one that has been removed meanwhile is passed over.
            story: the group's label.
            bands: the MinHash bands by which near-duplicates of the article are found.
        """
        ...
