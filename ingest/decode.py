"""Bytes to clean text. Offsets refer to what comes out of here."""

import codecs
import re

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

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_GLUED_SIGN = re.compile(r"[^\W\d_][¹³ª¼¾¿][^\W\d_]")
"""What Polish or Czech looks like when it is read as Western ("s³aba"). charset-normalizer, asked to choose between the
two, takes French for Central European."""

_NOT_ASCII = bytes(range(128, 256))
_LETTERS_FOR_ONE_BROKEN = 5
_MAX_CONTROL_SHARE = 0.02
_MIN_ZERO_SHARE = 0.2


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """Return the text of some bytes: by their mark, as UTF-8, as ``declared``, or as charset-normalizer recognises it.

    In UTF-8 a few bytes may be broken, as browsers bear it. Raises SourceError for what is no text, or none at all.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty.", hint="Check that the article was saved.")
    text = _decoded(data, declared)
    if text is None or _share_of_controls(text) > _MAX_CONTROL_SHARE:
        raise SourceError(f"{name} is not text{_known_kind(data)}.", hint="Save the article as .txt, .md or .html.")
    return clean(text)


def clean(text: str) -> str:
    """Return the text with \\n for every line's end and without control characters; nothing else is altered."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).removeprefix("\ufeff")


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if byte_order := _utf16_without_mark(data):
        return _try(data, byte_order)
    if (text := _nearly_utf8(data)) is not None:
        return text
    if declared and (text := _try(data, declared)) is not None:
        return text
    best = from_bytes(data, cp_isolation=_GUESSES).best()
    if best is not None and best.encoding in ("cp1252", "cp1250"):
        western = _try(data, "cp1252")
        return western if western and not _GLUED_SIGN.search(western) else _try(data, "cp1250")
    return None if best is None else str(best)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a page may declare an encoding that does not exist
        return None


def _nearly_utf8(data: bytes) -> str | None:
    """Return the text of UTF-8, also if a few bytes of it are broken: a page of many parts, a file that was cut off.

    These stand as "\ufffd". In other encodings hardly any two or three bytes happen to be one letter of UTF-8.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    letters = len(text) - len(data.translate(None, _NOT_ASCII)) - broken
    return text if letters >= broken * _LETTERS_FOR_ONE_BROKEN else None


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order in which most letters would have a zero byte; None if few zero bytes take turns so."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * _MIN_ZERO_SHARE or min(even, odd) > max(even, odd) / 10:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _share_of_controls(text: str) -> float:
    return len(_CONTROLS.findall(_LINE_ENDS.sub("\n", text))) / max(len(text), 1)


def _known_kind(data: bytes) -> str:
    kinds = {
        b"%PDF": "a PDF",
        b"PK\x03\x04": "a Word file or an archive",
        b"\x89PNG": "a picture",
        b"\xff\xd8": "a picture",
    }
    return next((f" but {kind}" for mark, kind in kinds.items() if data.startswith(mark)), "")
