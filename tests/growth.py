"""How the time of a call grows with the length of its text: the one thing that tests measure in seconds."""

import gc
import re
import re._parser as parser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from time import thread_time
from typing import Any

N = 1_000
TIMES = 4
LONGEST = 600_000
NEGLIGIBLE_S = 0.002
"""A call of quadratic cost takes longer than that for ``TIMES * N`` characters."""
MEASURABLE_S = 0.020
MOST_GROWTH = 6.0
"""For four times the text; that leaves room for what a machine does besides. What grows with the square takes 16."""
_CLEAR_GROWTH = 9.0
"""What grows that much in a few rounds is not measured again."""
_BELIEVED_S = 16 * MEASURABLE_S
_ROUNDS = 3
_MOST_ROUNDS = 8
_EACH = " \n\t\r-–—=#`.,:;!?'\"’()[]{}<>/\\|&%@$*_+~0aAé中\u00ad\u200b\u202e"

Call = Callable[[], object]


def seconds(call: Call, *, best_of: int = 1) -> float:
    """Return the processor time of this thread for one call, the best of several.

    As with timeit, without the garbage collector, whose share grows with all objects that there are.
    """
    taken = []
    with _without_collector():
        for _ in range(best_of):
            before = thread_time()
            call()
            taken.append(thread_time() - before)
    return min(taken)


def growth(call: Callable[[str], object], made: Callable[[int], str]) -> float:
    """Return how many times as long a call takes for ``TIMES`` as much text; see ``growth_of``.

    Args:
        call: what is measured; it must keep nothing from one call to the next.
        made: makes a text of about as many characters as it is asked for.
    """

    def prepare(length: int) -> Call:
        text = made(length)
        return lambda: call(text)

    return growth_of(prepare)


def growth_of(prepare: Callable[[int], Call], *, n: int = N, longest: int = LONGEST) -> float:
    """Return how many times as long a call takes for ``TIMES`` as much text.

    The longer and the shorter call take turns and the best of each counts, so what a machine does besides falls on
    both. A ratio above ``MOST_GROWTH`` is believed only if it stays in further rounds, and for calls that are long: the
    memory of a short one may fit in a cache, or be there already.

    Args:
        prepare: makes a call for about as many characters as it is asked for.
        n: characters of the shorter call, to begin with.
        longest: characters of the longer call up to which it is looked for one that is measurable.

    Returns:
        The ratio; 0.0 for calls that are too quick to be measured at any length that matters.
    """
    longer = prepare(TIMES * n)
    longer_s = seconds(longer)
    if longer_s < NEGLIGIBLE_S:
        return 0.0
    while longer_s < MEASURABLE_S and TIMES * n < longest:
        n *= 2 if longer_s > MEASURABLE_S / 3 else 4
        longer = prepare(TIMES * n)
        longer_s = seconds(longer)
    if longer_s < MEASURABLE_S:
        return 0.0
    while (ratio := _ratio(longer, longer_s, prepare(n))) > MOST_GROWTH and longer_s < _BELIEVED_S:
        n *= 2
        longer = prepare(TIMES * n)
        longer_s = seconds(longer)
    return ratio


def _ratio(longer: Call, longer_s: float, shorter: Call) -> float:
    """Return the time of the longer call, of which ``longer_s`` was measured already, by that of the shorter one."""
    shorter_s = seconds(shorter)
    rounds = _MOST_ROUNDS if longer_s >= _BELIEVED_S else _ROUNDS
    with _without_collector():
        for number in range(rounds):
            ratio = longer_s / shorter_s
            if ratio <= MOST_GROWTH or (ratio > _CLEAR_GROWTH and number >= _ROUNDS):
                break
            gc.collect()  # what earlier rounds left behind; all else is frozen
            longer_s = min(longer_s, seconds(longer))
            shorter_s = min(shorter_s, seconds(shorter, best_of=2))
    return longer_s / shorter_s


@contextmanager
def _without_collector() -> Iterator[None]:
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def pumped(pattern: str, flags: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield (prefix, piece, suffix): texts ``prefix + n * piece + suffix`` that may make the pattern try often.

    Pieces are single characters and what the pattern itself is made of; a prefix is a beginning of something that it
    matches, and a suffix breaks the match off.
    """
    tree = parser.parse(pattern, flags & ~re.DEBUG)
    sample = _sample(tree)
    letters = sorted(set(_letters(tree)))
    pieces = [*_EACH, *(one for one in letters if one not in _EACH)]
    parts = {part for part in _parts(tree) if 1 < len(part) <= 40}
    parts |= {part[:cut] for part in parts for cut in (2, 3, 5)}
    pieces += sorted(parts | {" " + part for part in parts} | {part + " " for part in parts} | {sample[:80]})
    pieces += [a + b for a, b in product(" \n0a", ".,:-?—") if a + b not in pieces]
    prefixes = sorted(
        {"", "a", sample[:1], sample[: len(sample) // 3], sample[: len(sample) // 2], sample[:-1], sample}
    )
    for prefix, piece in product(prefixes, pieces):
        if piece:
            yield prefix, piece, "\x01"


def _sample(tree: Any) -> str:
    """Return a text that the pattern matches, or nearly."""
    return "".join(_node(op, argument) for op, argument in tree)


def _node(op: Any, argument: Any) -> str:
    match str(op):
        case "LITERAL":
            return chr(argument)
        case "NOT_LITERAL":
            return "a" if argument != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _member(argument)
        case "BRANCH":
            return _sample(argument[1][0])
        case "SUBPATTERN":
            return _sample(argument[3])
        case "ATOMIC_GROUP":
            return _sample(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _sample(argument[2]) * max(1, min(int(argument[0]), 4))
    return ""


_CATEGORIES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "x"}


def _member(members: Any) -> str:
    if str(members[0][0]) == "NEGATE":
        excluded = "".join(chr(argument) for op, argument in members if str(op) == "LITERAL")
        digits = any("DIGIT" in str(argument) for op, argument in members if str(op) == "CATEGORY")
        words = any(str(argument) == "CATEGORY_WORD" for op, argument in members if str(op) == "CATEGORY")
        return next(one for one in ("-" if words and not digits else "a", "b", " ", "é") if one not in excluded)
    op, argument = members[0]
    if str(op) == "RANGE":
        return chr(argument[0])
    return chr(argument) if str(op) == "LITERAL" else _CATEGORIES.get(str(argument), "-")


def _letters(tree: Any) -> Iterator[str]:
    for op, argument in tree:
        match str(op):
            case "LITERAL":
                yield chr(argument)
            case "IN":
                yield _member(argument)
            case "BRANCH":
                for branch in argument[1]:
                    yield from _letters(branch)
            case "SUBPATTERN":
                yield from _letters(argument[3])
            case "ATOMIC_GROUP":
                yield from _letters(argument)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _letters(argument[2])


def _parts(tree: Any) -> Iterator[str]:
    """Yield a text for each group and repetition of the pattern, and for each of its alternatives."""
    yield _sample(tree)
    for op, argument in tree:
        match str(op):
            case "BRANCH":
                for branch in _different(argument[1]):
                    yield from _parts(branch)
            case "SUBPATTERN":
                yield from _parts(argument[3])
            case "ATOMIC_GROUP":
                yield from _parts(argument)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _parts(argument[2])


def _different(branches: Sequence[Any]) -> Sequence[Any]:
    """Return the alternatives that may behave differently: of words, those that begin or end another one, and some."""
    if not all(str(op) == "LITERAL" for branch in branches for op, _ in branch):
        return branches
    words = {_sample(branch): branch for branch in branches}
    by_length = sorted(words, key=len)
    some = {by_length[0], by_length[-1], *list(words)[:2], *list(words)[-2:]}
    return [
        branch
        for word, branch in words.items()
        if word in some or any(word != one and (one.startswith(word) or one.endswith(word)) for one in words)
    ]
