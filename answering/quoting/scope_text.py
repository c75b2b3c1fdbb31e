"""What a question was limited to, said with its answer."""

from collections.abc import Sequence
from dataclasses import replace

from answering.phrases import Phrases
from domain.dates import spelled
from domain.protocols import Snapshot
from domain.scope import Selection, select
from domain.values import EVERYTHING, Answer, ArticleEntry, RefusalReason, Scope


def limited(phrases: Phrases, answer: Answer, entries: Sequence[ArticleEntry], scope: Scope) -> Answer:
    """Return the answer with its scope and, where articles were looked at, with what these were, in words."""
    if scope == EVERYTHING:
        return answer
    looked = answer.kind != "talk" or bool(answer.citations)
    return replace(answer, scope=scope, searched=searched(phrases, select(entries, scope), scope) if looked else "")


def searched(phrases: Phrases, selection: Selection, scope: Scope) -> str:
    """Return "Searched: 2 articles, published since 1 October 2025. 3 without a date were left out."

    A single article is named by its title.
    """
    count = len(selection.entries)
    title = selection.entries[0].source.title if count == 1 else ""
    which = phrases("searched.one", title=title) if count == 1 else phrases("searched.many", count=count)
    return which + _when(phrases, scope) + "." + _undated(phrases, selection.undated)


def searched_ids(snapshot: Snapshot, scope: Scope) -> Scope:
    """Return the scope as a snapshot's rankings and counts take it: the ids of originals alone."""
    return EVERYTHING if scope == EVERYTHING else select(snapshot.entries(), scope).searched


def whose(phrases: Phrases, scope: Scope) -> str:
    """Return what a sentence begins with that refuses: "Your articles", or "The articles searched"."""
    return in_whose(phrases, scope).capitalize()


def in_whose(phrases: Phrases, scope: Scope) -> str:
    """Return the same as it stands inside a sentence."""
    return phrases("whose.all" if scope == EVERYTHING else "whose.searched")


def nothing_there(snapshot: Snapshot) -> RefusalReason:
    """Return the reason of a refusal without any article to look at: an empty scope, or an empty library."""
    return RefusalReason.NO_ARTICLES_IN_SCOPE if snapshot.entries() else RefusalReason.NO_ARTICLES


def _when(phrases: Phrases, scope: Scope) -> str:
    if scope.since and scope.until:
        return phrases("searched.between", since=spelled(scope.since), until=spelled(scope.until))
    if scope.since:
        return phrases("searched.since", since=spelled(scope.since))
    return phrases("searched.until", until=spelled(scope.until)) if scope.until else ""


def _undated(phrases: Phrases, count: int) -> str:
    if not count:
        return ""
    return " " + (phrases("searched.undated.one") if count == 1 else phrases("searched.undated.many", count=count))
