"""Warnings at quotes from an article that was withdrawn, or replaced, where it was published."""

from collections.abc import Mapping
from dataclasses import replace

from domain.dates import spelled
from domain.values import Answer, Citation, Standing


def standing_text(standing: Standing) -> str:
    """Describe a standing, as "another text has stood at its address since 3 November 2025"; "" if nothing is known."""
    said = [
        f"withdrawn; its address says: “{standing.withdrawn}”" if standing.withdrawn else "",
        f"another text has stood at its address since {spelled(standing.replaced)}" if standing.replaced else "",
    ]
    return "; ".join(filter(None, said))


def with_standings(answer: Answer, standings: Mapping[str, Standing]) -> Answer:
    """Return a stored answer with the present standings of the articles that it cites.

    Args:
        answer: as it was stored.
        standings: by article id; an article that is left out has the default one.
    """
    cited = (*answer.citations, *answer.nearest)
    stale = any(one.article.standing != standings.get(one.article.id, Standing()) for one in cited)
    if not stale and not answer.parts:
        return answer
    return replace(
        answer,
        citations=tuple(_with_standing(one, standings) for one in answer.citations),
        nearest=tuple(_with_standing(one, standings) for one in answer.nearest),
        parts=tuple(with_standings(part, standings) for part in answer.parts),
    )


def _with_standing(citation: Citation, standings: Mapping[str, Standing]) -> Citation:
    standing = standings.get(citation.article.id, Standing())
    return replace(citation, article=replace(citation.article, standing=standing))
