"""What an article says in the place of a few words of a statement: with those instead, the statement is supported."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.values import Reason, ReasonKind
from drafts.tokens import Tokens
from text.grammar_words import is_negation
from text.numbers import amounts
from text.word_forms import stem

MAX_REPLACED = 3
"""Words of either wording that are exchanged at once."""
MAX_TRIED = 12
"""Exchanges that are judged, of one statement."""
ENOUGH, GAIN = 0.8, 0.4
"""The least probability that a statement is supported after an exchange, and the least rise of it."""

Support = Callable[[str], float]
"""Returns the probability, 0 to 1, that a text is supported by the sentences at hand."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Words of a statement, those of an article in their place, and the statement with these."""

    words: str
    other: str
    statement: str


def find_exchange(
    statement: str,
    sentences: Sequence[str],
    reasons: Sequence[Reason],
    support: Support,
    *,
    probability: float,
) -> Exchange | None:
    """Return the exchange of a few words that makes a statement supported, if there is one.

    Args:
        statement: a statement that is not supported.
        sentences: those of articles that come nearest.
        reasons: what the statement names and these do not have.
        support: judges an exchange by the same sentences.
        probability: that the statement itself is supported.
    """
    named = [one for reason in reasons if reason.detail for one in _amounts(statement, reason, sentences)]
    tried = named or ([] if _has_exact(reasons) else list(_wordings(statement, sentences)))
    judged = [(support(one.statement), one) for one in tried[:MAX_TRIED]]
    better = sorted((pair for pair in judged if pair[0] >= probability + GAIN), key=lambda pair: -pair[0])
    if not better or better[0][0] < ENOUGH or (named and len(better) > 1):
        return None  # of several numbers that would do, none is known to be the one in the place of the other
    return better[0][1]


def _has_exact(reasons: Sequence[Reason]) -> bool:
    """Whether code has found a name, number or date that the evidence does not have."""
    return any(reason.detail for reason in reasons)


def _amounts(statement: str, reason: Reason, sentences: Sequence[str]) -> Iterator[Exchange]:
    """Yield exchanges of a number for another of its kind in the sentences, each once."""
    units = {one.unit for one in amounts(statement) if one.words == reason.detail}
    if reason.kind is not ReasonKind.NUMBER:
        return
    own = {one.words for one in amounts(statement)}
    others = (one.words for sentence in sentences for one in amounts(sentence) if {one.unit, ""} & units)
    for other in dict.fromkeys(others):
        at = _place_of(reason.detail, statement)
        if other not in own and at is not None:
            yield Exchange(reason.detail, other, f"{statement[:at]}{other}{statement[at + len(reason.detail) :]}")


def _place_of(number: str, statement: str) -> int | None:
    """Return where a number begins in a statement, not within another one ("5" in "2015" or "1.5")."""
    at = statement.find(number)
    while at != -1:
        before, behind = statement[:at][-1:], statement[at + len(number) :][:1]
        if not (before.isalnum() or behind.isalnum() or (before in (".", ",") and statement[: at - 1][-1:].isdigit())):
            return at
        at = statement.find(number, at + 1)
    return None


def _wordings(statement: str, sentences: Sequence[str]) -> Iterator[Exchange]:
    """Yield exchanges of a few words where a sentence has the same words before and behind them."""
    mine = Tokens(statement)
    own = [stem(token.casefold()) for token in mine.exact]
    for sentence in sentences:
        theirs = Tokens(sentence)
        other = [stem(token.casefold()) for token in theirs.exact]
        for kind, first, last, start, end in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
            if kind == "equal" or max(last - first, end - start) > MAX_REPLACED or not first or last == len(own):
                continue
            if not _is_telling(mine.exact[first:last], theirs.exact[start:end]):
                continue
            before = int(first == last or start == end)  # what is only in one of them is shown with the word before it
            begins, ends = mine.starts[first - before], mine.ends[last - 1]
            words = sentence[theirs.starts[start - before] : theirs.ends[end - 1]]
            yield Exchange(statement[begins:ends], words, f"{statement[:begins]}{words}{statement[ends:]}")


def _is_telling(own: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one wording stands in the place of another, names for names, or one of them denies.

    What one of them merely adds says little.
    """
    if any(map(is_negation, [*own, *other])):
        return True
    names = [[token[0].isupper() or token[0].isdigit() for token in side] for side in (own, other)]
    of_a_kind = all(map(all, names)) or not any(map(any, names))
    return of_a_kind and all(any(token[0].isalnum() for token in side) for side in (own, other))
