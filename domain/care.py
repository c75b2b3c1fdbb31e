"""What an examination of the library finds, and the protocol between who examines and what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["fine", "mended", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``detail`` says what was found, and for ``wrong`` what to do."""

    check: str
    state: State
    detail: str


class Checkup(Protocol):
    """What only the store can tell of itself, and mend."""

    def damage(self) -> list[str]:
        """What is wrong with the file itself, a line each."""
        ...

    def without_vectors(self) -> list[str]:
        """Ids of articles with a passage whose vector is not kept."""
        ...

    def misread(self) -> list[str]:
        """Ids of articles whose passages are not the text from its beginning to its end."""
        ...

    def keywords_differ(self) -> bool:
        """Whether the keyword indexes do not hold what the articles and passages are."""
        ...

    def remake_keywords(self) -> None:
        """Make the keyword indexes anew."""
        ...

    def unlabelled(self) -> list[str]:
        """Ids of articles that were never compared with others for the same story."""
        ...

    def label(self, article_id: str, story: str, bands: Sequence[int]) -> None:
        """Keep which story an article tells and what it is recognised by."""
        ...
