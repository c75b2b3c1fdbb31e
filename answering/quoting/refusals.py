"""Refusals, the closest words where the articles come near an answer, and what a question was limited to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from answering.phrases import Phrases, counted
from answering.quoting.attribution import cite
from answering.quoting.candidates import Considered
from answering.quoting.reading import quotable, rank
from answering.quoting.word_overlap import passages
from domain.dates import spelled
from domain.language import words
from domain.protocols import Snapshot
from domain.scope import select
from domain.values import EVERYTHING, Answer, Article, ArticleEntry, Citation, RefusalReason, Scope
from text.country_names import country_forms
from text.language_id import languages_of, named

CLOSEST_SHARE = 0.5
"""Evidence of at least this share of the threshold shows the closest words; less is a plain refusal."""
NEAREST = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL = 2


def refuse(phrases: Phrases, question: str, considered: Considered, *, close: bool, scope: Scope) -> Answer:
    """Return the refusal of a question that was searched for; ``close`` shows the closest words instead."""
    missing, articles = considered.missing, whose(phrases, scope)
    reason = RefusalReason.NOT_CLEAR if close else RefusalReason.NOT_FOUND
    lead = phrases("closest" if close else "refusal.not_found", articles=articles)
    if missing:
        reason = RefusalReason.NOT_MENTIONED
        listed = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        lead = phrases(f"refusal.missing.{'one' if len(missing) == 1 else 'many'}", articles=articles, words=listed)
    if close and considered.unjudged:
        reason = RefusalReason.NOT_JUDGED
        lead = phrases("closest.not_judged", articles=articles, language=named([considered.unjudged]))
    return replace(closest(question, considered, lead, reason), kind="closest" if close else "refusal")


def closest(question: str, considered: Considered, lead: str, reason: RefusalReason) -> Answer:
    """Return the closest words to a question, under a lead that says why there is no answer."""
    near, evidence = nearest(considered), considered.evidence
    return Answer(question=question, kind="closest", lead=lead, refusal=reason, nearest=near, evidence=evidence)


def other_language(phrases: Phrases, question: str, articles: Iterable[Article], scope: Scope) -> Answer | None:
    """Return the refusal of a question that shares no language with the articles that it found; else None."""
    asked = languages_of(question)
    theirs: list[tuple[str, ...]] = []
    for article in articles if asked else ():
        codes = languages_of(article.text)
        if set(asked) & set(codes):
            return None  # as a rule the first article is enough
        theirs += [codes] if codes else []
    if not theirs:
        return None
    language = " and ".join(dict.fromkeys(named(codes[:1]) for codes in theirs))
    lead = phrases("refusal.language", articles=whose(phrases, scope), language=language, asked=named(asked))
    return Answer(question=question, kind="refusal", lead=lead, refusal=RefusalReason.OTHER_LANGUAGE)


def nearest(considered: Considered) -> tuple[Citation, ...]:
    """Return the sentences that come nearest to the question, best first; whole passages where nobody can judge."""
    kept = set(quotable(considered.candidates))
    best = [considered.candidates[place] for place in rank(considered.scores) if place in kept]
    if considered.unjudged:
        places = passages(best, NEAREST)
    else:
        places = [(one.article, one.sentence.start, one.sentence.end) for one in best[:NEAREST]]
    return tuple(cite(*place, number=number) for number, place in enumerate(places, start=1))


def limited(phrases: Phrases, answer: Answer, entries: Sequence[ArticleEntry], scope: Scope) -> Answer:
    """Return the answer with its scope and, where articles were looked at, with what these were: "Searched: 2 articles,
    published since 1 October 2025. 3 without a date were left out." A single article is named by its title.
    """
    if scope == EVERYTHING:
        return answer
    if answer.kind == "talk" and not answer.citations:
        return replace(answer, scope=scope)
    selection = select(entries, scope)
    count = len(selection.entries)
    title = selection.entries[0].source.title if count == 1 else ""
    which = phrases("searched.one", title=title) if count == 1 else phrases("searched.many", count=count)
    since, until = spelled(scope.since or ""), spelled(scope.until or "")
    when = "between" if since and until else "since" if since else "until"
    days = phrases(f"searched.{when}", since=since, until=until) if scope.dated else ""
    undated = " " + counted(phrases, "searched.undated", selection.undated) if selection.undated else ""
    return replace(answer, scope=scope, searched=f"{which}{days}.{undated}")


def searched_ids(snapshot: Snapshot, scope: Scope) -> Scope:
    """Return the scope as a snapshot's rankings and counts take it: the ids of originals alone."""
    return EVERYTHING if scope == EVERYTHING else select(snapshot.entries(), scope).searched


def whose(phrases: Phrases, scope: Scope) -> str:
    """Return what a sentence begins with that refuses: "Your articles", or "The articles searched"."""
    return in_whose(phrases, scope).capitalize()


def in_whose(phrases: Phrases, scope: Scope) -> str:
    """Return the same as it stands inside a sentence."""
    return phrases("whose.all" if scope == EVERYTHING else "whose.searched")


def missing_words(snapshot: Snapshot, text: str, scope: Scope = EVERYTHING, *, every: bool = False) -> list[str]:
    """Return the names and numbers of a question, or ``every`` word of a bare topic that carries meaning, that stand in
    no article of the scope, as typed; words side by side come as one.

    A country counts as found in any of its forms (India, Indian), a year also where an article of it is. Numbers of one
    or two digits are left aside: a text may spell them, and a question say them of the person who asks.
    """
    content = [word for word in words(text) if word.content]
    small = {word for word in content if word.text.isdigit() and len(word.text) <= _SMALL}
    asked = [word for word in content if word.name or (word.text[0].isdigit() and word not in small)]
    candidates = content if every else asked
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
