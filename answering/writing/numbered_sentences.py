"""Numbered sentences that a model chooses from: the best that the bundled reader read, grouped by article."""

from dataclasses import dataclass

from answering.context import Considered
from answering.phrases import Phrases
from answering.quoting.attribution import when_plain, who
from answering.quoting.candidates import Candidate
from answering.quoting.reading import quotable, rank
from answering.writing.budget import tokens
from answering.writing.excerpts import printed
from answering.writing.prompt import Prompt
from domain.values import Article, Message

_NUMBER_TOKENS = 4
"""What stands in front of a sentence, and the end of its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Sentences under the numbers 1, 2, 3, …, and what is sent with them."""

    sentences: tuple[Candidate, ...]
    messages: tuple[Message, ...]

    @property
    def text(self) -> str:
        """All that is sent, as one text."""
        return "\n".join(message.text for message in self.messages)


def offer(
    prompt: Prompt, phrases: Phrases, question: str, considered: Considered, *, fence: str, max_tokens: int
) -> Offered:
    """Return as many of the best sentences as fit a prompt of ``max_tokens`` by our estimate, none if none fits.

    Articles come in the order of their best sentence, sentences in the order of their article: one line each, so that
    no sentence can begin a line, and with it a number, of its own.
    """
    system = prompt("system", fence=fence)
    left = max_tokens - tokens(system) - tokens(prompt("question", fence=fence, articles="", question=question))
    taken: dict[str, list[Candidate]] = {}
    heads: dict[str, str] = {}
    kept = set(quotable(considered.candidates))
    for one in (considered.candidates[i] for i in rank(considered.scores) if i in kept):
        name = one.article.id
        if name not in heads:
            heads[name] = _head(prompt, phrases, one.article, fence)
        own = taken.get(name, [])
        cost = tokens(_line(one)) + _NUMBER_TOKENS + (0 if own else tokens(heads[name]))
        if cost <= left and all(one.sentence.index != other.sentence.index for other in own):
            left -= cost
            taken.setdefault(name, []).append(one)
    sentences = [one for own in taken.values() for one in sorted(own, key=lambda one: one.sentence.index)]
    lines: dict[str, list[str]] = {}
    for number, one in enumerate(sentences, start=1):
        lines.setdefault(one.article.id, []).append(f"{number}: {_line(one)}")
    articles = "\n".join(heads[name] + "\n".join(own) for name, own in lines.items())
    text = prompt("question", fence=fence, articles=articles, question=question)
    return Offered(sentences=tuple(sentences), messages=(Message("system", system), Message("user", text)))


def _head(prompt: Prompt, phrases: Phrases, article: Article, fence: str) -> str:
    source = article.source
    return prompt(
        "article",
        fence=fence,
        title=_one_line(source.title),
        who=_one_line(who(phrases, source)),
        when_plain=_one_line(when_plain(phrases, source)),
        sentences="",
    )


def _line(one: Candidate) -> str:
    return _one_line(one.sentence.text)


def _one_line(text: str) -> str:
    return " ".join(printed(text).split())
