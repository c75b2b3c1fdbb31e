"""Web addresses to articles of the library: the first time, and whenever somebody asks what became of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from domain.errors import SourceError, TryLater
from domain.values import ArticleEntry, Material, Media, Outcome, PassageChange
from domain.visiting import AddressBook, Visited
from domain.writing import WritableLibrary
from ingest.address import direct, is_web_address, plain_address, tidy
from ingest.elsewhere import is_another, is_section
from ingest.extract import PARSED, Extract, extract
from ingest.feed import is_feed
from ingest.fetch import KINDS, MEDIA, fetch, printable
from ingest.identity import has_moved_from
from ingest.web import Marks, Reply, Web

Progress = Callable[[int, int, str], None]
Follow = Callable[[str, Progress | None], list[Outcome]]
TakeIn = Callable[[Sequence[Material]], list[Outcome]]

_MEDIA_TYPES: dict[str, Media] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")


class IsFeed(Exception):
    """What stands at the address is a feed."""


class Visits:
    """Fetches pages, hands them to ``take_in``, and remembers which address led to which article."""

    def __init__(
        self, *, web: Web, book: AddressBook, library: WritableLibrary, read: Extract, take_in: TakeIn, follow: Follow
    ) -> None:
        """Let ``read`` parse a page that may have taken the place of an article; it may do so elsewhere."""
        self._web = web
        self._read = read
        self._book = book
        self._library = library
        self._take_in = take_in
        self._follow = follow

    def visit(self, urls: Sequence[str], *, progress: Progress | None = None) -> list[Outcome]:
        """Take in what stands at the addresses, of a feed its entries; one outcome each. What fails does so alone."""
        outcomes: list[Outcome] = []
        for done, url in enumerate(urls):
            if progress is not None:
                progress(done, len(urls), url)
            try:
                outcomes.append(self.look(url))
            except IsFeed as feed:
                outcomes.extend(self._follow(str(feed), progress))
        return outcomes

    def visit_page(self, url: str, *, refreshes: str | None = None) -> Outcome:
        """Take in the page at one address; a feed fails. ``refreshes`` is the id of the article that it was."""
        try:
            return self.look(url, refreshes=refreshes)
        except IsFeed:
            return failed(url, SourceError(f"{url} is a feed, not an article.", hint="Follow it with --feed."))

    def refresh(self, entries: Sequence[ArticleEntry], *, progress: Progress | None = None) -> list[Outcome]:
        """Look again where articles came from; articles that came as a text or an upload are left out."""
        sources = self.refreshable(entries)
        outcomes = []
        for done, entry in enumerate(sources):
            if progress is not None:
                progress(done, len(sources), entry.source.title)
            outcomes.append(self.look_again(entry))
        return outcomes

    def refreshable(self, entries: Sequence[ArticleEntry]) -> list[ArticleEntry]:
        """Return the articles that came from an address or a file, which can be looked at again."""
        return [one for one in entries if one.identity.startswith("file:") or self._book.addresses(one.id)]

    def look_again(self, entry: ArticleEntry) -> Outcome:
        """Look again where one article came from."""
        known = self._book.addresses(entry.id)
        if known:
            return self.visit_page(known[0].url, refreshes=entry.id)
        path = entry.identity.removeprefix("file:")
        if has_moved_from(entry.identity):
            return self._gone(entry.id, path)
        try:
            return self._settled(self._take_in([replace(fetch(path), refreshes=entry.id)])[0])
        except SourceError as error:
            return failed(path, error)

    def look(self, named: str, *, refreshes: str | None = None) -> Outcome:
        """Take in the page at one address; raises IsFeed, with the address, for a feed.

        An article that is refreshed, and removed while its server is waited for, does not come back.
        """
        url = direct(named.strip())
        known = self._book.visited(plain_address(url)) if is_web_address(url) else None
        try:
            reply = self._web.get(url, Marks(etag=known.etag, modified=known.modified) if known else Marks())
            if reply.kind == "gone":
                return self._missing(url, known)
            if known and reply.kind == "unchanged":
                return self._unchanged(known)
            if is_feed(reply.media_type, reply.data):
                raise IsFeed(url)
            return self._arrived(url, reply, known, refreshes)
        except SourceError as error:
            return failed(named, error)

    def _arrived(self, url: str, reply: Reply, known: Visited | None, refreshes: str | None) -> Outcome:
        entry = self._library.by_id(known.article_id) if known else None
        if refreshes is not None and self._library.by_id(refreshes) is None:
            return Outcome(status="removed", id=refreshes, title="", source=url)
        if entry is None and is_section(url, reply.url):
            raise SourceError(
                f"{url} leads to a page of its site that lists articles; this one is not there any more.",
                hint="Look for its new address.",
            )
        material = Material(
            name=url,
            data=reply.data,
            media=_media(reply),
            identity=entry.identity if entry else None,
            url=_shown(reply.url, entry),
            charset=reply.charset,
            refreshes=refreshes,
        )
        if entry and plain_address(url) != plain_address(reply.url) and self._is_another(entry, material):
            return self._gone(entry.id, url)
        outcome = self._settled(self._take_in([material])[0])
        if outcome.id is not None and outcome.status != "removed":
            for address in {plain_address(url): url, plain_address(reply.url): reply.url}.items():
                self._remember(address, outcome.id, reply.marks)
        return outcome

    def _is_another(self, entry: ArticleEntry, material: Material) -> bool:
        """Whether a redirect leads to a page that is not the article any more."""
        with self._library.snapshot() as snapshot:
            article = snapshot.article(entry.id)
        source, text = self._read(material) if material.media in PARSED else extract(material)
        return is_another(article, source, text)

    def _remember(self, address: tuple[str, str], article_id: str, marks: Marks) -> None:
        plain, url = address
        visited = Visited(address=plain, article_id=article_id, url=url, etag=marks.etag, modified=marks.modified)
        self._book.remember(visited)

    def _unchanged(self, known: Visited) -> Outcome:
        entry = self._library.by_id(known.article_id)
        title, passages = (entry.source.title, entry.passages) if entry else ("", 0)
        change = PassageChange(kept=passages)
        return self._settled(Outcome(status="unchanged", id=known.article_id, title=title, passages=change))

    def _missing(self, url: str, known: Visited | None) -> Outcome:
        if known is None:
            raise SourceError(f"There is no page at {url}.", hint="Check the address in a browser.")
        return self._gone(known.article_id, url)

    def _gone(self, article_id: str, source: str) -> Outcome:
        self._book.mark(article_id, gone=True)
        entry = self._library.by_id(article_id)
        return Outcome(status="gone", id=article_id, title=entry.source.title if entry else "", source=source)

    def _settled(self, outcome: Outcome) -> Outcome:
        """Note that an article which was gone is back."""
        if outcome.status == "unchanged" and outcome.id is not None:
            entry = self._library.by_id(outcome.id)
            if entry is not None and entry.gone:
                self._book.mark(outcome.id, gone=False)
        return outcome


def _shown(url: str, entry: ArticleEntry | None) -> str:
    """Return the address to show: the one that the article has already, if this is only another form of it."""
    had = entry.source.url if entry else None
    return had if had and plain_address(had) == plain_address(url) else tidy(url)


def _media(reply: Reply) -> Media:
    """Return how to read a page: as its server says, else by the ending of its address. Raises SourceError."""
    if reply.media_type in _MEDIA_TYPES:
        return _MEDIA_TYPES[reply.media_type]
    ending = PurePosixPath(urlsplit(reply.url).path).suffix.lower()
    if reply.media_type in _UNTOLD and MEDIA.get(ending) != "jsonl":
        return MEDIA.get(ending, "html")
    raise SourceError(f"{reply.url} is of a kind that cannot be read ({reply.media_type}).", hint=f"{KINDS}.")


def failed(source: str, error: SourceError) -> Outcome:
    """Return the outcome of what cannot be had, and whether it may be had later."""
    after_s = error.after_s if isinstance(error, TryLater) else None
    return Outcome(
        status="failed", id=None, title="", error=str(error), source=printable(source), again_after_s=after_s
    )
