"""The window that a bookmarklet opens to send a page, as the browser has rendered it, to the library."""

import base64
import hashlib
import re
from pathlib import Path

PAGE = (Path(__file__).parent / "capture.html").read_text(encoding="utf-8")
_INLINE = re.compile(r"<(script|style)>([^<]*+(?:<(?!/\1>)[^<]*+)*+)</\1>")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


_HASHES = {found[1]: _hash(found[2]) for found in _INLINE.finditer(PAGE)}
POLICY = (
    f"default-src 'none'; script-src {_HASHES['script']}; style-src {_HASHES['style']}; connect-src 'self';"
    " base-uri 'none'; form-action 'none'"
)
"""Content-Security-Policy of the window: its own script and style, and requests to this server alone."""
