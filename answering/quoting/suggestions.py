"""Questions that the articles at hand answer, made from the articles themselves."""

from collections.abc import Iterator, Sequence

from answering.phrases import Phrases
from answering.routing.catalogue import newest_first, originals
from answering.routing.follow_up import is_context_dependent
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Article, Scope
from text.discourse import printed_question
from text.quote_attribution import spoken
from text.sentences import sentences_of
from text.word_forms import stems

FIRST, NEXT = 4, 2
_MOST_WORDS = 14


def first_suggestions(phrases: Phrases, snapshot: Snapshot, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return up to four questions for an empty conversation: one an article of the scope, the newest first.

    A question that the reader found answered, known once the article has been read ahead; else what it is about.
    """
    entries = newest_first(originals(snapshot, scope))[:FIRST]
    questions = (entry.suggestion or phrases("suggestion.about", title=entry.source.title) for entry in entries)
    return tuple(dict.fromkeys(questions))


def next_suggestions(question: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return up to two questions that the articles quoted answer, as far as they have been read ahead."""
    asked = stems(question)
    known = (article.suggestion for article in articles if article.suggestion)
    return tuple(dict.fromkeys(one for one in known if stems(one) != asked))[:NEXT]


def suggested_questions(phrases: Phrases, article: Article) -> Iterator[str]:
    """Yield questions that an article may answer: those that it puts and that can be understood by themselves, then
    what each person whom it quotes or reports says. Whether it answers them is not known yet.
    """
    everything = sentences_of(article)
    for sentence in everything:
        printed = printed_question(sentence.text)
        if printed and len(printed.split()) <= _MOST_WORDS and not is_context_dependent(printed):
            yield printed[0].upper() + printed[1:]
    said = (spoken(sentence.text, article.text) for sentence in everything)
    for name in dict.fromkeys(one.name for one in said if one and one.name):
        yield phrases("suggestion.speaker", speaker=name)
