"""How a question was looked up, kept with its answer."""

from answering.context import Considered
from answering.quoting.reading import rank
from domain.protocols import Snapshot
from domain.values import Trace, TracedSentence

TRACED = 10
"""Places kept of each ranking."""


def traced(snapshot: Snapshot, considered: Considered, threshold: float) -> Trace:
    """Return the first places of each ranking, the best sentences, and the evidence against the threshold."""
    rankings = {name: ranking[:TRACED] for name, ranking in considered.result.rankings.items()}
    named = dict.fromkeys(place.partition("#")[0] for ranking in rankings.values() for place, _ in ranking)
    return Trace(
        evidence=considered.evidence,
        threshold=threshold,
        missing=tuple(considered.missing),
        rankings=rankings,
        titles={article_id: source.title for article_id, source in snapshot.sources(list(named)).items()},
        sentences=tuple(_sentence(considered, i) for i in rank(considered.scores)[:TRACED]),
    )


def _sentence(considered: Considered, place: int) -> TracedSentence:
    located = considered.candidates[place]
    return TracedSentence(
        article=located.article.id,
        start=located.sentence.start,
        end=located.sentence.end,
        text=located.sentence.text,
        score=float(considered.scores[place]),
    )
