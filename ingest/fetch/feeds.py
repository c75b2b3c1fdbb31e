"""Feeds that the reader follows: their new entries become articles."""

from collections.abc import Callable

from domain.errors import GoneForGood, SourceError
from domain.values import Material, Outcome
from domain.visiting import Feed, FeedBook
from ingest.extract.feed import FeedEntry, entries_of
from ingest.extract.formats import Extract
from ingest.fetch.addresses import is_web_address, plain_address
from ingest.fetch.visits import Visits, failed
from ingest.fetch.web import NO_MARKS, Gone, Marks, Page, Unchanged, Web

Progress = Callable[[int, int, str], None]

MOST_AT_ONCE = 1000
"""New entries of a feed; outlets list some dozens. What is left comes with the next look."""


class Feeds:
    """Fetches feeds, has their entries visited, and remembers which entries it has seen.

    An entry is visited until its article has gone in once; what the reader removes later does not come back.
    """

    def __init__(self, *, web: Web, book: FeedBook, read: Extract, visits: Visits) -> None:
        self._web = web
        self._book = book
        self._read = read
        self._visits = visits

    def is_followed(self, url: str) -> bool:
        """Whether the reader follows a feed."""
        return any(feed.url == url for feed in self._book.feeds())

    def follow(self, url: str, *, again: bool = False, progress: Progress | None = None) -> list[Outcome]:
        """Remember a feed and take in its new entries; one outcome each, or one that says why the feed failed.

        ``again``: only as long as it is followed.
        """
        try:
            feed, entries = self.look(url, again=again)
        except SourceError as error:
            return [failed(url, error)]
        outcomes: list[Outcome] = []
        url = feed.url  # it may have moved
        for entry in entries:
            if again and not self.is_followed(url):
                return outcomes
            if progress is not None:
                progress(len(outcomes), len(entries), entry.address or entry.title)
            outcomes.append(self.take_entry(url, entry))
        if progress is not None:
            progress(len(entries), len(entries), "")
        if all(outcome.status != "failed" for outcome in outcomes):  # else the failed ones are tried again
            self._book.follow(feed, only_known=True)
        return outcomes

    def look(self, url: str, *, again: bool = False) -> tuple[Feed, list[FeedEntry]]:
        """Fetch a feed and remember it; return it, and its new entries in its order. Raises SourceError.

        ``again``: what is unfollowed while its server is waited for stays so, and brings nothing. A feed that has moved
        for good is followed where it is now.

        What its server says of this version is kept only if nothing is new: else an entry that fails would be lost.
        The feed that is returned holds it, unless there are more new entries than at once.
        """
        known = next((feed for feed in self._book.feeds() if feed.url == url), None)
        found = self._web.fetch(url, Marks(etag=known.etag, modified=known.modified) if known else NO_MARKS)
        if known and isinstance(found, Unchanged):
            return known, []
        if not isinstance(found, Page):
            refusal = GoneForGood if isinstance(found, Gone) and found.for_good else SourceError
            raise refusal(f"There is no feed at {url}.", hint="Look for its new address.")
        title, entries = self._entries(found)
        if known and found.moved and found.url != url and is_web_address(found.url):
            self._book.move(url, found.url)
            url = found.url
        new = [entry for entry in entries if not self._book.seen(_key(entry, url))]
        bare, marked = Feed(url=url, title=title), _marked(url, title, found.marks)
        self._book.follow(bare if new else marked, only_known=again or known is not None)
        if again and not self.is_followed(url):
            return bare, []
        return bare if len(new) > MOST_AT_ONCE else marked, new[:MOST_AT_ONCE]

    def take_entry(self, feed: str, entry: FeedEntry) -> Outcome:
        """Take in one entry of a feed; one without a page fails, which is said once."""
        if entry.address is None:
            self._book.note_seen(_key(entry, feed), feed)
            return failed(feed, SourceError(f"The entry “{entry.title}” has no page.", hint="It is left out."))
        outcome = self._visits.visit_page(entry.address)
        if outcome.status != "failed":
            self._book.note_seen(_key(entry, feed), feed)
        return outcome

    def refresh(self, *, progress: Progress | None = None) -> list[Outcome]:
        """Look for new entries in every feed that is followed."""
        return [
            outcome for feed in self._book.feeds() for outcome in self.follow(feed.url, again=True, progress=progress)
        ]

    def _entries(self, page: Page) -> tuple[str, list[FeedEntry]]:
        source, text = self._read(Material(name=page.url, data=page.data, media="feed"))
        return source.title, entries_of(text)


def _key(entry: FeedEntry, feed: str) -> str:
    """Return the name by which it is remembered that an entry was seen."""
    return f"{feed} # {entry.title}" if entry.address is None else plain_address(entry.address)


def _marked(url: str, title: str, marks: Marks) -> Feed:
    return Feed(url=url, title=title, etag=marks.etag, modified=marks.modified)
