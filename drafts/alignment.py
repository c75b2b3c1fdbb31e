"""Quotations that stand in no article word for word: which words of which article come nearest."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.language import FUNCTION_WORDS
from drafts.candidates import SHINGLE, IndexedArticle
from text.word_forms import stem

STRETCH = 80
"""Words that are aligned at once, so that a quotation takes time in proportion to its length."""
ALTERED = 0.6
"""Share of words that agree from which a quotation counts as an altered one; below, it was not found."""
PIECE = 4
"""Words in a row from which a piece of a stitched quotation counts."""
STITCHED = 0.75
"""Share of a quotation's words that the pieces of a stitched one have together."""
_COMMON = 60
_BUCKET = 16
_MAX_PLACES = 32
_SKIPPED = 4
"""Words left out between two sentences from which they stand in different places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words ``start`` to ``end`` (excluded) of a quotation that stand in an article from word ``at`` on."""

    start: int
    end: int
    article: IndexedArticle
    at: int

    @property
    def span(self) -> tuple[int, int]:
        """The code points of the words in the article."""
        return self.article.span(self.at, self.at + self.end - self.start - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The words of an article, ``first`` to ``last`` (included), that come nearest to a stretch of a quotation.

    ``matched`` counts the words that agree in order, by their stems; ``score`` is their share of both sides, 0 to 1.
    ``telling`` is the share of the words that carry meaning which agree. ``whole`` adds to both ends the words of the
    article that stand where the quotation has others.
    """

    article: IndexedArticle
    first: int
    last: int
    whole: tuple[int, int]
    matched: int
    score: float
    telling: float

    @property
    def span(self) -> tuple[int, int]:
        """The code points of the words in the article."""
        return self.article.span(*self.whole)


def align(words: Sequence[str], articles: Sequence[IndexedArticle]) -> list[Alignment]:
    """Return the nearest words for each stretch of a quotation; a stretch that no article comes near has none.

    Args:
        words: the quotation's words in order, in small letters.
        articles: where to look; of equally near ones that of the stretch before is taken, then the first.
    """
    stems = [stem(word) for word in words]
    found: list[Alignment] = []
    for start in range(0, len(words), STRETCH):
        own, own_stems = words[start : start + STRETCH], stems[start : start + STRETCH]
        if len(own) < PIECE and found:
            break
        order = sorted(articles, key=lambda one: bool(found) and one is not found[-1].article)
        near = [alignment for article in order if (alignment := _nearest(own, own_stems, article))]
        if near:
            found.append(max(near, key=lambda one: one.score))
    return found


def runs_of(words: Sequence[str], articles: Sequence[IndexedArticle]) -> list[Run]:
    """Return runs of at least three words that stand in the articles, from left to right, each as long as it can be.

    Where one article has nearly all that the articles have together, its runs alone are returned.
    """
    together = _runs(words, articles)
    alone = max((_runs(words, [article]) for article in articles), key=_covered, default=[])
    return alone if _covered(alone) >= _covered(together) - 1 else together


def places_of(runs: Sequence[Run], count: int) -> list[list[Run]]:
    """Return the runs of a stitched quotation of ``count`` words, grouped by the place they come from.

    Returns:
        Two groups or more; empty if the pieces come from one place, or are too few or too short.
    """
    pieces = [run for run in runs if run.end - run.start >= PIECE]
    if _covered(pieces) < STITCHED * count:
        return []
    groups: list[list[Run]] = []
    for piece in pieces:
        if groups and not _is_elsewhere(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups if len(groups) > 1 else []


def _is_elsewhere(one: Run, other: Run) -> bool:
    """Whether a run comes from another place than the one before it: another article, before it, or other sentences."""
    if one.article is not other.article:
        return True
    last = one.at + one.end - one.start - 1
    if other.at <= last:
        return True
    tokens = one.article.tokens
    left, right = tokens.ends[tokens.words[last]], tokens.starts[tokens.words[other.at]]
    starts = one.article.sentence_starts
    if bisect_right(starts, left - 1) == bisect_right(starts, right):
        return False
    quoted = any(mark in one.article.text[left:right] for mark in '“”«»„"')
    return other.at - last > _SKIPPED or (quoted and other.at - last > 1)


def _covered(runs: Sequence[Run]) -> int:
    return sum(run.end - run.start for run in runs)


def _runs(words: Sequence[str], articles: Sequence[IndexedArticle]) -> list[Run]:
    found: list[Run] = []
    index = 0
    while index <= len(words) - SHINGLE:
        best: Run | None = None
        key = tuple(words[index : index + SHINGLE])
        before = found[-1] if found else None
        for article in articles:
            for at in article.shingles.get(key, ())[:_MAX_PLACES]:
                run = Run(start=index, end=index + _length(words, index, article, at), article=article, at=at)
                if best is None or _preference(run, before) > _preference(best, before):
                    best = run
        if best is None:
            index += 1
        else:
            found.append(best)
            index = best.end
    return found


def _preference(run: Run, before: Run | None) -> tuple[int, bool, int]:
    """Longer first; then the article of the run before, and near behind it."""
    same = before is not None and run.article is before.article
    away = abs(run.at - before.at) if before is not None and same else 0
    return run.end - run.start, same, -away


def _length(words: Sequence[str], index: int, article: IndexedArticle, at: int) -> int:
    theirs = article.tokens.loose
    length = SHINGLE
    while index + length < len(words) and at + length < len(theirs) and words[index + length] == theirs[at + length]:
        length += 1
    return length


def _nearest(words: Sequence[str], stems: Sequence[str], article: IndexedArticle) -> Alignment | None:
    """Return the alignment of a stretch with the part of the article that shares most of its rarer words."""
    votes: defaultdict[int, float] = defaultdict(float)
    for index, one in enumerate(stems):
        shared = article.shingles.get(tuple(words[index : index + SHINGLE]), ())
        for places in (article.stem_places.get(one, ()), shared):
            if 0 < len(places) <= _COMMON:
                for place in places:
                    votes[(place - index) // _BUCKET] += 1.0 / len(places)
    if not votes:
        return None
    tried = []
    for bucket in sorted(votes, key=lambda one: -votes[one])[:2]:
        first = max(0, bucket * _BUCKET - _BUCKET)
        last = min(len(article.stems), (bucket + 1) * _BUCKET + len(stems) + _BUCKET)
        if alignment := _aligned(words, stems, article, first, last):
            tried.append(alignment)
    return max(tried, key=lambda one: one.score, default=None)


def _aligned(
    words: Sequence[str], stems: Sequence[str], article: IndexedArticle, first: int, last: int
) -> Alignment | None:
    matcher = SequenceMatcher(None, stems, article.stems[first:last], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    best: Alignment | None = None
    telling = [index for index, word in enumerate(words) if word not in FUNCTION_WORDS]
    for begin in range(min(len(blocks), 4)):  # a stray word far off at either end makes the span too wide
        for end in range(len(blocks), max(begin, len(blocks) - 4), -1):
            kept = blocks[begin:end]
            matched = sum(block.size for block in kept)
            start, stop = first + kept[0].b, first + kept[-1].b + kept[-1].size - 1
            score = 2 * matched / (len(stems) + stop - start + 1)
            if best is None or score > best.score:
                agreed = {index for block in kept for index in range(block.a, block.a + block.size)}
                share = sum(index in agreed for index in telling) / len(telling) if telling else 1.0
                lead, tail = kept[0].a, len(stems) - kept[-1].a - kept[-1].size
                best = Alignment(
                    article=article,
                    first=start,
                    last=stop,
                    whole=_widened(article, start, stop, lead, tail),
                    matched=matched,
                    score=score,
                    telling=share,
                )
    return best


def _widened(article: IndexedArticle, first: int, last: int, lead: int, tail: int) -> tuple[int, int]:
    """Return the words ``first`` to ``last`` with those of the same sentences that stand where a quotation has ``lead``
    and ``tail`` other words at its ends.
    """
    tokens, starts = article.tokens, article.sentence_starts
    number = [bisect_right(starts, tokens.starts[tokens.words[index]]) for index in (first, last)]
    for _ in range(lead):
        if first == 0 or bisect_right(starts, tokens.starts[tokens.words[first - 1]]) != number[0]:
            break
        first -= 1
    for _ in range(tail):
        if last + 1 == len(tokens.words) or bisect_right(starts, tokens.starts[tokens.words[last + 1]]) != number[1]:
            break
        last += 1
    return first, last
