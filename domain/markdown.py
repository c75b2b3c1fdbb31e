"""Escape text for Markdown."""

import re

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#$&|~^=!]|:(?=\S)")
_BEGINS = re.compile(r"^([-+]|\d+(?=[.)]))")


def escaped(text: str) -> str:
    """Return the text on one line, with every character escaped that has a meaning in Markdown."""
    line = _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
    return _BEGINS.sub(lambda found: _begin(found.group()), line)


def _begin(sign: str) -> str:
    return f"\\{sign}" if sign in "-+" else f"{sign}\\"
