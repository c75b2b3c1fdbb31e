"""The statements of a model's reply, each with what became of it: the words that carry it, or why nothing does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.checking.check import Offered, Place, Verified
from answering.quoting.attribution import cited
from answering.writing.citation_markers import Claim
from domain.values import Citation, Statement, Support

Check = Callable[[str, Sequence[Offered]], Verified]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A statement and the exact words that carry it; ``attribution`` and ``reasons`` as in domain.values.Statement."""

    text: str
    support: Support
    places: tuple[Place, ...] = ()
    reasons: tuple[str, ...] = ()
    attribution: str = ""

    @property
    def carried(self) -> bool:
        """Whether the articles carry it."""
        return self.support != "unsupported"


def judge(claims: Sequence[Claim], offered: Sequence[Offered], check: Check) -> list[Judged]:
    """Return what became of each claim, in order.

    It is looked for in the excerpts that its marks name, and then in all of them: where another one carries it, or it
    has no mark, that is what is cited.
    """
    return [_judged(claim, offered, check) for claim in claims]


def invented(claims: Sequence[Claim], offered: Sequence[Offered]) -> int:
    """Return how many marks name an excerpt that there is not."""
    numbers = {excerpt.number for excerpt in offered}
    return sum(number not in numbers for claim in claims for number in claim.marks)


def numbered(judged: Sequence[Judged]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return the statements, and the citations that they rest on, numbered in the order in which they are read."""
    made: dict[tuple[str, int, int], Citation] = {}
    statements: list[Statement] = []
    for one in judged:
        keys = [_number(made, place) for place in (one.places if one.carried else ())]
        statements.append(
            Statement(
                text=one.text,
                citations=tuple(dict.fromkeys(keys)),
                support=one.support,
                attribution=one.attribution,
                reasons=one.reasons,
            )
        )
    return tuple(statements), tuple(made.values())


def _judged(claim: Claim, offered: Sequence[Offered], check: Check) -> Judged:
    named = [excerpt for excerpt in offered if excerpt.number in claim.marks]
    found = check(claim.text, named) if named else None
    if found is None or found.support == "unsupported":
        anywhere = check(claim.text, offered)
        found = anywhere if found is None or anywhere.support != "unsupported" else found
    return Judged(text=claim.text, support=found.support, places=found.places, reasons=found.reasons)


def _number(made: dict[tuple[str, int, int], Citation], place: Place) -> int:
    key = (place.article.id, place.start, place.end)
    if key not in made:
        quote = place.article.text[place.start : place.end]
        made[key] = Citation(
            number=len(made) + 1, quote=quote, start=place.start, end=place.end, article=cited(place.article)
        )
    return made[key].number
