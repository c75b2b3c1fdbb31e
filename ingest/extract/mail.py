"""An e-mail (.eml, or one message of a mailbox) to its article, by the standard library's parser."""

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from itertools import pairwise
from typing import cast

from domain.errors import SourceError
from domain.values import Source
from ingest.extract.dates import is_past
from ingest.extract.decode import clean, decode
from ingest.extract.html import declared_encoding, read_page
from ingest.extract.word_count import count_words

_HEAD_BYTES = 100_000
_FROM_LINE = re.compile(rb"^From [^\r\n]*+(?:\r\n|\r|\n)", re.MULTILINE)
"""What stands in front of each message of a mailbox file."""
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
"""What a mailbox file puts in front of a line of a message that begins with "From "."""
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*+(?:\r?\n[ \t]++)?<([^<>\s]{1,250})>", re.MULTILINE | re.IGNORECASE)
_HEAD_END = re.compile(rb"\n\r?\n")


def messages(mailbox: bytes) -> Iterator[bytes]:
    """Yield the messages of a mailbox file in order, each with the line "From …" that stands in front of it.

    Such a line begins a message only behind an empty line. Together the messages have the bytes of the file.
    """
    starts = (found.start() for found in _FROM_LINE.finditer(mailbox))
    begun = [at for at in starts if mailbox[max(0, at - 3) : at].endswith((b"\n\n", b"\n\r\n", b"\r\r"))]
    for start, end in pairwise([0, *begun, len(mailbox)]):
        yield mailbox[start:end]


def message_id(message: bytes) -> str | None:
    """Return the identifier that a message's sender gave it; None if its head has none."""
    end = _HEAD_END.search(message[:_HEAD_BYTES])
    found = _MESSAGE_ID.search(message[: end.end() if end else _HEAD_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def read_message(data: bytes, name: str) -> tuple[Source, str]:
    """Return what the message's head says and the words of its body.

    The subject is the title, the day of sending the date. The sender is the outlet of what was sent to a list, else the
    author. Of a body in HTML and in plain text the HTML is read, unless most of the words are missing there.
    Attachments are left out.

    Raises SourceError for what is no e-mail, or has no body that can be read.
    """
    line = _FROM_LINE.match(data)
    if line:
        data = _QUOTED_FROM.sub(b"", data[line.end() :])
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        source, text = _source(message), _text(message, name)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # headers can be broken in more ways than the parser foresees
        raise SourceError(f"{name} is no e-mail that can be read.", hint="Save its words as .txt.") from error
    return source, text


def _source(message: EmailMessage) -> Source:
    if not any(message.get(field) for field in ("from", "subject", "date", "message-id")):
        raise ValueError("no head of a message")
    sender = email.utils.parseaddr(str(message.get("from", "")))
    called = " ".join((sender[0] or sender[1]).split()) or None
    listed = any(field in message for field in ("list-id", "list-unsubscribe"))
    sent = None
    with suppress(ValueError, TypeError, OverflowError):
        sent = email.utils.parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    return Source(
        title=str(message.get("subject", "")),
        outlet=called if listed else None,
        author=None if listed else called,
        published=sent if sent and is_past(sent) else None,
    )


def _text(message: EmailMessage, name: str) -> str:
    html, plain = message.get_body(("html",)), message.get_body(("plain",))
    if html is None and plain is None:
        raise SourceError(
            f"{name} has no body of text (it may be encrypted, or hold nothing but attachments).",
            hint="Save its words as .txt, or its attachment by itself.",
        )
    words = _plain(cast(EmailMessage, plain), name) if plain is not None else ""
    if html is None:
        return words
    try:
        text = _html(cast(EmailMessage, html), name)
    except SourceError:
        if not words.strip():
            raise
        return words
    return text if 2 * count_words(text) >= count_words(words) else words


def _html(part: EmailMessage, name: str) -> str:
    data = cast(bytes, part.get_payload(decode=True))
    return read_page(decode(data, name, declared=(part.get_content_charset(), declared_encoding(data))), name)[1]


def _plain(part: EmailMessage, name: str) -> str:
    """Return the words of a part in plain text; lines that were only broken for sending (RFC 3676) are joined."""
    data = cast(bytes, part.get_payload(decode=True))
    text = clean(decode(data, name, declared=(part.get_content_charset(),))) if data.strip() else ""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text.rstrip("\n")
    joined = ""
    for line in text.split("\n"):
        is_broken = line.endswith(" ") and line != "-- "
        joined += line if is_broken else f"{line}\n"
    return joined.rstrip("\n")
