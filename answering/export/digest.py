"""What is new, as one HTML file, as an Atom feed and as text. What articles say is escaped and nothing is loaded."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from html import escape
from itertools import groupby
from xml.etree import ElementTree

from domain.dates import spelled
from domain.digest import Digest, DigestAnswer, DigestArticle, DigestFailure, DigestQuote
from domain.events import Event, EventArticle
from domain.links import web_link
from domain.quotation_marks import in_quotation_marks

SIGNATURE = "urn:dateline:digest"
"""Stands in every file of a digest: one that has it may be replaced by the next."""
NOTHING = "Nothing new since then."
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Content-Security-Policy of a file of HTML that needs nothing but itself."""
_ATOM = "http://www.w3.org/2005/Atom"
_NO_OUTLET = "Without an outlet"
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2rem; font-size: 1.25rem; } h3 { font-size: 1rem; }
.small { font-size: 0.875rem; opacity: 0.75; }
blockquote { margin: 0.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid; white-space: pre-line; }
"""


def as_html(digest: Digest, zone: tzinfo = UTC) -> str:
    """Return the digest as one HTML file without scripts; its times are those of a time zone."""
    body = [f"<h1>{escape(_title(digest, zone))}</h1>"]
    if not digest.answers and not digest.events and not digest.articles:
        body.append(f"<p>{NOTHING}</p>")
    for question, answers in groupby(digest.answers, key=lambda one: one.question):
        body.append(f"<h2>{escape(question)}</h2>")
        body += [_answer_html(one) for one in answers]
    for event in digest.events:
        items = "".join(f"<li>{_event_article_html(one)}</li>" for one in event.articles)
        body.append(f"<h2>{escape(event.name)}</h2><p class='small'>{escape(event_summary(event))}</p><ul>{items}</ul>")
    for outlet, articles in groupby(digest.articles, key=_outlet):
        items = "".join(f"<li>{_article_html(one)}</li>" for one in articles)
        body.append(f"<h2>{escape(outlet)}</h2><ul>{items}</ul>")
    if digest.failures:
        items = "".join(f"<li>{escape(_failure(one, zone))}</li>" for one in digest.failures)
        body.append(f"<h2>Could not be looked at</h2><ul>{items}</ul>")
    return html_page(_title(digest, zone), _STYLE, f"<!-- {SIGNATURE} -->", *body)


def html_page(title: str, style: str, *body: str) -> str:
    """Return a whole HTML page without scripts that loads nothing; ``body`` is HTML, a line each."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        + "\n".join([*body, "</body>\n</html>\n"])
    )


def as_atom(digest: Digest) -> bytes:
    """Return the digest as an Atom 1.0 feed (RFC 4287) in UTF-8: an entry for each answer and each article.

    What is updated at the same time as before is no news to a feed reader, so no entry has the time of the digest.
    """
    times = [one.asked for one in digest.answers]
    times += [one.when for one in digest.events] + [one.when for one in digest.articles]
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", SIGNATURE)
    _add(feed, "title", "Dateline: what is new")
    _add(feed, "updated", max(times, default=digest.made))
    _add(ElementTree.SubElement(feed, "author"), "name", "Dateline")
    for answer in digest.answers:
        _entry(
            feed,
            name=f"urn:dateline:answer:{answer.id}",
            title=answer.question,
            updated=answer.asked,
            link=next((quote.link for quote in answer.quotes if quote.link), None),
            content=_answer_html(answer),
        )
    for event in digest.events:
        _entry(
            feed,
            name=f"urn:dateline:event:{event.id}:{len(event.articles)}",
            title=event.name,
            updated=event.when,
            link=next((link for one in event.articles if (link := web_link(one.url))), None),
            content=f"<p>{escape(event_summary(event))}</p>"
            + "".join(f"<p>{_event_article_html(one)}</p>" for one in event.articles),
        )
    for article in digest.articles:
        _entry(
            feed,
            name=f"urn:dateline:article:{article.id}:{article.digest[:16]}",
            title=article.title,
            updated=article.when,
            link=article.link,
            content=_article_html(article),
        )
    if digest.failures:
        lines = "".join(f"<p>{escape(_failure(one, UTC))}</p>" for one in digest.failures)
        day = digest.made[:10]
        _entry(
            feed,
            name=f"urn:dateline:failures:{day}",
            title="Could not be looked at",
            updated=f"{day}T00:00:00+00:00",
            link=None,
            content=lines,
        )
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def as_text(digest: Digest, zone: tzinfo = UTC) -> str:
    """Return the digest as a terminal shows it; its times are those of a time zone."""
    return "\n".join(_lines(digest, zone))


def events_as_text(events: Sequence[Event]) -> str:
    """Return a list of events as a terminal shows it."""
    return "\n\n".join("\n".join(_event_lines(event)) for event in events) or "No two articles are about one event."


def _event_lines(event: Event) -> Iterator[str]:
    yield f"{event.name} ({event_summary(event)})"
    yield from (f"  {_event_article(one)} [{one.id}]" for one in event.articles)
    for one in event.disagreements or ():
        sides = (f"{in_quotation_marks(side.quote)} [{side.article_id}]" for side in (one.one, one.other))
        yield f"  They disagree: {' — '.join(sides)}"


def event_summary(event: Event) -> str:
    """Return "4 outlets, first on 16 March 2026 by Coast Post"; without the outlet where the order is not known."""
    count = len(event.outlets)
    outlets = f"{count} outlet{'s' if count != 1 else ''}"
    first = event.first
    by = f"by {first.outlet or first.title}" if first else "order not known"
    return f"{outlets}, first on {spelled(event.first_day or '')}{' ' if first else ', '}{by}"


def _event_article_html(article: EventArticle) -> str:
    return f"{_linked(article.title, web_link(article.url))} <span class='small'>{escape(_where(article))}</span>"


def _event_article(article: EventArticle) -> str:
    return f"{article.title} ({where})" if (where := _where(article)) else article.title


def _where(article: EventArticle) -> str:
    return ", ".join(filter(None, (article.outlet, spelled(article.published) if article.published else "")))


def _lines(digest: Digest, zone: tzinfo) -> Iterator[str]:
    yield _title(digest, zone)
    if not digest.answers and not digest.events and not digest.articles:
        yield NOTHING
    for question, answers in groupby(digest.answers, key=lambda one: one.question):
        yield f"\n{question}"
        for answer in answers:
            for quote in answer.quotes:
                yield f"  {in_quotation_marks(quote.quote)} — {_source(quote)}"
    for event in digest.events:
        yield ""
        yield from _event_lines(event)
    for outlet, articles in groupby(digest.articles, key=_outlet):
        yield f"\n{outlet}"
        yield from (f"  {one.title} [{one.id}]{_changed(one)}" for one in articles)
    if digest.failures:
        yield "\nCould not be looked at"
        yield from (f"  {_failure(one, zone)}" for one in digest.failures)


def _entry(feed: ElementTree.Element, *, name: str, title: str, updated: str, link: str | None, content: str) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "id", name)
    _add(entry, "title", title)
    _add(entry, "updated", updated)
    if link:
        ElementTree.SubElement(entry, "link", rel="alternate", href=link)
    ElementTree.SubElement(entry, "content", type="html").text = content


def _add(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = text


def _answer_html(answer: DigestAnswer) -> str:
    return "".join(
        f"<blockquote>{_linked(quote.quote, quote.link)}</blockquote><p class='small'>{escape(_source(quote))}</p>"
        for quote in answer.quotes
    )


def _article_html(article: DigestArticle) -> str:
    return f"{_linked(article.title, article.link)}<span class='small'>{escape(_changed(article))}</span>"


def _linked(text: str, link: str | None) -> str:
    return f'<a href="{escape(link)}">{escape(text)}</a>' if link else escape(text)


def _title(digest: Digest, zone: tzinfo) -> str:
    return f"What is new since {_moment(digest.since, zone)}"


def _outlet(article: DigestArticle) -> str:
    return article.outlet or _NO_OUTLET


def _source(quote: DigestQuote) -> str:
    day = spelled(quote.published) if quote.published else ""
    removed = "removed since from the library" if quote.removed else ""
    return ", ".join(filter(None, (quote.title, quote.outlet, day, removed)))


def _changed(article: DigestArticle) -> str:
    return " (changed)" if article.changed else ""


def _moment(iso: str, zone: tzinfo) -> str:
    """Return a time as "3 November 2025, 06:30 UTC"; a day, which has no time, as it is."""
    shown = datetime.fromisoformat(iso)
    if shown.tzinfo is None:
        return spelled(iso)
    shown = shown.astimezone(zone)
    return f"{spelled(shown.date().isoformat())}, {shown:%H:%M %Z}"


def _failure(failure: DigestFailure, zone: tzinfo) -> str:
    given_up = " It is not looked at again." if failure.stopped else ""
    since = f"since {_moment(failure.since, zone)}: " if failure.since else ""
    return f"{failure.name}: {since}{failure.reason}{given_up}"
