"""Whether the words of a quotation stand in an article, every character compared, and what was left out honestly."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from domain.language import FUNCTION_WORDS
from drafts.tokens import ELLIPSIS, Tokens, same_signs
from drafts.values import Note
from text.grammar_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECTS,
    is_negation,
)
from text.numbers import amounts
from text.proper_names import written_names
from text.sentences import Sentence
from text.word_forms import root, stem

MAX_OMITTED_CHARS = 1_500
"""Words at either side of an ellipsis stand at most so far apart in the article."""
MAX_REPLACED = 6
"""Tokens of an article that one pair of brackets may stand for."""
MAX_PLACES = 20
"""Places of one article at which a quotation is looked at."""
_MODIFIER_WORDS = 3
_IN_PARENTHESES = ["(", ELLIPSIS, ")"]
"""An ellipsis as German and French print it."""
_UNCHANGED = frozenset({"sic"})
_CLOSES = frozenset(".,")
_ENDS = frozenset(".!?")
_PARTS = frozenset(",;:()-.!?'")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a quotation: literal tokens ``first`` to ``last`` (excluded), an ellipsis, or words in brackets."""

    kind: Literal["literal", "ellipsis", "brackets"]
    first: int
    last: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a quotation stands in an article: the spans of its literal pieces, in code points, in order.

    ``notes`` say what an ellipsis or brackets change; without any the quotation is verbatim. ``omitted`` are the spans
    that were left out.
    """

    spans: tuple[tuple[int, int], ...]
    omitted: tuple[tuple[int, int], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def start(self) -> int:
        """Where the first piece begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last piece ends."""
        return self.spans[-1][1]


def pieces_of(quotation: Tokens) -> list[Piece]:
    """Return the pieces of a quotation; one literal piece if it has no ellipsis and no brackets.

    Letters that touch a bracket are one word with those in it: "resign[ed]", "[W]e".
    """
    made: list[Piece] = []
    tokens, index, first = quotation.exact, 0, 0
    while index < len(tokens):
        if tokens[index] == ELLIPSIS or tokens[index : index + 3] == _IN_PARENTHESES:
            _add_literal(made, tokens, first, index)
            end = index + (1 if tokens[index] == ELLIPSIS else 3)
            made.append(Piece("ellipsis", index, end))
            index = first = end
        elif tokens[index] == "[" and (closing := _closing(tokens, index)):
            begin, end = _touching(quotation, index, closing)
            _add_literal(made, tokens, first, begin)
            words = _bracketed(quotation, begin, end)
            kind: Literal["ellipsis", "brackets"] = "brackets" if words else "ellipsis"
            made.append(Piece(kind, begin, end, words))
            index = first = end
        else:
            index += 1
    _add_literal(made, tokens, first, len(tokens))
    while made and made[0].kind == "ellipsis":
        made.pop(0)
    while made and made[-1].kind == "ellipsis":
        made.pop()
    return made


def find_exact(quotation: Tokens, article: Tokens, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Yield each place where an article has the words of a quotation, up to ``MAX_PLACES``; literal ones first.

    Args:
        quotation: the words between the marks.
        article: the article's tokens.
        sentences: the article's sentences, in order.
    """
    whole = _without_closing(quotation.exact, 0, len(quotation))
    literal = list(_literal_places(quotation, (0, whole), article)) if whole else []
    for index in literal:
        yield Match(spans=((article.starts[index], article.ends[index + whole - 1]),))
    pieces = pieces_of(quotation)
    if literal or len(pieces) < 2:
        return
    yield from _in_pieces(quotation, pieces, article, sentences)


def _in_pieces(
    quotation: Tokens, pieces: Sequence[Piece], article: Tokens, sentences: Sequence[Sentence]
) -> Iterator[Match]:
    """Yield the places of a quotation with ellipses or brackets: of its longest piece, with the others beside it."""
    lengths = [piece.last - piece.first if piece.kind == "literal" else 0 for piece in pieces]
    anchor = max(range(len(pieces)), key=lengths.__getitem__)
    if not lengths[anchor]:
        return
    span = (pieces[anchor].first, pieces[anchor].last)
    for index in _literal_places(quotation, span, article):
        places: dict[int, tuple[int, int]] = {anchor: (index, index + lengths[anchor])}
        if _extend(quotation, pieces, article, places, range(anchor + 1, len(pieces)), forward=True) and _extend(
            quotation, pieces, article, places, range(anchor - 1, -1, -1), forward=False
        ):
            yield _match(quotation, pieces, article, places, sentences)


def _extend(
    quotation: Tokens,
    pieces: Sequence[Piece],
    article: Tokens,
    places: dict[int, tuple[int, int]],
    order: range,
    *,
    forward: bool,
) -> bool:
    """Find the literal pieces at one side of those found; return whether all stand there, near enough."""
    near = next(iter(places.values()))
    between: list[Piece] = []
    for number in order:
        piece = pieces[number]
        if piece.kind != "literal":
            between.append(piece)
            continue
        wanted = quotation.exact[piece.first : piece.last]
        wide = any(one.kind == "ellipsis" for one in between)
        words = sum(len(one.words) for one in between)
        index = _beside(wanted, article, near, forward=forward, wide=wide, words=words)
        if index is None or not same_signs(quotation, piece.first, article, index, len(wanted)):
            return False
        near = places[number] = (index, index + len(wanted))
        between = []
    return True


def _beside(
    wanted: Sequence[str], article: Tokens, near: tuple[int, int], *, forward: bool, wide: bool, words: int
) -> int | None:
    """Return where tokens stand nearest to a place, at one side of it; None if too far off or nowhere.

    Args:
        wanted: the tokens.
        article: the tokens of the article.
        near: indices of the first and (excluded) last token of the place.
        forward: behind the place, else before it.
        wide: an ellipsis stands between; else brackets of so many ``words``.
    """
    if wide:
        index = article.find(wanted, near[1]) if forward else article.find_last(wanted, near[0])
        if index < 0 or not article.is_whole(index, index + len(wanted)):
            return None
        left, right = (near[1] - 1, index) if forward else (index + len(wanted) - 1, near[0])
        return index if article.starts[right] - article.ends[left] <= MAX_OMITTED_CHARS else None
    for between in sorted(range(MAX_REPLACED + 1), key=lambda count: (count != words, count == 0, count)):
        index = near[1] + between if forward else near[0] - between - len(wanted)
        if article.stands_at(wanted, index) and article.is_whole(index, index + len(wanted)):
            return index
    return None


def _match(
    quotation: Tokens,
    pieces: Sequence[Piece],
    article: Tokens,
    places: dict[int, tuple[int, int]],
    sentences: Sequence[Sentence],
) -> Match:
    """Return the match of pieces at these places, with what the ellipses and brackets between them change."""
    ordered = sorted(places)
    spans = [(article.starts[places[number][0]], article.ends[places[number][1] - 1]) for number in ordered]
    omitted: list[tuple[int, int]] = []
    notes: list[Note] = []
    for left, right in pairwise(ordered):
        first, last = places[left][1], places[right][0]
        between = pieces[left + 1 : right]
        if any(piece.kind == "ellipsis" for piece in between):
            if first < last:
                omitted.append((article.ends[first - 1], article.starts[last]))
                notes += _omission_notes(article, first, last, sentences)
            notes += [_added(quotation, piece) for piece in between if piece.kind == "brackets"]
        else:
            notes += _bracket_notes(quotation, between, article, first, last)
    lead, tail = pieces[: ordered[0]], pieces[ordered[-1] + 1 :]
    begin, end = places[ordered[0]][0], places[ordered[-1]][1]
    unchanged = {piece for piece in lead if _replaced_before(piece, article, begin)}
    unchanged |= {piece for piece in tail if _replaced_behind(piece, article, end)}
    added = (piece for piece in (*lead, *tail) if piece.kind == "brackets" and piece not in unchanged)
    notes += [_added(quotation, piece) for piece in added]
    return Match(spans=tuple(spans), omitted=tuple(omitted), notes=tuple(dict.fromkeys(notes)))


def _bracket_notes(quotation: Tokens, between: Sequence[Piece], article: Tokens, first: int, last: int) -> list[Note]:
    """Return what words in brackets change, where tokens ``first`` to ``last`` (excluded) of the article stand."""
    replaced = article.exact[first:last]
    if len(between) == 1 and _may_stand_for(between[0].words, replaced, article):
        return []
    notes = [_added(quotation, piece) for piece in between if not _is_sic(piece)]
    if replaced and not notes:
        notes = [Note("brackets.left_out", article.text[article.starts[first] : article.ends[last - 1]])]
    return notes


def _replaced_before(piece: Piece, article: Tokens, first: int) -> bool:
    return any(
        _may_stand_for(piece.words, article.exact[first - count : first], article)
        for count in {1, len(piece.words)}
        if count <= first
    ) or _is_sic(piece)


def _replaced_behind(piece: Piece, article: Tokens, last: int) -> bool:
    return any(
        _may_stand_for(piece.words, article.exact[last : last + count], article) for count in {1, len(piece.words)}
    ) or _is_sic(piece)


def _may_stand_for(words: Sequence[str], replaced: Sequence[str], article: Tokens) -> bool:
    """Whether brackets change only case or inflection, or put a name that the article has in a pronoun's place."""
    if not replaced:
        return False
    if [word.casefold() for word in words] == [word.casefold() for word in replaced]:
        return True
    if len(words) == len(replaced) == 1 and words[0].isalpha() and replaced[0].isalpha():
        one, other = words[0].lower(), replaced[0].lower()
        grammar = PRONOUNS | AUXILIARIES | NEGATIONS
        if not {one, other} & grammar and (stem(one) == stem(other) or root(one) == root(other)):
            return True
    if len(replaced) != 1 or replaced[0].lower() not in PRONOUNS:
        return False
    named = [word.removesuffix("'s") for word in words if word.lower() not in ("the", "'s")]
    written = written_names(article.text)
    is_name = any(word[:1].isupper() and word.lower() in written for word in named)
    return is_name and not any(map(is_negation, named)) and article.find(named) >= 0


def _is_sic(piece: Piece) -> bool:
    return len(piece.words) == 1 and piece.words[0].lower() in _UNCHANGED


def _added(quotation: Tokens, piece: Piece) -> Note:
    return Note("brackets.added", quotation.text[quotation.starts[piece.first] : quotation.ends[piece.last - 1]])


def _omission_notes(article: Tokens, first: int, last: int, sentences: Sequence[Sentence]) -> list[Note]:
    """Return why an ellipsis changes what was said: a negation, a figure, or a subject or verb that it leaves out."""
    words = article.exact[first:last]
    text = article.text[article.starts[first] : article.ends[last - 1]]
    if any(map(is_negation, words)):
        return [Note("omitted.negation", text)]
    if any(character.isdigit() for character in text) or amounts(text):
        return [Note("omitted.figure", text)]
    if any(_has_clause(article, start, end, first, last) for start, end in _within(article, first, last, sentences)):
        return [Note("omitted.clause", text)]
    return []


def _within(article: Tokens, first: int, last: int, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield what an omission takes from sentences that are quoted in part: their tokens, without whole sentences."""
    starts = [sentence.start for sentence in sentences]
    start = first
    while start < last:
        number = bisect_right(starts, article.starts[start]) - 1
        end = start
        while end < last and bisect_right(starts, article.starts[end]) - 1 == number:
            end += 1
        begun_before = start == first and first and bisect_right(starts, article.starts[first - 1]) - 1 == number
        goes_on = end == last and last < len(article) and bisect_right(starts, article.starts[last]) - 1 == number
        if begun_before or goes_on:
            yield start, end
        start = end


def _has_clause(article: Tokens, start: int, end: int, first: int, last: int) -> bool:
    """Whether left-out tokens of a sentence that is quoted in part may hold the subject or verb of what is quoted.

    They do not if they stand between commas, dashes or brackets, are a phrase behind a preposition, or a further clause
    at the end of a sentence. Of anything else that cannot be told, so it counts as if they did.
    """
    tokens, words = article.exact, article.exact[start:end]
    ends_sentence = end < last or words[-1] in _ENDS
    parted_before = start > first or words[0] in _PARTS or tokens[start - 1] in _PARTS
    parted_behind = words[-1] in _PARTS or tokens[end] in _PARTS
    if parted_before and (parted_behind or ends_sentence):
        return False
    plain = [word.lower() for word in words if word[0].isalnum()]
    if ends_sentence and plain and plain[0] in CONJUNCTIONS:
        return False
    return not _is_modifier(plain, whole_sentence=ends_sentence)


def _is_modifier(plain: Sequence[str], *, whole_sentence: bool) -> bool:
    """Whether words are one whole phrase behind a preposition ("by the order of the court"), without a clause."""
    if len(plain) < _MODIFIER_WORDS or plain[0] not in PREPOSITIONS:
        return False
    if plain[0] == "to" and plain[1] not in DETERMINERS:
        return False  # "to" and a verb
    complete = whole_sentence or plain[-1] not in FUNCTION_WORDS
    return complete and not any(word in SUBJECTS or word in AUXILIARIES or "'" in word for word in plain)


def _literal_places(quotation: Tokens, span: tuple[int, int], article: Tokens) -> Iterator[int]:
    """Yield the indices at which the article has these tokens of a quotation, whole words only."""
    first, last = span
    wanted = quotation.exact[first:last]
    index, tried = article.find(wanted), 0
    while index >= 0 and tried < MAX_PLACES:
        tried += 1
        if article.is_whole(index, index + len(wanted)) and same_signs(quotation, first, article, index, len(wanted)):
            yield index
        index = article.find(wanted, index + 1)


def _add_literal(made: list[Piece], tokens: Sequence[str], first: int, last: int) -> None:
    last = _without_closing(tokens, first, last)
    if first < last:
        made.append(Piece("literal", first, last))


def _without_closing(tokens: Sequence[str], first: int, last: int) -> int:
    """Return the end without a comma or a point before the closing mark, or before an ellipsis."""
    return last - 1 if last - first > 1 and tokens[last - 1] in _CLOSES else last


def _closing(tokens: Sequence[str], index: int) -> int | None:
    """Return the index of the bracket that closes the one at ``index``; None if there is none near."""
    for place in range(index + 1, min(index + 30, len(tokens))):
        if tokens[place] == "]":
            return place
        if tokens[place] == "[":
            return None
    return None


def _touching(quotation: Tokens, opening: int, closing: int) -> tuple[int, int]:
    """The span of a pair of brackets with the words that touch it."""
    begin, end = opening, closing + 1
    if (
        opening
        and quotation.ends[opening - 1] == quotation.starts[opening]
        and quotation.exact[opening - 1][-1].isalnum()
    ):
        begin -= 1
    if end < len(quotation) and quotation.starts[end] == quotation.ends[closing] and quotation.exact[end][0].isalnum():
        end += 1
    return begin, end


def _bracketed(quotation: Tokens, begin: int, end: int) -> tuple[str, ...]:
    """The words that a pair of brackets stands for, with letters that touch it; empty for an ellipsis in brackets."""
    text = quotation.text[quotation.starts[begin] : quotation.ends[end - 1]].replace("[", "").replace("]", "")
    return tuple(token for token in Tokens(text).exact if token != ELLIPSIS)
