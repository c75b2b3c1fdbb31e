"""Language models to measure: any that the settings reach, and a scripted oracle that answers from the gold data."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from answering.writing.excerpts import one_line, tokens
from answering.writing.query_rewriting import MOST_SEARCHES, MOST_WORDS
from answering.writing.reply import CANNOT_TELL
from domain.errors import SettingError
from domain.language import words
from domain.values import Answer, Message, Usage
from evaluation.data import Row
from evaluation.figures import Figure, mean, median
from text.numbers import is_number
from text.sentences import sentences

ORACLE = "oracle"
_SENTENCE = re.compile(r"^(\d+): (.*)$", re.MULTILINE)
_EXCERPT = re.compile(r"^====\w+==== excerpt (\d+): .*\n((?:(?!====).*\n)*)", re.MULTILINE)
_MOST = 4  # sentences that a prompt asks for at most


@dataclass(slots=True)
class Oracle:
    """A ChatModel that chooses, or writes, the sentences of a prompt which the gold data name, and knows nothing else.

    ``error_rate`` is the share of questions, drawn by a fixed seed, to which it replies with one wrong sentence, or
    with none where that would be wrong. ``gold`` tells whether a sentence, as it is sent, answers the question being
    asked, and ``searches`` are what it writes where it is asked for searches; both are set before each question.
    ``shown`` holds the sentences of the last prompt.
    """

    error_rate: float = 0.0
    name: str = ORACLE
    gold: Callable[[str], bool] = field(default=lambda _: False)
    searches: tuple[str, ...] = ()
    shown: list[str] = field(default_factory=list)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,  # noqa: ARG002
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        """As the protocol says."""
        prompt = messages[-1].text
        writes = _EXCERPT.findall(prompt)
        lines = [(number, one.text) for number, text in writes for one in sentences(text)] or _SENTENCE.findall(prompt)
        reply = "\n".join(self.searches)
        if lines:
            self.shown = [one_line(text) for _, text in lines]
            chosen = self._chosen(random.Random(prompt.rpartition("\n")[2]))
            written = [f"{lines[place][1]} [{lines[place][0]}]" for place in chosen]
            numbers = [int(lines[place][0]) for place in chosen]
            reply = (" ".join(written) or CANNOT_TELL) if writes else json.dumps({"sentences": numbers})
        if on_usage:
            on_usage(Usage(input_tokens=sum(tokens(one.text) for one in messages), output_tokens=tokens(reply)))
        yield reply

    def _chosen(self, drawn: random.Random) -> list[int]:
        right = [place for place, text in enumerate(self.shown) if self.gold(text)]
        if drawn.random() < self.error_rate:
            wrong = [place for place in range(len(self.shown)) if place not in right]
            right = [] if right else wrong[:1]
        return right[:_MOST]


def asked_fields(answer: Answer, oracle: Oracle | None, seconds: float) -> Row:
    """Return what an item says of an answer for which a language model was asked: its tokens, seconds, reply and
    searches, and of the oracle whether it was shown a sentence that answers; nothing of an answer without a model.
    """
    if answer.written is None:
        return {}
    rewriting = answer.trace.rewriting if answer.trace else None
    return {
        "input_tokens": answer.written.usage.input_tokens,
        "output_tokens": answer.written.usage.output_tokens,
        "seconds": round(seconds, 3),
        "reply": answer.written.reply,
        "searches": list(rewriting.searches) if rewriting else [],
        **({"shown": any(map(oracle.gold, oracle.shown))} if oracle else {}),
    }


def asked_figures(items: Sequence[Row], right: Sequence[bool]) -> dict[str, Figure]:
    """Return the figures of ``asked_fields`` over answerable questions; none where no model was asked.

    Args:
        items: one a question.
        right: whether each was answered right.
    """
    made = {
        name: median([item[name] for item in items if name in item])
        for name in ("input_tokens", "output_tokens", "seconds")
        if any(name in item for item in items)
    }
    if seen := [(item, own) for item, own in zip(items, right, strict=True) if "shown" in item]:
        made["evidence_shown"] = mean([item["shown"] for item, _ in seen])
        made["right_if_shown"] = mean([own for item, own in seen if item["shown"]])
    return made


def searches_for(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the searches of a model that knows the sentences which answer: the words of each that carry meaning,
    without names and numbers, since a search may bring in none.
    """
    each = (
        [word.text for word in words(one) if word.content and word.text == word.text.lower() and not is_number(word)]
        for one in sentences
    )
    return tuple(dict.fromkeys(" ".join(own[:MOST_WORDS]) for own in each if own))[:MOST_SEARCHES]


def oracle_named(name: str) -> Oracle | None:
    """Return the oracle of a name such as "oracle" or "oracle:0.1" (its error rate); None for any other name.

    Raises:
        SettingError: an error rate that is no number from 0 to 1.
    """
    kind, _, rate = name.partition(":")
    if kind != ORACLE:
        return None
    try:
        share = float(rate or 0)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingError(f"{name} has no error rate from 0 to 1.", hint="Write --model oracle or --model oracle:0.1")
    return Oracle(error_rate=share, name=name)
