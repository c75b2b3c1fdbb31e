"""Feeds that the reader follows: their new entries become articles."""

from collections.abc import Callable, Sequence

from domain.errors import SourceError
from domain.values import Material, Outcome
from domain.visiting import Feed, FeedBook
from ingest.address import plain_address
from ingest.extract import Extract
from ingest.fetch import printable
from ingest.web import Marks, Reply, Web

Progress = Callable[[int, int, str], None]


class Feeds:
    """Fetches feeds, has their entries visited, and remembers which entries it has seen.

    An entry is visited until its article has gone in once; what the reader removes later does not come back.
    """

    def __init__(self, *, web: Web, book: FeedBook, read: Extract, visit: Callable[[str], Outcome]) -> None:
        self._web = web
        self._book = book
        self._read = read
        self._visit = visit

    def follow(self, url: str, *, progress: Progress | None = None) -> list[Outcome]:
        """Remember a feed and take in its new entries; one outcome each, or one that says why the feed failed."""
        known = next((feed for feed in self._book.feeds() if feed.url == url), None)
        try:
            marks = Marks(etag=known.etag, modified=known.modified) if known else Marks()
            reply = self._web.get(url, marks)
            if reply.kind == "gone":
                raise SourceError(f"There is no feed at {url}.", hint="Look for its new address.")
            title, entries = (known.title, []) if known and reply.kind == "unchanged" else self._entries(reply)
        except SourceError as error:
            return [Outcome(status="failed", id=None, title="", error=str(error), source=printable(url))]
        outcomes = self._visit_new(url, entries, progress)
        if reply.kind == "page":
            whole = all(outcome.status != "failed" for outcome in outcomes)  # else the failed ones are tried again
            marks = reply.marks if whole else Marks()
            self._book.follow(Feed(url=url, title=title, etag=marks.etag, modified=marks.modified))
        return outcomes

    def refresh(self, *, progress: Progress | None = None) -> list[Outcome]:
        """Look for new entries in every feed that is followed."""
        return [outcome for feed in self._book.feeds() for outcome in self.follow(feed.url, progress=progress)]

    def _entries(self, reply: Reply) -> tuple[str, list[str]]:
        source, text = self._read(Material(name=reply.url, data=reply.data, media="feed"))
        return source.title, text.split("\n")

    def _visit_new(self, feed: str, entries: Sequence[str], progress: Progress | None) -> list[Outcome]:
        new = [entry for entry in entries if not self._book.seen(plain_address(entry))]
        outcomes: list[Outcome] = []
        for entry in new:
            if progress is not None:
                progress(len(outcomes), len(new), entry)
            outcomes.append(self._visit(entry))
            if outcomes[-1].status != "failed":
                self._book.note_seen(plain_address(entry), feed)
        if progress is not None:
            progress(len(new), len(new), "")
        return outcomes
