"""Articles and what became of them, as the lines of a list: plain data for the library component."""

from collections.abc import Mapping

from domain.values import ArticleEntry, Outcome, PassageChange
from ui import words
from ui.answer import Data
from ui.sources import dated


def entry_data(entry: ArticleEntry, titles: Mapping[str, str]) -> Data:
    """Return an article's line; ``titles`` maps every article's id to its title."""
    facts = [entry.source.outlet or "", dated(entry.source), _passages(entry.passages)]
    if entry.duplicate_of:
        facts[-1] = words.SAME_TEXT_AS.format(title=titles.get(entry.duplicate_of, entry.duplicate_of))
    return {
        "id": entry.id,
        "title": entry.source.title,
        "facts": [fact for fact in facts if fact],
        "open": words.OPEN_ARTICLE.format(title=entry.source.title),
        "remove": words.REMOVE.format(title=entry.source.title),
    }


def outcome_data(outcome: Outcome, titles: Mapping[str, str]) -> Data:
    """Return the line that says what became of one source."""
    return {
        "title": outcome.title or outcome.source or "",
        "status": words.STATUS[outcome.status],
        "detail": _detail(outcome, titles),
        "failed": outcome.status == "failed",
    }


def _detail(outcome: Outcome, titles: Mapping[str, str]) -> str:
    if outcome.status == "failed":
        return outcome.error or words.UNEXPECTED
    if outcome.status == "duplicate" and outcome.of:
        return words.SAME_TEXT_AS.format(title=titles.get(outcome.of, outcome.of))
    return change_line(outcome.passages)


def change_line(change: PassageChange) -> str:
    """Return "12 passages kept, 2 added"; zeros are left out, and nothing is said of nothing."""
    counts = [(change.kept, words.KEPT), (change.added, words.ADDED), (change.removed, words.REMOVED)]
    told = [(count, text) for count, text in counts if count]
    if not told:
        return ""
    (count, text), *others = told
    first = text.format(count=_passages(count))
    return ", ".join([first, *(text.format(count=count) for count, text in others)])


def _passages(count: int) -> str:
    return words.ONE_PASSAGE if count == 1 else words.PASSAGES.format(count=count)
