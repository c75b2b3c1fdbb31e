"""Two articles that disagree: both stand in a written answer, whatever the model made of them."""

from collections.abc import Sequence
from dataclasses import replace

from answering.checking.checker import Place
from answering.checking.verdicts import CheckedStatement
from answering.phrases import Phrases
from answering.quoting.attribution import attribution
from answering.quoting.quote import Quote
from answering.quoting.quoting import newest_first


def with_both_sides(
    judged: Sequence[CheckedStatement], sides: Sequence[Quote], phrases: Phrases
) -> list[CheckedStatement]:
    """Return the statements with what each side says first, the newest first, each with outlet and date.

    A side that no statement tells by itself is told in the article's own words.
    """
    told: list[CheckedStatement] = []
    rest = list(judged)
    for side in newest_first(sides):
        others = [other for other in sides if other is not side]
        own = [one for one in rest if one.supported and _tells(one, side) and not any(_tells(one, o) for o in others)]
        rest = [one for one in rest if one not in own]
        says = attribution(phrases, side.article.source)
        told += [replace(one, attribution=says) for one in own] or [_in_its_words(side, says)]
    return [*told, *rest]


def _tells(judged: CheckedStatement, side: Quote) -> bool:
    return any(
        place.article.id == side.article.id and place.start < side.sentence.end and side.sentence.start < place.end
        for place in judged.places
    )


def _in_its_words(side: Quote, says: str) -> CheckedStatement:
    place = Place(article=side.article, start=side.sentence.start, end=side.sentence.end)
    return CheckedStatement(text=side.sentence.text, support="verbatim", places=(place,), attribution=says)
