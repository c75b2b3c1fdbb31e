"""Turn what a program sends into orders of a job, which are done like those of the page."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from domain.collected import Filing, collection_name
from domain.errors import SourceError
from domain.jobs import FILING, Order, order_of
from domain.values import MEDIA, Material
from ingest.fetch.files import KINDS, printable

MAX_FILES = 100
"""Files of one request."""


def filed(orders: Iterable[Order], collection: str | None, user: str) -> list[Order]:
    """Add to orders the collection that their articles go into. Raises CollectionError for an invalid name."""
    if collection is None:
        return [*orders]
    filing = Filing(names=(collection_name(collection),), reader=user).as_json()
    return [replace(order, fields={**order.fields, FILING: filing}) for order in orders]


def order_address(url: str) -> Order:
    """Return the order to fetch an address; whether that is allowed is decided when it is fetched."""
    return Order(kind="visit", name=printable(url), fields={"url": url})


def order_html(html: str, url: str) -> Order:
    """Return the order to take in a page as a browser has rendered it, from the address ``url``."""
    data = html.encode("utf-8", "replace")
    return order_of(Material(name=printable(url), data=data, media="html", url=url, charset="utf-8"))


def order_text(text: str, title: str | None) -> Order:
    """Return the order to take in a text."""
    name = title or "a text"
    return order_of(Material(name=name, data=text.encode("utf-8", "replace"), media="text", title=title))


def order_files(files: Iterable[tuple[str, bytes]]) -> list[Order]:
    """Return the tasks of reading files (name, bytes); of a name that is a path the last part counts.

    Raises:
        SourceError: a file is of a kind that cannot be read, or two have one name.
    """
    orders: dict[str, Order] = {}
    for sent, data in files:
        name = printable(PurePosixPath(sent.replace("\\", "/")).name)
        media = MEDIA.get(PurePosixPath(name).suffix.lower())
        if media is None:
            raise SourceError(f"{name or 'A file without a name'} is of a kind that cannot be read.", hint=f"{KINDS}.")
        if name in orders:
            raise SourceError(f"Two files are named {name}.", hint="Send them one by one, or name them differently.")
        orders[name] = order_of(Material(name=name, data=data, media=media, identity=f"upload:{name}"))
    return [*orders.values()]
