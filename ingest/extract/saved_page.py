"""Pages that a browser has saved whole, and the address at which it found them: SingleFile's HTML, and MHTML."""

import email
import email.policy
from email.message import EmailMessage
from typing import cast

from domain.errors import SourceError
from ingest.extract.decode import decode
from ingest.extract.html import declared_encoding
from ingest.fetch.addresses import is_web_address

_SINGLEFILE = ("Page saved with SingleFile", "Archive processed by SingleFile")
"""First line of the comment that SingleFile puts in front of a page; the second is that of older versions."""
_ADDRESS_LINE = "url:"
_HEAD_CHARS = 10_000
"""In which that comment begins, and its length at most."""


def singlefile_address(html: str) -> str | None:
    """Return where SingleFile has found the page that it saved; None if this is no such page."""
    start = html.find("<!--", 0, _HEAD_CHARS)
    comment, closed, _ = html[start + 4 : start + _HEAD_CHARS].partition("-->")
    lines = [line.strip() for line in comment.strip().split("\n")]
    if start < 0 or not closed or lines[0] not in _SINGLEFILE:
        return None
    named = (line.removeprefix(_ADDRESS_LINE).strip() for line in lines if line.startswith(_ADDRESS_LINE))
    return _web_address(next(named, None))


def read_mhtml(data: bytes, name: str) -> tuple[str, str | None]:
    """Return the HTML of a page that was saved as MHTML (RFC 2557), and the address at which it was found, if known.

    Raises:
        SourceError: it holds no page.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = _page(message)
        found_at = _web_address(_field(message, "snapshot-content-location") or _field(page, "content-location"))
        content = cast(bytes, page.get_payload(decode=True))
        charset = page.get_content_charset()
    except MemoryError:
        raise
    except Exception as error:  # headers can be broken in more ways than the parser foresees
        raise SourceError(
            f"{name} holds no page that can be read.", hint="Save the page again, or as .html."
        ) from error
    return decode(content, name, declared=(charset, declared_encoding(content))), found_at


def _page(message: EmailMessage) -> EmailMessage:
    """Return the part that is the page itself, not a frame in it: the one named as the start, else the first."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    return next((part for part in parts if start and part["content-id"] == start), parts[0])


def _field(part: EmailMessage, name: str) -> str:
    return str(part.get(name, "")).strip()


def _web_address(written: str | None) -> str | None:
    return written if written and is_web_address(written) else None
