"""Articles and what became of them, as the lines of a list: plain data for the library component."""

from collections.abc import Mapping, Sequence

from domain.standing import standing_text
from domain.values import ArticleEntry, Outcome, PassageChange, Source
from ui import labels
from ui.view_models.data import Data
from ui.view_models.sources import dated

SHOWN = 200
"""Lines that are drawn; a library of thousands is found through the field above them."""
FIND_FROM = 12
"""Articles from which on the field is worth its place."""


def list_data(entries: Sequence[ArticleEntry], sought: str, *, may_edit: bool = True) -> Data:
    """Return the list of the articles that match the words ``sought``, the last to come in first, ``SHOWN`` at most.

    ``may_edit``: whether the user may remove them.
    """
    titles = {entry.id: entry.source.title for entry in entries}
    found = matching(entries, sought)[::-1]
    return {
        "sought": sought,
        "find": labels.FIND if len(entries) >= FIND_FROM or sought else "",
        "count": labels.FOUND_OF.format(found=len(found), count=len(entries)) if sought else str(len(entries)),
        "entries": [entry_data(entry, titles) | ({} if may_edit else {"remove": ""}) for entry in found[:SHOWN]],
        "end": _end(len(found), sought),
    }


def _end(found: int, sought: str) -> str:
    """Return what stands under the lines: how many are not drawn, or that nothing was found."""
    if found > SHOWN:
        return labels.MORE.format(count=found - SHOWN)
    return labels.NO_MATCH if sought and not found else ""


def matching(entries: Sequence[ArticleEntry], sought: str) -> list[ArticleEntry]:
    """Return the articles whose title, outlet, author and date hold every word sought, or a part of one."""
    parts = sought.casefold().split()
    return [entry for entry in entries if all(part in _stated(entry.source) for part in parts)] if parts else [*entries]


def _stated(source: Source) -> str:
    known = (source.title, source.outlet, source.author, source.published, dated(source))
    return " ".join(part for part in known if part).casefold()


def entry_data(entry: ArticleEntry, titles: Mapping[str, str]) -> Data:
    """Return an article's line; ``titles`` maps every article's id to its title."""
    facts = [entry.source.outlet or "", dated(entry.source), _passages(entry.passages)]
    if entry.duplicate_of:
        facts[-1] = labels.SAME_TEXT_AS.format(title=titles.get(entry.duplicate_of, entry.duplicate_of))
    if standing := standing_text(entry.standing):
        facts.append(standing)
    elif entry.gone:
        facts.append(labels.GONE_THERE)
    if entry.findings is None:
        facts.append(labels.NOT_EXAMINED)
    elif entry.findings:
        facts.append(labels.MADE_FOR_MACHINES)
    return {
        "id": entry.id,
        "title": entry.source.title,
        "facts": [fact for fact in facts if fact],
        "open": labels.OPEN_ARTICLE.format(title=entry.source.title),
        "remove": labels.REMOVE.format(title=entry.source.title),
    }


def outcome_data(outcome: Outcome, titles: Mapping[str, str]) -> Data:
    """Return the line that says what became of one source."""
    return {
        "title": outcome.title or outcome.source or "",
        "status": labels.STATUS[outcome.status],
        "detail": _detail(outcome, titles),
        "failed": outcome.status == "failed",
    }


def _detail(outcome: Outcome, titles: Mapping[str, str]) -> str:
    if outcome.status == "failed":
        return outcome.error or labels.UNEXPECTED
    if outcome.status == "duplicate" and outcome.of:
        return labels.SAME_TEXT_AS.format(title=titles.get(outcome.of, outcome.of))
    return labels.CARD_PARTING.join(filter(None, (change_line(outcome.passages), outcome.note)))


def change_line(change: PassageChange) -> str:
    """Return "12 passages kept, 2 added"; zeros are left out, and "" is returned for none."""
    counts = [(change.kept, labels.KEPT), (change.added, labels.ADDED), (change.removed, labels.REMOVED)]
    stated = [(count, text) for count, text in counts if count]
    if not stated:
        return ""
    (count, text), *others = stated
    first = text.format(count=_passages(count))
    return ", ".join([first, *(text.format(count=count) for count, text in others)])


def _passages(count: int) -> str:
    return labels.ONE_PASSAGE if count == 1 else labels.PASSAGES.format(count=count)
