"""What a question names that no article has."""

import re
from collections.abc import Sequence

from domain.language import Word, words
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Scope
from text.country_names import country_forms

_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL = 2


def missing_words(snapshot: Snapshot, question: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the question's names and numbers that stand in no article of the scope, as typed; names side by side
    come as one.

    A country counts as found in any of its forms (India, Indian), a year also where an article of it is. Numbers of one
    or two digits are left aside: a text may spell them, and a question say them of the person who asks.
    """
    small = {word for word in words(question) if word.text.isdigit() and len(word.text) <= _SMALL}
    named = [word for word in words(question) if word.content and (word.name or word.text[0].isdigit())]
    return _lacking(snapshot, question, [word for word in named if word not in small], scope)


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
        dated = snapshot.entries() if _YEAR.fullmatch(word.text) else ()
        if any((one.source.published or "").startswith(word.text) for one in dated if one.id in scope):
            continue
        if any(snapshot.article_counts(sorted(country_forms(word.text)), scope=scope).values()):
            continue
        if missing and text[last_end : word.start] == " ":
            missing[-1] += f" {word.text}"
        else:
            missing.append(word.text)
        last_end = word.end
    return list(dict.fromkeys(missing))
