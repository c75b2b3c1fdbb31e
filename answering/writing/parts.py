"""Many articles read in parts: a model chooses sentences of each part, and the answer is made of what it chose."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from answering.phrases import Phrases, Prompt
from answering.quoting.candidates import Candidate
from answering.quoting.composing import Decided
from answering.quoting.reading import quotable, rank
from answering.writing.choice import choose_sentences
from answering.writing.requests import Requests
from domain.values import Written

ARTICLES_PER_PART = 3
OnPart = Callable[[int, int], None]
"""Called before a part is read, with its number from 1 and the number of parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a model chose of many articles: the sentences in its order, and the question with these alone, None if there
    are none.

    ``written`` has the last reply of each part, one a line, and counts the sentences that the model was given;
    ``halved`` and ``unusable``: in some part it could not read all, or the bundled reader chose.
    """

    candidates: tuple[Candidate, ...]
    decided: Decided | None
    written: Written


def choose_in_parts(
    requests: Requests,
    prompt: Prompt,
    phrases: Phrases,
    decided: Decided,
    *,
    fence: str,
    max_tokens: int,
    on_part: OnPart | None = None,
) -> Picked:
    """Have the model choose sentences of every three articles, one part after the other until the user stops it.

    Where no reply is usable, the best sentence of each article of that part counts, as the bundled reader ranks them.
    Raises ModelError.
    """
    articles = list(dict.fromkeys(one.article.id for one in decided.considered.candidates))
    parts = [articles[start : start + ARTICLES_PER_PART] for start in range(0, len(articles), ARTICLES_PER_PART)]
    picked: list[Candidate] = []
    written = Written(model=requests.model, reply="")
    for number, own in enumerate(parts, start=1):
        if requests.stopped():
            break
        if on_part:
            on_part(number, len(parts))
        considered = _only(decided, lambda one, own=own: one.article.id in own).considered  # type: ignore[misc]
        choice = choose_sentences(
            requests, prompt, phrases, decided.question, considered, fence=fence, max_tokens=max_tokens
        )
        unusable = choice.sentences is None and not requests.stopped()
        written = replace(
            written,
            reply=f"{written.reply}{choice.reply}\n",
            invented=written.invented + choice.dropped,
            sentences=written.sentences + choice.offered,
            halved=written.halved or choice.halved,
            unusable=written.unusable or unusable,
        )
        picked += choice.sentences or ()
        if unusable:
            places = set(quotable(considered.candidates))
            ranked = [considered.candidates[place] for place in rank(considered.scores) if place in places]
            picked += {one.article.id: one for one in reversed(ranked)}.values()
    kept = set(map(_place, picked))
    read = _only(decided, lambda one: _place(one) in kept)
    return Picked(
        candidates=tuple(picked),
        decided=read.quoting(read.considered.candidates, read.considered.scores) if kept else None,
        written=replace(written, stopped=requests.stopped(), usage=requests.take_usage()),
    )


def _only(decided: Decided, keep: Callable[[Candidate], bool]) -> Decided:
    considered = decided.considered
    places = [place for place, one in enumerate(considered.candidates) if keep(one)]
    candidates = [considered.candidates[place] for place in places]
    return replace(decided, considered=replace(considered, candidates=candidates, scores=considered.scores[places]))


def _place(one: Candidate) -> tuple[str, int]:
    return one.article.id, one.sentence.index
