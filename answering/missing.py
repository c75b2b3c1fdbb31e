"""What a question names that no article has."""

from collections.abc import Sequence

from answering.evidence import named
from answering.features import word_weight
from domain.language import Word, content_words, words
from domain.seams import Snapshot
from domain.values import EVERYTHING, Scope

_RARE = 3.5
"""Weight from which a word typed in lower case may be a name; see answering/features.py."""

_TELLING = 2.9
"""Weight from which a word says what a question is about: "population" does, "happened" does not."""


def missing_words(snapshot: Snapshot, question: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the question's names and numbers that stand in no article of the scope, as typed; names side by side
    come as one.

    In a question typed without capitals the rarer words are taken for names.
    """
    candidates = named(question)
    if not candidates and question == question.lower():
        candidates = [word for word in words(question) if word.content and word_weight(word.text) >= _RARE]
    return _lacking(snapshot, question, candidates, scope)


def lacks_a_word(snapshot: Snapshot, question: str, scope: Scope = EVERYTHING) -> bool:
    """Whether some word of the question that carries meaning, name or not, stands in no article of the scope, in any
    form.
    """
    telling = [word for word in content_words(question) if word_weight(word) >= _TELLING]
    return 0 in snapshot.article_counts(telling, scope=scope).values()


def unmentioned(snapshot: Snapshot, topic: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the words of a bare topic that stand in no article of the scope, as typed; words side by side as one."""
    return _lacking(snapshot, topic, [word for word in words(topic) if word.content], scope)


def _lacking(snapshot: Snapshot, text: str, candidates: Sequence[Word], scope: Scope) -> list[str]:
    counts = snapshot.article_counts([word.text for word in candidates], scope=scope)
    missing: list[str] = []
    last_end = -1
    for word in candidates:
        if counts[word.text]:
            continue
        if missing and text[last_end : word.start] == " ":
            missing[-1] += f" {word.text}"
        else:
            missing.append(word.text)
        last_end = word.end
    return list(dict.fromkeys(missing))
