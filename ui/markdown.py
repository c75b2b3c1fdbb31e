"""Text in places where Streamlit reads Markdown."""

import re

_SIGNS = re.compile(r"[\\`*_\[\]<>$~]")


def as_printed(text: str) -> str:
    """Return the text with the signs of Markdown escaped: Streamlit would draw the pictures and links of a title."""
    return _SIGNS.sub(r"\\\g<0>", text)
