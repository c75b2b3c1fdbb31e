"""Where else the words of an answer stand: syndicated copies, which are no further sources."""

from dataclasses import replace

from domain.protocols import Snapshot
from domain.values import Answer, Citation


def with_copies(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer with each citation's other outlets, and a footer that counts the independent sources."""
    citations = tuple(_with_others(citation, snapshot) for citation in answer.citations)
    nearest = tuple(_with_others(citation, snapshot) for citation in answer.nearest)
    footer = answer.footer
    others = tuple(dict.fromkeys(name for citation in citations for name in citation.also))
    if others and footer:
        stories = snapshot.stories()
        sources = len({stories.get(citation.article.id, citation.article.id) for citation in citations})
        footer = replace(footer, also=others, sources=sources)
    return replace(answer, citations=citations, nearest=nearest, footer=footer)


def _with_others(citation: Citation, snapshot: Snapshot) -> Citation:
    own = citation.article.source.outlet
    names = [source.outlet or source.title for source in snapshot.copies(citation.article.id)]
    return replace(citation, also=tuple(name for name in dict.fromkeys(names) if name != own))
