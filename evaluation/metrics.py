"""What is measured of one question's result. Pure functions; ranks count from 1."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from math import log2

_NOT_KEPT = re.compile(r"[^\w%$.]|_|(?<!\d)\.|\.(?!\d)")
_ARTICLES = frozenset({"a", "an", "the"})
SHINGLE = 4


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], *, depth: int = 10) -> float:
    """Return 1 / rank of the first right one among the first ``depth``; 0 if there is none (Voorhees, TREC-8 1999)."""
    return next((1.0 / rank for rank, one in enumerate(ranked[:depth], start=1) if one in gold), 0.0)


def hit(ranked: Sequence[str], gold: Collection[str], *, depth: int) -> bool:
    """Whether a right one is among the first ``depth``."""
    return any(one in gold for one in ranked[:depth])


def recall(ranked: Sequence[str], gold: Collection[str], *, depth: int) -> float:
    """Return the share of the right ones that is among the first ``depth``; ``gold`` is not empty."""
    return len(set(ranked[:depth]) & set(gold)) / len(set(gold))


def average_precision(ranked: Sequence[str], gold: Collection[str]) -> float:
    """Return the mean, over all right ones, of the precision at their ranks; those not ranked count 0.

    Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, equation 8.8 (for one question).
    """
    found, total = 0, 0.0
    for rank, one in enumerate(ranked, start=1):
        if one in gold:
            found += 1
            total += found / rank
    return total / len(set(gold))


def ndcg(ranked: Sequence[str], gold: Collection[str], *, depth: int = 10) -> float:
    """Return the discounted gain, 1 / log2(rank + 1) for each right one, over the best possible.

    Järvelin and Kekäläinen, ACM TOIS 20 (2002), with gains of 0 and 1, as trec_eval computes it.
    """
    gained = sum(1.0 / log2(rank + 1) for rank, one in enumerate(ranked[:depth], start=1) if one in gold)
    return gained / sum(1.0 / log2(rank + 1) for rank in range(1, min(len(set(gold)), depth) + 1))


def ties_against(scores: Sequence[float], right: Sequence[bool]) -> tuple[list[str], set[str]]:
    """Return (ranking, right ones) of candidates named by their places; of equal scores the wrong ones come first."""
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], right[place]))
    return [str(place) for place in order], {str(place) for place, is_right in enumerate(right) if is_right}


def overlap(chosen: Collection[int], gold: Collection[int]) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean F1 of one question's chosen sentences; 0 where undefined."""
    both = len(set(chosen) & set(gold))
    precision = both / len(set(chosen)) if chosen else 0.0
    found = both / len(set(gold)) if gold else 0.0
    return precision, found, harmonic(precision, found)


def harmonic(precision: float, found: float) -> float:
    """Return the harmonic mean; 0 if both are 0."""
    return 2 * precision * found / (precision + found) if precision + found else 0.0


def plain(text: str) -> str:
    """Return the words of a text in lower case, a space around each.

    Letters, digits, %, $ and a point between digits are kept, all else parts words; a, an and the are dropped.
    Gives exactly the articles that news-search names in ``answer_in``, for 63 of 63 questions.
    """
    kept = _NOT_KEPT.sub(" ", text.lower()).split()
    return f" {' '.join(word for word in kept if word not in _ARTICLES)} "


def holds_answer(texts: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether each of the answer strings stands, as whole words, in at least one of the texts; False for no answers."""
    words = [plain(text) for text in texts]
    return bool(answers) and all(any(plain(answer) in text for text in words) for answer in answers)


def covers_half(quote: tuple[int, int], sentence: tuple[int, int]) -> bool:
    """Return whether at least half of a sentence's characters lie within a quote.

    Args:
        quote: ``(start, end)`` in code points, end excluded.
        sentence: the same, in the same text; not empty.
    """
    shared = min(quote[1], sentence[1]) - max(quote[0], sentence[0])
    return 2 * shared >= sentence[1] - sentence[0]


def holds_every(text: str, strings: Sequence[str]) -> bool:
    """Return whether a text holds every string, letters and digits alone compared, case folded.

    False where there is no string with a letter or a digit.
    """
    whole, wanted = _letters_and_digits(text), [*map(_letters_and_digits, strings)]
    return any(wanted) and all(string in whole for string in wanted)


def shingle_overlap(text: str, gold: str) -> tuple[float, float]:
    """Return (precision, recall) of a page's text by the multiset of its runs of four tokens ``\\w+``, case kept.

    The measure of scrapinghub's article-extraction-benchmark; a text shorter than four tokens is one run. As there, a
    page without any text made has no precision, one without any wanted no recall: NaN.
    """
    made, wanted = _shingles(text), _shingles(gold)
    both = (made & wanted).total()
    return both / made.total() if made else float("nan"), both / wanted.total() if wanted else float("nan")


def folded(text: str | None) -> str:
    """Return the text with every run of white space as one space, none at the ends; "" for None."""
    return " ".join((text or "").split())


def _letters_and_digits(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))
