"""A reader's verdict on an answer, as an item of the evaluation: see docs/evaluation.md, "Your own suite"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.protocols import Snapshot
from domain.values import Answer, Citation, Verdict
from text.sentences import sentences

ANSWERED = "cited-answers/clapnq.jsonl"
UNANSWERED = "refusals/clapnq.jsonl"
UNPLACED = "unplaced.jsonl"
"""Questions that the articles answer, the reader says, but not where."""
AROUND = 10
"""Sentences kept on either side of those quoted: what else might have been chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item, and the suite's file that it belongs to."""

    file: str
    item: dict[str, Any]


def judged(
    snapshot: Snapshot, answer: Answer, verdict: Verdict, *, reason: str = "", answering: int | None = None
) -> Judged:
    """Return the item of a verdict. ``answering`` is the number of the nearest words that do answer, where the reader
    says that a refusal is wrong.

    It claims no more than the reader said: of a bad answer, that the words shown do not answer.
    """
    passage = _passage(snapshot, answer, verdict, answering)
    item = {
        "question": answer.read_as or answer.question,
        "title": passage.title,
        "sentences": list(passage.sentences),
        "chosen": list(passage.chosen),
        "answer": "",
        "verdict": verdict,
        "reason": reason,
    }
    answered = bool(passage.chosen)
    wrongly_refused = answer.kind != "answer" and verdict == "bad"
    return Judged(file=ANSWERED if answered else UNPLACED if wrongly_refused else UNANSWERED, item=item)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    title: str
    sentences: Sequence[str]
    chosen: Sequence[int] = ()


def _passage(snapshot: Snapshot, answer: Answer, verdict: Verdict, answering: int | None) -> _Passage:
    if answer.kind == "answer" and verdict == "good":
        return _around(snapshot, answer.citations)
    shown = answer.citations or answer.nearest
    right = answer.kind != "answer" and verdict == "bad"
    return _Passage(
        title=shown[0].article.source.title if shown else "",
        sentences=[citation.quote for citation in shown],
        chosen=[place for place, citation in enumerate(shown) if right and citation.number == answering],
    )


def _around(snapshot: Snapshot, citations: Sequence[Citation]) -> _Passage:
    """The sentences of the first article quoted around its quotes, and the places of those quoted among them."""
    first = citations[0].article
    everything = sentences(snapshot.article(first.id).text)
    spans = [(one.start or 0, one.end or 0) for one in citations if one.article.id == first.id]
    quoted = [
        sentence.index
        for sentence in everything
        if any(start < sentence.end and sentence.start < end for start, end in spans)
    ]
    begin = max(0, min(quoted, default=0) - AROUND)
    shown = everything[begin : max(quoted, default=0) + AROUND + 1]
    return _Passage(
        title=first.source.title,
        sentences=[sentence.text for sentence in shown],
        chosen=[index - begin for index in quoted],
    )
