"""What is decoded is compared with what Chromium makes of the same bytes."""

import pytest
from playwright.sync_api import Browser

from ingest.extract.decode import decode

PAIRS = {
    "shift_jis": (range(0x89, 0x98), range(0x40, 0x7F)),
    "euc-jp": (range(0xA1, 0xF5), range(0xA1, 0xFF)),
    "gb2312": (range(0xB0, 0xF8), range(0xA1, 0xFF)),
    "gbk": (range(0x81, 0xA1), range(0x40, 0x7F)),
    "big5": (range(0xA4, 0xC7), range(0x40, 0x7F)),
    "euc-kr": (range(0x81, 0xC7), range(0x41, 0x5B)),
}
"""Encodings of two bytes a character -> first bytes and second bytes to try."""

SINGLE = ["us-ascii", "iso-8859-1", "windows-1250", "windows-1251", "iso-8859-2", "iso-8859-9", "iso-8859-15", "koi8-r"]


@pytest.mark.parametrize("label", [*PAIRS, *SINGLE])
def test_every_character_is_the_one_that_chromium_shows(chromium: Browser, label: str) -> None:
    firsts, seconds = PAIRS.get(label, (range(0xC0, 0x100), [0x20]))
    codes = [bytes((first, second)) for first in firsts for second in seconds]
    page = chromium.new_page()
    shown: list[str] = page.evaluate(
        "([label, codes]) => codes.map((code) => new TextDecoder(label).decode(new Uint8Array(code)))",
        [label, [list(code) for code in codes]],
    )
    page.close()
    valid = [(code, text) for code, text in zip(codes, shown, strict=True) if "\ufffd" not in text]

    text = decode(b"\n".join(code for code, _ in valid), "a.html", declared=[label])

    assert len(valid) > len(codes) / 2
    assert text.split("\n") == [text for _, text in valid]
