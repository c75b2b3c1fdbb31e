"""What is held against a written statement."""

from dataclasses import dataclass

from domain.values import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The sentences that carry a statement, and what may be read with them.

    ``context`` is what stands just before those that lean on it; ``printed`` all that the excerpts and their articles'
    sources say, where a name may be known from.
    """

    sentences: tuple[str, ...]
    context: str
    printed: str
    articles: tuple[Article, ...]

    @property
    def text(self) -> str:
        """The carrying sentences as one text."""
        return " ".join(self.sentences)
