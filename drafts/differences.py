"""What a quotation says otherwise than the article: the words that differ, a lost negation or figure first."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from drafts.tokens import Tokens
from drafts.values import Note
from text.grammar_words import is_negation

MAX_NOTES = 6
MAX_WORDS = 400
"""Words of a longer quotation are not set side by side."""


def difference_notes(quotation: Tokens, article_text: str) -> tuple[Note, ...]:
    """Return the words that a quotation has otherwise than an article, the weightiest first.

    Args:
        quotation: the words between the marks.
        article_text: the words of the article that come nearest.
    """
    theirs = Tokens(article_text)
    if max(len(quotation), len(theirs)) > MAX_WORDS:
        return ()
    changes = [
        (quotation.exact[first:last], theirs.exact[start:end], (first, last), (start, end))
        for kind, first, last, start, end in SequenceMatcher(
            None, quotation.exact, theirs.exact, autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]
    changes = [change for change in changes if not _is_closing(change[0], change[1], change[2][1] == len(quotation))]
    changes.sort(key=lambda change: -_weight(change[0], change[1]))
    return tuple(
        Note(_name(mine, other), _words(quotation, own), _words(theirs, span))
        for mine, other, own, span in changes[:MAX_NOTES]
    )


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


def _words(tokens: Tokens, span: tuple[int, int]) -> str:
    first, last = span
    return tokens.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""
