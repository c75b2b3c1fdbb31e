"""How the time of a call grows with the length of its text: the one thing that tests measure in seconds."""

import gc
import re
import re._parser as parser
from collections.abc import Callable, Iterator
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
_EACH = " \n\t\r-–—=#`.,:;!?'\"’()[]{}<>/\\|&%@$*_+~0aAé中\u00ad\u200b\u202e"


def seconds(call: Callable[[str], object], text: str, *, best_of: int) -> float:
    """Return the processor time of this thread for one call, the best of several.

    As with timeit, without the garbage collector, whose share grows with all objects that there are.
    """
    taken = []
    collects = gc.isenabled()
    gc.disable()
    try:
        for _ in range(best_of):
            before = thread_time()
            call(text)
            taken.append(thread_time() - before)
    finally:
        if collects:
            gc.enable()
    return min(taken)


def growth(call: Callable[[str], object], made: Callable[[int], str]) -> float:
    """Return how many times as long a call takes for ``TIMES`` as much text.

    Args:
        call: what is measured; it must keep nothing from one call to the next.
        made: makes a text of about as many characters as it is asked for.

    Returns:
        The ratio; 0.0 for calls that are too quick to be measured at any length that matters.
    """
    n = N
    longer_s = seconds(call, made(TIMES * n), best_of=1)
    if longer_s < NEGLIGIBLE_S:
        return 0.0
    while longer_s < MEASURABLE_S and TIMES * n < LONGEST:
        n *= 2
        longer_s = seconds(call, made(TIMES * n), best_of=1)
    if longer_s < MEASURABLE_S:
        return 0.0
    if longer_s > 100 * MEASURABLE_S:  # no need to wait for that five times
        return longer_s / seconds(call, made(n), best_of=1)
    return seconds(call, made(TIMES * n), best_of=5) / seconds(call, made(n), best_of=5)


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
                for branch in argument[1]:
                    yield from _parts(branch)
            case "SUBPATTERN":
                yield from _parts(argument[3])
            case "ATOMIC_GROUP":
                yield from _parts(argument)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _parts(argument[2])
