"""Web addresses to articles of the library: the first time, and whenever somebody asks what became of them."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from domain.errors import GoneForGood, SourceError, TryLater
from domain.standing import standing_text
from domain.values import MEDIA, ArticleEntry, Material, Media, Outcome, PassageChange
from domain.visiting import AddressBook, Visited
from domain.writing import WritableLibrary
from ingest.extract.formats import PARSED, Extract, extract
from ingest.extract.page_links import MAX_PAGES, is_page_of, may_lead_on
from ingest.fetch.addresses import direct, is_web_address, plain_address, same_page, tidy, with_route
from ingest.fetch.files import COLLECTIONS, KINDS, fetch, printable
from ingest.fetch.soft_404 import is_section
from ingest.fetch.web import NO_MARKS, FeedFound, Gone, Marks, Page, Unchanged, Web
from ingest.identity import digest_of, has_moved_from
from ingest.versions import relation

Progress = Callable[[int, int, str], None]
TakeIn = Callable[[Sequence[Material]], list[Outcome]]

_MEDIA_TYPES: dict[str, Media] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/xml": "html",
    "text/xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "message/rfc822": "eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")


class Visits:
    """Fetches pages, hands them to ``take_in``, and remembers which address led to which article."""

    def __init__(
        self, *, web: Web, book: AddressBook, library: WritableLibrary, read: Extract, take_in: TakeIn
    ) -> None:
        """Let ``read`` parse a page that may have taken the place of an article; it may do so elsewhere."""
        self._web = web
        self._read = read
        self._book = book
        self._library = library
        self._take_in = take_in

    def known(self, url: str) -> Outcome | None:
        """Return the outcome ``unchanged`` for an address that has led to an article, without looking there again."""
        known = self._book.visited(plain_address(direct(url.strip()))) if is_web_address(url.strip()) else None
        return self._unchanged(known) if known else None

    def visit_page(self, url: str, *, refreshes: str | None = None) -> Outcome:
        """Take in the page at one address; a feed fails. ``refreshes`` is the id of the article that it was."""
        found = self.visit(url, refreshes=refreshes)
        if isinstance(found, FeedFound):
            return failed(url, SourceError(f"{url} is a feed, not an article.", hint="Follow it with --feed."))
        return found

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
        """Return the articles that came from an address or a file, which can be looked at again.

        Not those in whose place another text stands.
        """
        there = [one for one in entries if one.standing.replaced is None]
        return [one for one in there if one.identity.startswith("file:") or self._book.addresses(one.id)]

    def look_again(self, entry: ArticleEntry) -> Outcome:
        """Look again where one article came from."""
        if entry.standing.replaced is not None:  # by another task, since this one was asked for
            note = standing_text(entry.standing)
            return Outcome(status="gone", id=entry.id, title=entry.source.title, source=entry.source.url, note=note)
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

    def visit(self, named: str, *, refreshes: str | None = None, depth: int = 0) -> Outcome | FeedFound:
        """Take in the page at one address, or return the feed that stands there.

        An article that is refreshed, and removed while its server is waited for, does not come back. A page in the
        midst of an article of several leads to the first one; ``depth`` counts the pages gone back.
        """
        url = direct(named.strip())
        known = self._book.visited(plain_address(url)) if is_web_address(url) else None
        try:
            match self._web.fetch(url, Marks(etag=known.etag, modified=known.modified) if known else NO_MARKS):
                case Gone(for_good=for_good):
                    return replace(self._missing(url, known), ended=for_good)
                case Unchanged():
                    return self._unchanged(known) if known else self._missing(url, None)
                case FeedFound() as feed:
                    return feed
                case page:
                    return self._arrived(url, page, known, refreshes=refreshes, depth=depth)
        except SourceError as error:
            return failed(named, error)

    def _arrived(
        self, url: str, page: Page, known: Visited | None, *, refreshes: str | None, depth: int
    ) -> Outcome | FeedFound:
        entry = self._library.by_id(known.article_id) if known else None
        if refreshes is not None and self._library.by_id(refreshes) is None:
            return Outcome(status="removed", id=refreshes, title="", source=url)
        if entry is None and is_section(url, page.url):
            raise SourceError(
                f"{url} leads to a page of its site that lists articles; this one is not there any more.",
                hint="Look for its new address.",
            )
        found_at = with_route(page.url, url)
        material = Material(
            name=url,
            data=page.data,
            media=_media(page),
            identity=entry.identity if entry else None,
            url=_shown(found_at, entry),
            charset=page.charset,
            refreshes=refreshes,
        )
        first, following = self._neighbours(material) if material.media == "html" else (None, None)
        if first is not None and depth < MAX_PAGES:
            whole = self.visit(first, refreshes=refreshes, depth=depth + 1)
            return whole if isinstance(whole, FeedFound) else self._page_of(url, whole)
        if entry is None and (entry := self._same_text(material)):
            material = replace(material, identity=entry.identity, url=entry.source.url)
        if entry and plain_address(url) != plain_address(page.url) and self._is_another(entry, material):
            return self._gone(entry.id, url)
        complete, missing = self._whole(material, following) if following else (material, None)
        outcome = self._settled(self._take_in([complete])[0])
        if outcome.id is not None and outcome.status not in ("removed", "gone"):
            for address in {plain_address(url): url, plain_address(found_at): found_at}.items():
                self._remember(address, outcome.id, page.marks)
            if missing:
                outcome = replace(outcome, note=f"The article goes on at {missing}, which could not be fetched.")
        return outcome

    def _page_of(self, url: str, outcome: Outcome) -> Outcome:
        """Remember an address as a further page of the article of an outcome."""
        if outcome.id is not None and outcome.status != "removed":
            self._remember((plain_address(url), url), outcome.id, NO_MARKS)
        return outcome

    def _same_text(self, material: Material) -> ArticleEntry | None:
        """Return the article that has a page's very text at the same address but for parameters, if there is one."""
        if material.media != "html" or not material.url or not urlsplit(material.url).query:
            return None
        with suppress(SourceError):  # taking it in says why
            digest = digest_of(self._read(material)[1])
            alike = (one for one in self._library.by_digest(digest) if one.source.url and one.duplicate_of is None)
            return next((one for one in alike if same_page(str(one.source.url), str(material.url))), None)
        return None

    def _neighbours(self, material: Material) -> tuple[str | None, str | None]:
        """Return the addresses of the page before and of the page behind, for one of an article's several pages."""
        url = str(material.url)
        if not may_lead_on(material.data):
            return None, None
        with suppress(SourceError):  # a page that cannot be parsed; taking it in says so
            _, lines = self._read(Material(name=url, data=material.data, media="links", charset=material.charset))
            links = dict(line.split(" ", 1) for line in lines.split("\n") if " " in line)
            first = links.get("previous")
            return first if first and is_page_of(url, first) else None, links.get("next")
        return None, None

    def _whole(self, material: Material, following: str) -> tuple[Material, str | None]:
        """Return an article of several pages in one, and the address of the first page that could not be had.

        A page that is linked as the next one belongs to the article if its address differs by a number only, or if it
        has the same title. The pages' texts are parted by an empty line.
        """
        source, text = self._read(material)
        texts = [text]
        seen = {plain_address(str(material.url))}
        url: str | None = following
        missing: str | None = None
        while url and plain_address(url) not in seen and len(texts) < MAX_PAGES:
            seen.add(plain_address(url))
            try:
                page = self._next_page(url)
                further, text = self._read(page)
            except SourceError:
                missing = url if is_page_of(str(material.url), url) else None
                break
            is_of = is_page_of(str(material.url), url) or further.title.startswith(source.title)
            if not is_of or text in texts:
                break
            texts.append(text)
            url = self._neighbours(page)[1]
        if len(texts) == 1:
            return material, missing
        fields = {**asdict(source), "text": "\n\n".join(texts)}
        return replace(material, data=json.dumps(fields).encode(), media="line", charset=None, origin="html"), missing

    def _next_page(self, url: str) -> Material:
        page = self._web.fetch(url)
        if not isinstance(page, Page) or _media(page) != "html":
            raise SourceError(f"There is no page at {url}.", hint="Check the address in a browser.")
        return Material(name=url, data=page.data, media="html", url=page.url, charset=page.charset)

    def _is_another(self, entry: ArticleEntry, material: Material) -> bool:
        """Whether a redirect leads to a page that is not the article any more."""
        with self._library.snapshot() as snapshot:
            article = snapshot.article(entry.id)
        source, text = self._read(material) if material.media in PARSED else extract(material)
        return relation(article, source.title, text) != "version"

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


def _media(page: Page) -> Media:
    """Return how to read a page: as its server says, else by the ending of its address. Raises SourceError."""
    if page.media_type in _MEDIA_TYPES:
        return _MEDIA_TYPES[page.media_type]
    ending = PurePosixPath(urlsplit(page.url).path).suffix.lower()
    media = MEDIA.get(ending, "html")
    if page.media_type in _UNTOLD and media != "epub" and media not in COLLECTIONS:
        return media
    raise SourceError(f"{page.url} is of a kind that cannot be read ({page.media_type}).", hint=f"{KINDS}.")


def failed(source: str, error: SourceError) -> Outcome:
    """Return the outcome of what cannot be had, and whether it may be had later."""
    after_s = error.after_s if isinstance(error, TryLater) else None
    return Outcome(
        status="failed",
        id=None,
        title="",
        error=str(error),
        source=printable(source),
        again_after_s=after_s,
        ended=isinstance(error, GoneForGood),
    )
