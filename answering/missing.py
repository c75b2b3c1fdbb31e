"""What a question names that no article has."""

from answering.evidence import named
from answering.features import word_weight
from domain.language import words
from domain.seams import Snapshot

_RARE = 3.5
"""Weight from which a word typed in lower case may be a name; see answering/features.py."""


def missing_words(snapshot: Snapshot, question: str) -> list[str]:
    """Return the question's names and numbers that stand in no article, as typed; in a question typed without capitals,
    its rarer words.
    """
    candidates = [word.text for word in named(question)]
    if not candidates and question == question.lower():
        candidates = [word.text for word in words(question) if word.content and word_weight(word.text) >= _RARE]
    counts = snapshot.article_counts(list(dict.fromkeys(candidates)))
    return [text for text, count in counts.items() if count == 0]
