"""What a question names that no article has."""

import re
from collections.abc import Sequence

from domain.language import Word, words
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Scope
from text.country_names import country_forms

_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL = re.compile(r"\d{1,2}")


def missing_words(snapshot: Snapshot, question: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the question's names and numbers that stand in no article of the scope, as typed; names side by side
    come as one.

    A country counts as found in any of its forms (India, Indian), a year also where an article of it is. Numbers of one
    or two digits are left aside: a text may spell them, and a question say them of the person who asks.
    """
    return _lacking(snapshot, question, [word for word in named(question) if not _SMALL.fullmatch(word.text)], scope)


def unmentioned(snapshot: Snapshot, topic: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the words of a bare topic that stand in no article of the scope, as typed; words side by side as one."""
    return _lacking(snapshot, topic, [word for word in words(topic) if word.content], scope)


def named(question: str) -> list[Word]:
    """Return the question's names and numbers; what it asks about cannot be answered by articles that lack them."""
    return [word for word in words(question) if word.content and (word.name or word.text[0].isdigit())]


def _lacking(snapshot: Snapshot, text: str, candidates: Sequence[Word], scope: Scope) -> list[str]:
    counts = snapshot.article_counts([word.text for word in candidates], scope=scope)
    missing: list[str] = []
    last_end = -1
    for word in candidates:
        if counts[word.text] or _is_year_of_article(snapshot, word.text, scope):
            continue
        if any(snapshot.article_counts(sorted(country_forms(word.text)), scope=scope).values()):
            continue
        if missing and text[last_end : word.start] == " ":
            missing[-1] += f" {word.text}"
        else:
            missing.append(word.text)
        last_end = word.end
    return list(dict.fromkeys(missing))


def _is_year_of_article(snapshot: Snapshot, word: str, scope: Scope) -> bool:
    return _YEAR.fullmatch(word) is not None and any(
        (entry.source.published or "").startswith(word) for entry in snapshot.entries() if entry.id in scope
    )
