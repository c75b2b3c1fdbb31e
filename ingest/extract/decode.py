"""Bytes to clean text. Offsets refer to what comes out of here."""

import codecs
import re
from collections.abc import Sequence

import webencodings
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

_PYTHON_CODECS = {"gbk": "gb18030"}
"""Encodings that browsers read by a larger table than Python's codec of that name has."""

_SERVER_DEFAULT = "windows-1252"
"""What iso-8859-1, us-ascii and latin1 mean to browsers; servers that were never set up claim it of every page."""

_ISO_2022_JP = re.compile(rb"\x1b(\$[@B]|\([BJI])")
"""What switches between the tables of ISO-2022-JP, all of whose bytes are ASCII."""
_HIGH = bytes(code | 0x80 if 0x20 < code < 0x7F else code for code in range(256))
_EUC_JP_PAIRS = re.compile(rb"\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}")

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HIGH_CONTROLS = re.compile(r"[\x80-\x84\x86-\x9f]")
"""All but that for a line's end, which some files have."""
_SOFT_HYPHEN = re.compile("\u00ad+(?:\n(?=[^\\W\\d_]))?")
"""Where a word may be parted; at a line's end, where it was. The word is not printed with it."""
_GLUED_SIGN = re.compile(r"[^\W\d_][¹³ª¼¾¿][^\W\d_]")
"""What Polish or Czech looks like when it is read as Western ("s³aba"). charset-normalizer, asked to choose between the
two, takes French for Central European."""

_NOT_ASCII = bytes(range(128, 256))
_LETTERS_FOR_ONE_BROKEN = 5
_MAX_CONTROL_SHARE = 0.02
_MIN_ZERO_SHARE = 0.2


def decode(data: bytes, name: str, *, declared: Sequence[str | None] = ()) -> str:
    """Decode bytes as browsers do, but believe no declaration that the bytes contradict.

    In this order: byte-order mark; UTF-16 without one; UTF-8, of which a few bytes may be broken; the declared
    encodings; what charset-normalizer recognises.

    Args:
        declared: labels of the WHATWG encoding standard in order of trust (server's header, then the page's own);
            None and unknown labels are passed over. Of several the first that fits without a broken character counts.

    Raises:
        SourceError: for bytes that are no text, or none at all.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty.", hint="Check that the article was saved.")
    text = _decoded(data, declared)
    if text is None or _share_of_controls(text) > _MAX_CONTROL_SHARE:
        raise SourceError(f"{name} is not text{_known_kind(data)}.", hint="Save the article as .txt, .md or .html.")
    return clean(text)


def clean(text: str) -> str:
    """Return the text with \\n for every line's end, without control characters and soft hyphens; else as it is."""
    return _SOFT_HYPHEN.sub("", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))).removeprefix("\ufeff")


def _decoded(data: bytes, declared: Sequence[str | None]) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if byte_order := _utf16_without_mark(data):
        return _try(data, byte_order)
    if _ISO_2022_JP.search(data) and data.isascii():
        return _iso_2022_jp(data)
    text = _nearly_utf8(data)
    text = _declared(data, declared) if text is None else text
    return _recognised(data) if text is None else text


def _recognised(data: bytes) -> str | None:
    best = from_bytes(data, cp_isolation=_GUESSES).best()
    if best is not None and best.encoding in ("cp1252", "cp1250"):
        western = _try(data, "cp1252")
        return western if western and not _GLUED_SIGN.search(western) else _try(data, "cp1250")
    return None if best is None else str(best)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _declared(data: bytes, labels: Sequence[str | None]) -> str | None:
    """Return the text by the first label that fits, best without any broken character; None if none fits.

    A server's default is asked after what the page says of itself. Control characters above ASCII are letters of
    another encoding (Polish of Windows that is declared as iso-8859-2); such a text gives way to one without any.
    """
    found = [encoding.name for label in labels if label and (encoding := webencodings.lookup(label))]
    names = sorted(dict.fromkeys(found), key=lambda name: name == _SERVER_DEFAULT)
    texts = [_replacing(data, name) for name in names if name != "replacement"]
    fitting = [text for text in texts if _fits(text)]
    best = min(fitting, key=_broken, default=None)
    if best is not None and _HIGH_CONTROLS.search(best):
        recognised = _recognised(data)
        return recognised if recognised and not _HIGH_CONTROLS.search(recognised) else best
    return best


def _broken(text: str) -> int:
    return text.count("\ufffd") + len(_HIGH_CONTROLS.findall(text))


def _replacing(data: bytes, name: str) -> str:
    """Decode by an encoding of the standard; what is broken stands as "\ufffd"."""
    if name == "euc-jp":
        return _euc_jp(data)
    codec = codecs.lookup(_PYTHON_CODECS[name]) if name in _PYTHON_CODECS else webencodings.lookup(name).codec_info
    text: str = codec.decode(data, "replace")[0]
    return text


def _euc_jp(data: bytes) -> str:
    """Decode EUC-JP with the characters of NEC and IBM (①, ㈱), which browsers know and Python's codec does not.

    They stand at the same places of the table in Shift_JIS, whose codec has them.
    """
    parts: list[str] = []
    end = 0
    for pair in _EUC_JP_PAIRS.finditer(data):
        parts.append(data[end : pair.start()].decode("ascii", "replace"))
        parts.append(_japanese(pair.group()))
        end = pair.end()
    return "".join(parts) + data[end:].decode("ascii", "replace")


def _iso_2022_jp(data: bytes) -> str:
    first, *rest = _ISO_2022_JP.split(data)
    parts = [first.decode("ascii")]
    for table, part in zip(rest[::2], rest[1::2], strict=True):
        high = part.translate(_HIGH)
        parts.append(
            _euc_jp(high) if table[:1] == b"$" else (high if table == b"(I" else part).decode("cp932", "replace")
        )
    return "".join(parts)


def _japanese(code: bytes) -> str:
    if code[0] in (0x8E, 0x8F):  # half-width katakana; the supplementary table
        return code.decode("euc_jp", "replace")
    row, cell = code[0] - 0xA1, code[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    return bytes((lead, trail)).decode("cp932", "replace")


def _fits(text: str) -> bool:
    """Whether few of the letters beyond ASCII are broken."""
    broken = text.count("\ufffd")
    letters = sum(sign > "\x7f" for sign in text) - broken
    return letters >= broken * _LETTERS_FOR_ONE_BROKEN


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
