"""What a model is given to read, as much as fits: excerpts to write from, numbered sentences to choose from."""

import math
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from answering.checking.evidence import Excerpt
from answering.phrases import Phrases, Prompt
from answering.quoting.attribution import named
from answering.quoting.candidates import Candidate, Considered
from answering.quoting.composing import Decided
from answering.quoting.reading import quotable, rank
from answering.writing.reply import UNSEEN
from domain.values import Article, Message
from text.sentences import Sentence, sentences_of

_ASCII_CHARS = 3.5  # characters of English a token, on the safe side: the usual tokenizers make 4 to 4.5 of news
_FEW_PER_OTHER = 0.25  # tokens a character outside ASCII at least: alphabets that a tokenizer knows take so few
_READ_SHARE = 0.6  # of the estimated tokens a model that reads everything reports at least so many
_HEADER_TOKENS = 60  # what stands around an excerpt: the fence twice, number, title, outlet, date
_NUMBER_TOKENS = 4  # what stands in front of a sentence, and the end of its line
_BESIDE = 1  # sentences beside one that answers, for what "it" and "he" are
_PLAIN = str.maketrans("[]<>{}【】", "()‹›()()")
"""Signs that could be taken for a mark, or for the control words of a model, and what stands for them."""
_SPACES = re.compile(r"[ \t\r\f\v]+")


def tokens(text: str, *, per_other: float = 1.0) -> int:
    """Return about how many tokens a text is, rather too many: a character outside ASCII counts as one."""
    other = sum(ord(character) > 127 for character in text)
    return math.ceil((len(text) - other) / _ASCII_CHARS + per_other * other)


def is_cut(sent: str, input_tokens: int) -> bool:
    """Return whether a server that counted ``input_tokens`` cannot have read all of ``sent``; False for a count of 0.

    An Ollama leaves out what does not fit its context, and says nothing but the number of tokens that it read.
    """
    return 0 < input_tokens < _READ_SHARE * tokens(sent, per_other=_FEW_PER_OTHER)


def printed(text: str) -> str:
    """Return an article's words as they are shown to a model: nothing unseen, no sign that a model could take for more
    than words. What is cited is cut from the article itself.
    """
    return _SPACES.sub(" ", UNSEEN.sub("", text).translate(_PLAIN)).strip()


def fill(decided: Decided, budget_tokens: int) -> list[Excerpt]:
    """Return excerpts within the budget, numbered from 1: the sentences that answer and those beside them, then what
    else was read, best first. Articles come in the order of their best sentence, excerpts in the order of the article.
    """
    articles: dict[str, Article] = {}
    taken: dict[str, set[int]] = {}
    left = budget_tokens
    for article, sentence in _in_order(decided):
        own = taken.get(article.id, set())
        cost = tokens(sentence.text) + (0 if {sentence.index - 1, sentence.index + 1} & own else _HEADER_TOKENS)
        if cost <= left and sentence.index not in own:
            left -= cost
            articles[article.id] = article
            taken.setdefault(article.id, set()).add(sentence.index)
    runs = [(articles[name], *run) for name, indices in taken.items() for run in _runs(articles[name], indices)]
    return [
        Excerpt(number=number, article=article, start=start, end=end)
        for number, (article, start, end) in enumerate(runs, start=1)
    ]


def _in_order(decided: Decided) -> Iterator[tuple[Article, Sentence]]:
    quotes = [*decided.quotes[:1], *([decided.rival] if decided.rival else []), *decided.quotes[1:]]
    for quote in quotes:
        index = quote.sentence.index
        for sentence in quote.everything[max(0, index - _BESIDE) : index + _BESIDE + 1]:
            yield quote.article, sentence
    best = (decided.considered.candidates[place] for place in rank(decided.considered.scores))
    yield from ((one.article, one.sentence) for one in best if not one.sentence.heading)


def _runs(article: Article, indices: set[int]) -> list[tuple[int, int]]:
    everything = sentences_of(article)
    runs: list[tuple[int, int]] = []
    for index in sorted(indices):
        if runs and all(between.heading for between in everything[runs[-1][1] + 1 : index]):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return [(everything[first].start, everything[last].end) for first, last in runs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Sentences under the numbers 1, 2, 3, …, and what is sent with them."""

    sentences: tuple[Candidate, ...]
    messages: tuple[Message, ...]


def offer(
    prompt: Prompt, phrases: Phrases, question: str, considered: Considered, *, fence: str, max_tokens: int
) -> Offered:
    """Return as many of the best sentences as fit a prompt of ``max_tokens`` by our estimate, none if none fits.

    Articles come in the order of their best sentence, sentences in the order of their article: one line each, so that
    no sentence can begin a line, and with it a number, of its own.
    """
    system = prompt("system", fence=fence)
    left = max_tokens - tokens(system) - tokens(prompt("question", fence=fence, articles="", question=question))
    taken: dict[str, dict[int, Candidate]] = {}
    heads: dict[str, str] = {}
    kept = set(quotable(considered.candidates))
    for one in (considered.candidates[place] for place in rank(considered.scores) if place in kept):
        name = one.article.id
        if name not in heads:
            values = {key: one_line(value) for key, value in named(phrases, one.article.source).items()}
            heads[name] = prompt("article", fence=fence, **values, sentences="")
        cost = tokens(one_line(one.sentence.text)) + _NUMBER_TOKENS + (0 if name in taken else tokens(heads[name]))
        if cost <= left and one.sentence.index not in taken.get(name, {}):
            left -= cost
            taken.setdefault(name, {})[one.sentence.index] = one
    offered: list[Candidate] = []
    articles = []
    for name, own in taken.items():
        lines = []
        for _, one in sorted(own.items()):
            offered.append(one)
            lines.append(f"{len(offered)}: {one_line(one.sentence.text)}")
        articles.append(heads[name] + "\n".join(lines))
    text = prompt("question", fence=fence, articles="\n".join(articles), question=question)
    return Offered(sentences=tuple(offered), messages=(Message("system", system), Message("user", text)))


def one_line(text: str) -> str:
    """Return words as they stand in a line of a prompt."""
    return " ".join(printed(text).split())


def new_fence() -> str:
    """Return a line that no article can foresee, for around what a model must not obey."""
    return f"===={secrets.token_hex(8)}===="
