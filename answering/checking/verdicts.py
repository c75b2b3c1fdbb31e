"""The statements of a model's reply, each with its verdict: the words that support it, or why none do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.checking.checker import Place, Verdict
from answering.checking.evidence import Excerpt
from answering.quoting.attribution import cite
from answering.writing.reply import Claim
from domain.values import Citation, Reason, Statement, Support

Check = Callable[[str, Sequence[Excerpt]], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """A statement and the words that support it; ``attribution`` and ``reasons`` as in domain.values.Statement."""

    text: str
    support: Support
    places: tuple[Place, ...] = ()
    reasons: tuple[Reason, ...] = ()
    attribution: str = ""

    @property
    def supported(self) -> bool:
        """Whether the articles support it."""
        return self.support != "unsupported"


def check_claims(claims: Sequence[Claim], excerpts: Sequence[Excerpt], check: Check) -> list[CheckedStatement]:
    """Return the verdict on each claim, in order.

    It is compared with the excerpts that its citation markers name, and, if they do not support it or it has none, with
    all of them: what is cited is what supports it.
    """
    checked = []
    for claim in claims:
        named = [excerpt for excerpt in excerpts if excerpt.number in claim.marks]
        verdict = check(claim.text, named) if named else None
        if verdict is None or (verdict.support == "unsupported" and len(named) < len(excerpts)):
            anywhere = check(claim.text, excerpts)
            verdict = anywhere if verdict is None or anywhere.support != "unsupported" else verdict
        support, places, reasons = verdict.support, verdict.places, verdict.reasons
        checked.append(CheckedStatement(text=claim.text, support=support, places=places, reasons=reasons))
    return checked


def invented(claims: Sequence[Claim], excerpts: Sequence[Excerpt]) -> int:
    """Return how many citation markers name an excerpt that does not exist."""
    numbers = {excerpt.number for excerpt in excerpts}
    return sum(number not in numbers for claim in claims for number in claim.marks)


def numbered(checked: Sequence[CheckedStatement]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return the statements, and the citations that support them, numbered in the order in which they are read."""
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: list[Statement] = []
    for one in checked:
        keys = [(place.article.id, place.start, place.end) for place in (one.places if one.supported else ())]
        for key, place in zip(keys, one.places, strict=False):
            citations.setdefault(key, cite(place.article, place.start, place.end, number=len(citations) + 1))
        statements.append(
            Statement(
                text=one.text,
                citations=tuple(dict.fromkeys(citations[key].number for key in keys)),
                support=one.support,
                attribution=one.attribution,
                reasons=one.reasons,
            )
        )
    return tuple(statements), tuple(citations.values())
