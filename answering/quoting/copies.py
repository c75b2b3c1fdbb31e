"""Where else the words of an answer stand: syndicated copies, which are no further sources."""

from dataclasses import replace

from answering.phrases import Phrases
from domain.protocols import Snapshot
from domain.values import Answer, Citation

NAMED = 3
"""So many others are named; of more, their number."""


def with_copies(answer: Answer, snapshot: Snapshot, phrases: Phrases) -> Answer:
    """Return the answer with each citation's other outlets, and a foot that counts what is independent."""
    citations = tuple(_with_others(citation, snapshot) for citation in answer.citations)
    nearest = tuple(_with_others(citation, snapshot) for citation in answer.nearest)
    others = list(dict.fromkeys(name for citation in citations for name in citation.also))
    if not others or not answer.foot:
        return replace(answer, citations=citations, nearest=nearest)
    stories = snapshot.stories()
    sources = len({stories.get(citation.article.id, citation.article.id) for citation in citations})
    counted = phrases("foot.sources.one") if sources == 1 else phrases("foot.sources.many", count=sources)
    parts = [answer.foot, phrases("foot.also", names=also_in(phrases, others)), counted]
    return replace(answer, citations=citations, nearest=nearest, foot=" · ".join(parts))


def also_in(phrases: Phrases, names: list[str]) -> str:
    """Return "The Paper, The Herald and 2 more"."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return phrases("foot.also_more", names=", ".join(names[:NAMED]), count=len(names) - NAMED)


def _with_others(citation: Citation, snapshot: Snapshot) -> Citation:
    own = citation.article.source.outlet
    names = [source.outlet or source.title for source in snapshot.copies(citation.article.id)]
    return replace(citation, also=tuple(name for name in dict.fromkeys(names) if name != own))
