"""The table of the library, as plain data: which articles, in which order, and all that a line can open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from domain.schedule import Look
from domain.standing import standing_text
from domain.values import ArticleEntry, Stretch
from domain.visiting import Feed
from ui import labels
from ui.view_models.article_lines import matching
from ui.view_models.data import Data
from ui.view_models.progress import stretches_data
from ui.view_models.sources import moment, printed_date

AT_ONCE = 100
"""Lines that are drawn; more of them on demand."""
STATES = ("", "changed", "gone", "duplicate", "copies")
"""What the table can be narrowed to."""
COLUMNS = ("title", "source", "published", "added", "state")
FIELDS = ("title", "outlet", "author", "published", "updated")
"""The fields that can be corrected."""


@dataclass(slots=True)
class Order:
    """What the user has set above the table."""

    sought: str = ""
    state: str = ""
    by: str = "added"
    falling: bool = True
    shown: int = AT_ONCE

    def find(self, sought: str) -> None:
        """Show the articles that match these words, from the first."""
        self.sought, self.shown = sought.strip(), AT_ONCE

    def narrow(self, state: str) -> None:
        """Show the articles in this state, one of ``STATES``, from the first; all in any other."""
        self.state, self.shown = state if state in STATES else "", AT_ONCE

    def show_more(self) -> None:
        """Show the next lines too."""
        self.shown += AT_ONCE

    def sort(self, by: str) -> None:
        """Sort by a column; by the same one again the other way round. Dates begin with the newest."""
        if by in COLUMNS:
            self.falling = not self.falling if by == self.by else by in {"published", "added"}
            self.by = by


def table_data(
    entries: Sequence[ArticleEntry], order: Order, changes: Mapping[str, Sequence[Stretch]], *, may_edit: bool = True
) -> Data:
    """Return the table; ``changes`` are the articles opened to what changed in them; ``may_edit`` lets refresh them."""
    hidden = {} if may_edit else {"refresh": ""}
    shelf = _Shelf(entries)
    found = sorted_entries([one for one in matching(entries, order.sought) if shelf.fits(one, order.state)], order)
    left = len(found) - order.shown
    whole = len(found) == len(entries)
    return {
        "count": labels.ARTICLES_COUNT.format(count=len(entries))
        if whole
        else labels.FOUND_OF.format(found=len(found), count=len(entries)),
        "columns": [{"key": key, "label": labels.COLUMNS[key], "sort": _direction(order, key)} for key in COLUMNS],
        "states": [{"value": one, "label": labels.STATES[one], "chosen": one == order.state} for one in STATES],
        "rows": [shelf.row(one, changes.get(one.id)) | hidden for one in found[: order.shown]],
        "more": labels.SHOW_MORE.format(count=min(left, AT_ONCE)) if left > 0 else "",
        "none": "" if found else labels.NO_MATCH if entries else labels.SHELF_EMPTY,
    }


def feed_data(feed: Feed, failing: Look | None) -> Data:
    """Return a feed that is followed, with since when it cannot be looked at and why, if so."""
    trouble = ""
    if failing is not None:
        given_up = labels.DIGEST_STOPPED if failing.stopped else ""
        trouble = (
            labels.FEED_FAILING.format(since=moment(failing.failing_since), reason=failing.reason or "") + given_up
        )
    return {"url": feed.url, "title": feed.title, "trouble": trouble}


def sorted_entries(entries: Sequence[ArticleEntry], order: Order) -> list[ArticleEntry]:
    """Return the articles in the order set; those without a date stand last either way."""
    if order.by == "added":  # they come in the order in which they were taken in
        return list(reversed(entries)) if order.falling else list(entries)
    keyed = sorted(entries, key=lambda one: _key(one, order.by), reverse=order.falling)
    return sorted(keyed, key=lambda one: order.by == "published" and not one.source.published)


def _key(entry: ArticleEntry, by: str) -> str:
    source = entry.source
    stated = {"title": source.title, "source": source.outlet or origin(entry), "published": source.published or ""}
    return stated.get(by, state(entry)).casefold()


def _direction(order: Order, key: str) -> str:
    return ("descending" if order.falling else "ascending") if key == order.by else "none"


def state(entry: ArticleEntry) -> str:
    """Return the one thing to know of an article first."""
    if entry.gone or entry.standing.replaced:
        return "gone"
    if entry.duplicate_of:
        return "duplicate"
    return "changed" if entry.changed else "kept"


def origin(entry: ArticleEntry) -> str:
    """Return where an article came from: a site, a file's name, or that it was pasted."""
    kind, _, name = entry.identity.partition(":")
    if kind == "url" or entry.source.url:
        return (urlsplit(entry.source.url or name).hostname or name).removeprefix("www.")
    if kind == "entry":  # "entry:upload:all.jsonl#Title"
        name = name.partition(":")[2].partition("#")[0]
    return labels.PASTE_NAME if kind == "text" else PurePath(name).name


def address(entry: ArticleEntry) -> str:
    """Return the address or the path that an article came from; "" if it was pasted."""
    kind, _, name = entry.identity.partition(":")
    return entry.source.url or ("" if kind == "text" else name)


class _Shelf:
    """The articles, with what one line says of the others."""

    def __init__(self, entries: Sequence[ArticleEntry]) -> None:
        self._titles = {entry.id: entry.source.title for entry in entries}
        self._stories: dict[str, list[ArticleEntry]] = {}
        for entry in entries:
            if entry.story is not None:
                self._stories.setdefault(entry.story, []).append(entry)

    def fits(self, entry: ArticleEntry, wanted: str) -> bool:
        if wanted == "copies":
            return bool(self._also(entry))
        return not wanted or state(entry) == wanted or (wanted == "changed" and entry.changed is not None)

    def row(self, entry: ArticleEntry, stretches: Sequence[Stretch] | None) -> Data:
        source = entry.source
        name = source.title
        return {
            "id": entry.id,
            "title": name,
            "also": self._also(entry),
            "outlet": source.outlet or "",
            "author": source.author or "",
            "origin": origin(entry),
            "address": address(entry),
            "published": printed_date(source.published),
            "updated": labels.UPDATED_ON.format(date=printed_date(source.updated)) if source.updated else "",
            "added": moment(entry.added),
            "state": self._state(entry),
            "flag": state(entry),
            "words": labels.WORDS_COUNT.format(count=f"{entry.words:,}"),
            "fields": {field: getattr(source, field) or "" for field in FIELDS},
            "refresh": labels.REFRESH_ONE if self._can_be_refreshed(entry) else "",
            "changes": ""
            if not entry.changed
            else labels.HIDE_CHANGES
            if stretches is not None
            else labels.SHOW_CHANGES,
            "stretches": None if stretches is None else stretches_data(stretches),
            "open": labels.OPEN_ARTICLE.format(title=name),
            "more": labels.DETAILS_OF.format(title=name),
        }

    def _can_be_refreshed(self, entry: ArticleEntry) -> bool:
        came_from_a_place = entry.identity.startswith(("file:", "url:")) or entry.source.url is not None
        return came_from_a_place and entry.standing.replaced is None

    def _also(self, entry: ArticleEntry) -> str:
        others = [one for one in self._stories.get(entry.story or "", []) if one.id != entry.id]
        names = list(dict.fromkeys(one.source.outlet or one.source.title for one in others))
        return labels.ALSO_IN.format(names=", ".join(names)) if names else ""

    def _state(self, entry: ArticleEntry) -> str:
        match state(entry):
            case "gone":
                return standing_text(entry.standing) or labels.GONE_THERE
            case "duplicate":
                return labels.SAME_TEXT_AS.format(title=self._titles.get(entry.duplicate_of or "", entry.duplicate_of))
            case "changed":
                return labels.CHANGED_ON.format(date=moment(entry.changed))
        return labels.KEPT_STATE
