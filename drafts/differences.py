"""What a quotation says otherwise than the article: the words that differ, a lost negation or figure first."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from drafts.tokens import Tokens
from drafts.values import Note
from text.grammar_words import is_negation

MAX_NOTES = 6
MAX_WORDS = 400
"""Words of a longer quotation are not set side by side."""


Span = tuple[int, int]


def difference_notes(quotation: Tokens, article_text: str) -> tuple[Note, ...]:
    """Return the words that a quotation has otherwise than an article, the weightiest first.

    Args:
        quotation: the words between the marks.
        article_text: the words of the article that come nearest.
    """
    theirs = Tokens(article_text)
    notes = []
    for own, span in _changes(quotation, theirs):
        mine, other = quotation.exact[slice(*own)], theirs.exact[slice(*span)]
        note = Note(_name(mine, other), _text(quotation, own), _text(theirs, span))
        notes.append((_weight(mine, other), note))
    notes.sort(key=lambda one: -one[0])
    return tuple(note for _, note in notes[:MAX_NOTES])


def changed_spans(quotation: Tokens, article_text: str) -> tuple[list[Span], list[Span]]:
    """Return where a quotation and an article differ, in code points of either text, in order."""
    theirs = Tokens(article_text)
    changes = _changes(quotation, theirs)
    return (
        [_place(quotation, own) for own, _ in changes if own[0] < own[1]],
        [_place(theirs, span) for _, span in changes if span[0] < span[1]],
    )


def _changes(quotation: Tokens, theirs: Tokens) -> list[tuple[Span, Span]]:
    """Return the tokens of either that differ, but for what conventionally may; nothing for long ones."""
    if max(len(quotation), len(theirs)) > MAX_WORDS:
        return []
    matcher = SequenceMatcher(None, quotation.exact, theirs.exact, autojunk=False)
    return [
        ((first, last), (start, end))
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
        and not _is_closing(quotation.exact[first:last], theirs.exact[start:end], last == len(quotation))
    ]


def _place(tokens: Tokens, span: Span) -> Span:
    first, last = span
    return (tokens.starts[first], tokens.ends[last - 1]) if first < last else (0, 0)


def _text(tokens: Tokens, span: Span) -> str:
    return tokens.text[slice(*_place(tokens, span))]


def _is_closing(mine: Sequence[str], other: Sequence[str], at_end: bool) -> bool:
    """Whether a change is but the comma or point before the closing mark."""
    return at_end and set(mine) <= {",", "."} and set(other) <= {",", "."}


def _weight(mine: Sequence[str], other: Sequence[str]) -> int:
    if any(map(is_negation, mine)) != any(map(is_negation, other)):
        return 3
    if any(token[0].isdigit() for token in (*mine, *other)):
        return 2
    return int(any(token[0].isalnum() for token in (*mine, *other)))


def _name(mine: Sequence[str], other: Sequence[str]) -> str:
    if any(map(is_negation, other)) and not any(map(is_negation, mine)):
        return "altered.lost_negation"
    if any(map(is_negation, mine)) and not any(map(is_negation, other)):
        return "altered.added_negation"
    return "altered.changed" if mine and other else "altered.added" if mine else "altered.left_out"
