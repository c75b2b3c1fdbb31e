"""Bytes to clean text. Offsets refer to what comes out of here."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from domain.errors import SourceError

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]

_GUESSES = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
"""What articles are found in. With all encodings to choose from, "caf\\xe9" is taken for UTF-16."""

_MEANT_FOR_PRINTERS = re.compile(r"[\v\f\x85]")
_MAX_CONTROL_SHARE = 0.02


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """Return the text of some bytes: by their mark, as UTF-8, as ``declared``, or as charset-normalizer recognises it.

    Raises SourceError for bytes that are no text, or none at all.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty.", hint="Check that the article was saved.")
    text = _decoded(data, declared)
    if text is None or _share_of_controls(text) > _MAX_CONTROL_SHARE:
        raise SourceError(f"{name} is not text{_known_kind(data)}.", hint="Save the article as .txt, .md or .html.")
    return clean(text)


def clean(text: str) -> str:
    """Return the text with \\n for every line's end and without control characters; nothing else is altered."""
    text = _MEANT_FOR_PRINTERS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(character for character in text if not _is_control(character)).removeprefix("\ufeff")


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\0" in data[:4096]:
        return _try(data, _utf16_without_mark(data))
    for likely in ("utf-8", declared):
        if likely and (text := _try(data, likely)) is not None:
            return text
    best = from_bytes(data, cp_isolation=_GUESSES).best()
    return None if best is None else str(best)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a page may declare an encoding that does not exist
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Return the byte order in which Latin letters would have their zero byte where most zero bytes are."""
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


def _share_of_controls(text: str) -> float:
    controls = sum(character not in "\r\n\t\v\f\x85\0" and _is_control(character) for character in text)
    return controls / max(len(text), 1)


def _known_kind(data: bytes) -> str:
    kinds = {
        b"%PDF": "a PDF",
        b"PK\x03\x04": "a Word file or an archive",
        b"\x89PNG": "a picture",
        b"\xff\xd8": "a picture",
    }
    return next((f" but {kind}" for mark, kind in kinds.items() if data.startswith(mark)), "")
