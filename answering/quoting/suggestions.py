"""Questions that the articles at hand can answer, made from the articles themselves."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from answering.phrases import Phrases
from answering.routing.catalogue import newest_first, originals
from domain.language import words
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Article, Scope
from text.printed_questions import printed_question
from text.sentences import sentences
from text.word_forms import stem, stems

FIRST = 4
NEXT = 2
_MOST_WORDS = 14
_FEWEST_MENTIONS = 2
_NAME_WORDS = 2
"""A first and a last name; longer runs hold titles, single words are too often months and parts of names."""
_POINTS_BACK = re.compile(
    r"\b(?:it|its|he|she|his|her|him|they|them|their|this|that|these|those|we|you|i|my|our|your)\b", re.IGNORECASE
)


def first_suggestions(phrases: Phrases, snapshot: Snapshot, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return up to four questions for an empty conversation: one an article of the scope, the newest first.

    A question that the article itself puts and answers, known once it has been read ahead; else what it is about.
    """
    entries = newest_first(originals(snapshot, scope))[:FIRST]
    questions = (entry.suggestion or phrases("suggestion.about", title=entry.source.title) for entry in entries)
    return tuple(dict.fromkeys(questions))


def next_suggestions(phrases: Phrases, question: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return up to two questions to go on with: about names that the articles quoted mention often and the question
    did not.
    """
    asked = stems(question)
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(_names(article))
    fresh = [
        name
        for name, count in counts.most_common()
        if count >= _FEWEST_MENTIONS and len(name.split()) == _NAME_WORDS and not asked & stems(name)
    ]
    return tuple(phrases("suggestion.name", name=name) for name in fresh[:NEXT])


def printed_questions(article: Article) -> Iterator[str]:
    """Yield the questions that an article puts and that can be understood by themselves, in order."""
    for sentence in sentences(article.text):
        printed = printed_question(sentence.text)
        if printed and len(printed.split()) <= _MOST_WORDS and not _POINTS_BACK.search(printed):
            yield printed[0].upper() + printed[1:]


def _names(article: Article) -> list[str]:
    """Every mention of a name, by the longest form under which the article gives it ("Xi Jinping" for "Xi")."""
    mentions: list[str] = []
    for sentence in sentences(article.text):
        run: list[str] = []
        last_end = -1
        for word in words(sentence.text):
            joins = bool(run) and sentence.text[last_end : word.start] == " "
            if word.name and not joins and run:
                mentions.append(" ".join(run))
                run = []
            if word.name:
                run.append(word.text)
                last_end = word.end
            elif run:
                mentions.append(" ".join(run))
                run = []
        if run:
            mentions.append(" ".join(run))
    longest: dict[str, str] = {}
    for mention in sorted(set(mentions), key=len):
        for part in mention.split():
            longest[stem(part)] = mention
    return [" ".join(longest.get(stem(mention.split()[-1]), mention).split()[-_NAME_WORDS:]) for mention in mentions]
