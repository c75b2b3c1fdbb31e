"""The last look before an answer is shown: every quote against the stored article, character for character."""

from domain.errors import InexactQuote
from domain.protocols import Snapshot
from domain.values import Answer, Citation


def checked(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer as it is; raises InexactQuote if a quote, or the words around it, are not the article's."""
    for citation in (*answer.citations, *answer.nearest):
        article = snapshot.article(citation.article.id)
        if citation.field is not None:
            exact = getattr(article.source, citation.field) == citation.quote
        else:
            exact = article.digest == citation.article.digest and _stands(citation, article.text)
        if not exact:
            raise InexactQuote(
                f"A quote from “{citation.article.source.title}” did not match the article, so the answer is withheld.",
                hint="Please report this with the question; it is an error in Dateline.",
            )
    return answer


def _stands(citation: Citation, text: str) -> bool:
    start, end = citation.start, citation.end
    if start is None or end is None or not 0 <= start < end <= len(text) or text[start:end] != citation.quote:
        return False
    return text[:start].rstrip().endswith(citation.before.rstrip()) and text[end:].lstrip().startswith(citation.after)
