"""Questions that the articles at hand can answer, made from the articles themselves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answering.phrases import Phrases
from answering.routing.catalogue import newest_first, originals
from answering.routing.follow_up import is_context_dependent
from domain.language import words
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Article, Scope
from text.discourse import printed_question
from text.sentences import sentences_of
from text.word_forms import stem, stems

FIRST, NEXT = 4, 2
_MOST_WORDS = 14
_FEWEST_MENTIONS = 2


def first_suggestions(phrases: Phrases, snapshot: Snapshot, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return up to four questions for an empty conversation: one an article of the scope, the newest first.

    A question that the article itself puts and answers, known once it has been read ahead; else what it is about.
    """
    entries = newest_first(originals(snapshot, scope))[:FIRST]
    questions = (entry.suggestion or phrases("suggestion.about", title=entry.source.title) for entry in entries)
    return tuple(dict.fromkeys(questions))


def next_suggestions(phrases: Phrases, question: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return up to two questions about people whom the articles quoted mention often and the question did not name."""
    asked = stems(question)
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(_full_names(article))
    often = (name for name, count in counts.most_common() if count >= _FEWEST_MENTIONS and not asked & stems(name))
    return tuple(phrases("suggestion.name", name=name) for name in list(often)[:NEXT])


def printed_questions(article: Article) -> Iterator[str]:
    """Yield the questions that an article puts and that can be understood by themselves, in order."""
    for sentence in sentences_of(article):
        printed = printed_question(sentence.text)
        if printed and len(printed.split()) <= _MOST_WORDS and not is_context_dependent(printed):
            yield printed[0].upper() + printed[1:]


def _full_names(article: Article) -> Counter[str]:
    mentions: Counter[str] = Counter()
    full: dict[str, str] = {}
    for sentence in sentences_of(article):
        names = [word for word in words(sentence.text) if word.name]
        mentions.update(stem(word.text) for word in names)
        for first, last in pairwise(names):
            if sentence.text[first.end : last.start] == " ":
                full.setdefault(stem(last.text), f"{first.text} {last.text}")
    return Counter({name: mentions[last] for last, name in full.items()})
