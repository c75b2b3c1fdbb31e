"""How much of what comes from outside is taken: what is longer is cut, or refused with the reason."""

from domain.errors import QuestionTooLong

MAX_QUESTION_CHARS = 4_000
MAX_DRAFT_CHARS = 200_000
MAX_FIELD_CHARS = 300
"""Of a title, an outlet, an author: each is indexed and embedded with every passage of its article."""
MAX_ADDRESS_CHARS = 2_000
"""Browsers and servers agree on little more."""
MAX_TEXT_BYTES = 2_000_000
"""Of an article's words in UTF-8, some 300,000 words of English. A long novel has half of that."""


def check_question(question: str) -> None:
    """Raise QuestionTooLong for a question of more than ``MAX_QUESTION_CHARS`` characters."""
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionTooLong(
            f"The question has {len(question):,} characters; {MAX_QUESTION_CHARS:,} are read at most.",
            hint="Shorten it, or add a long text as an article.",
        )


def cut(value: str, *, max_chars: int = MAX_FIELD_CHARS) -> str:
    """Return a field of at most ``max_chars`` characters, cut between two words, and "…" where it was cut."""
    if len(value) <= max_chars:
        return value
    kept = value[: max_chars - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:–—-") + "…"
