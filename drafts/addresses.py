"""Addresses that a draft gives beside a quotation."""

import re

from drafts.values import Finding, Outcome

_ADDRESS = re.compile(r"https?://[^\s<>\"“”„«»]+", re.IGNORECASE)
_BEHIND = ".,;:!?'’*_)]}"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def address_beside(text: str, finding: Finding) -> str | None:
    """Return the address nearest to a quotation in its paragraph; None if there is none.

    Only for one that is not verbatim: else the article is there.
    """
    if finding.type != "quotation" or finding.outcome is Outcome.VERBATIM:
        return None
    start = text.rfind("\n\n", 0, finding.start) + 1
    end = text.find("\n\n", finding.end)
    found = [
        (max(finding.start - match.end(), match.start() - finding.end), match.group())
        for match in _ADDRESS.finditer(text, start, end if end >= 0 else len(text))
    ]
    return _without_signs(min(found)[1]) if found else None


def _without_signs(address: str) -> str:
    """Return an address without the signs of the sentence behind it; a bracket that it opens itself is its own."""
    while address[-1] in _BEHIND:
        opening = _PAIRS.get(address[-1])
        if opening and address.count(address[-1]) <= address.count(opening):
            break
        address = address[:-1]
    return address
