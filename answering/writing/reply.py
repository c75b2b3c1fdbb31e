"""What a model said, taken for what it is: thoughts left out, "cannot tell" recognised, what may be shown meanwhile."""

import re
from collections.abc import Sequence

from answering.writing.citation_markers import Claim, visible

CANNOT_TELL = "CANNOT TELL"
"""What a model is asked to reply where the excerpts do not answer."""

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_HALF_A_TAG = re.compile(r"<[/a-z]{0,10}\Z", re.IGNORECASE)
_SIGNS = re.compile(r"^[\W_]+|[\W_]+$")
_SAYS_SO = re.compile(
    r"^(?:(?:unfortunately|sorry),? )?(?:i (?:cannot|can't|can’t|could not|am unable to|do not|don't|don’t) |"
    r"(?:the|these|none of the) (?:\w+ )?(?:excerpts?|articles?|texts?|passages?)(?: \w+)? "
    r"(?:do|does|did)(?:n't|n’t| not) (?:say|answer|mention|contain|state|provide|give|specify|tell)|"
    r"there is (?:no|not enough) (?:information|answer|mention)|it is (?:not|un)\s?(?:stated|clear|known|possible to))",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…。！？][\"”’')\]]*$")


def said(reply: str) -> str:
    """Return the reply without the thoughts that some models speak aloud."""
    return _THOUGHTS.sub("", reply)


def shown(reply: str) -> str:
    """Return what may be shown of a reply that is still running."""
    text = _HALF_A_TAG.sub("", said(reply)).lstrip()
    begun = _SIGNS.sub("", text)[: len(CANNOT_TELL)].upper()
    return "" if CANNOT_TELL.startswith(begun) else visible(text)


def is_cannot_tell(text: str) -> bool:
    """Whether a statement is nothing but the sign for "cannot tell"."""
    return _SIGNS.sub("", text).upper() == CANNOT_TELL


def cannot_tell(reply: str, claims: Sequence[Claim]) -> bool:
    """Whether all that a model said, in these claims, is that it cannot tell."""
    if not claims:
        return is_cannot_tell(said(reply))
    return all(is_cannot_tell(claim.text) or _SAYS_SO.match(claim.text) is not None for claim in claims)


def is_ended(claim: Claim) -> bool:
    """Whether a statement looks as if it had been finished."""
    return _ENDED.search(claim.text) is not None
