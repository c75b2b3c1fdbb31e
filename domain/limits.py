"""Limits on the size of input: longer fields are cut, longer questions and drafts are refused with an error."""

from domain.errors import QuestionTooLong

MAX_QUESTION_CHARS = 4_000
MAX_DRAFT_CHARS = 200_000
MAX_FIELD_CHARS = 300
"""Of a title, an outlet or an author."""
MAX_ADDRESS_CHARS = 2_000
"""Of a web address; browsers and servers do not all take longer ones."""
MAX_TEXT_BYTES = 2_000_000
"""Of an article's text in UTF-8: some 300,000 words of English, twice a long novel."""


def check_question(question: str) -> None:
    """Raise QuestionTooLong for a question of more than ``MAX_QUESTION_CHARS`` characters."""
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionTooLong(
            f"The question has {len(question):,} characters; {MAX_QUESTION_CHARS:,} are read at most.",
            hint="Shorten it, or add a long text as an article.",
        )


def cut(value: str, *, max_chars: int = MAX_FIELD_CHARS) -> str:
    """Shorten a field to at most ``max_chars`` characters, cut between two words and ended by "…"."""
    if len(value) <= max_chars:
        return value
    kept = value[: max_chars - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:–—-") + "…"
