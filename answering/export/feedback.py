"""A user's verdict on an answer, as an item of the evaluation: see docs/evaluation.md, "Your own suite"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.protocols import Snapshot
from domain.values import Answer, Citation, Verdict
from text.sentences import sentences_of

ANSWERED = "cited-answers/clapnq.jsonl"
UNANSWERED = "refusals/clapnq.jsonl"
UNPLACED = "unplaced.jsonl"  # questions that the articles answer, the user says, but not where
AROUND = 10  # sentences kept on either side of those quoted: what else might have been chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item, and the suite's file that it belongs to."""

    file: str
    item: dict[str, Any]


def judged(
    snapshot: Snapshot, answer: Answer, verdict: Verdict, *, reason: str = "", answering: int | None = None
) -> Judged:
    """Return the item of a verdict; it claims no more than the user said: of a bad answer, that the words shown do not
    answer. ``answering`` is the number of the nearest words that do answer, where a refusal is called wrong.
    """
    shown = answer.citations or answer.nearest
    wrongly_refused = answer.kind != "answer" and verdict == "bad"
    title = shown[0].article.source.title if shown else ""
    quotes = [citation.quote for citation in shown]
    chosen = [place for place, one in enumerate(shown) if wrongly_refused and one.number == answering]
    if answer.kind == "answer" and verdict == "good":
        quotes, chosen = _around(snapshot, answer.citations)
    item = {
        "question": answer.read_as or answer.question,
        "title": title,
        "sentences": quotes,
        "chosen": chosen,
        "answer": "",
        "verdict": verdict,
        "reason": reason,
    }
    return Judged(file=ANSWERED if chosen else UNPLACED if wrongly_refused else UNANSWERED, item=item)


def _around(snapshot: Snapshot, citations: Sequence[Citation]) -> tuple[list[str], list[int]]:
    first = citations[0].article.id
    everything = sentences_of(snapshot.article(first))
    spans = [(one.start or 0, one.end or 0) for one in citations if one.article.id == first]
    quoted = [one.index for one in everything if any(start < one.end and one.start < end for start, end in spans)]
    begin = max(0, min(quoted, default=0) - AROUND)
    shown = everything[begin : max(quoted, default=0) + AROUND + 1]
    return [sentence.text for sentence in shown], [index - begin for index in quoted]
