"""The program's own quotation marks around exact words, which differ from those within the words."""

_DOUBLE = tuple('"“”„«»')


def quotation_marks(words: str) -> tuple[str, str]:
    """Return double marks to put before and behind words; single ones for words that begin or end with a double one."""
    return ("‘", "’") if words.startswith(_DOUBLE) or words.endswith(_DOUBLE) else ("“", "”")


def in_quotation_marks(words: str) -> str:
    """Return the words between the marks that they need."""
    opening, closing = quotation_marks(words)
    return f"{opening}{words}{closing}"
