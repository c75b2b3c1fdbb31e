"""Which excerpts a claim is compared with, and how the words that support it are numbered."""

from collections.abc import Sequence

from answering.checking.checker import Place, Verdict
from answering.checking.evidence import Excerpt
from answering.checking.verdicts import CheckedStatement, check_claims, invented, numbered
from answering.writing.reply import Claim
from domain.values import Reason, ReasonKind
from tests.asking import article

PIER = article("The pier is shut. It cost nine crowns.")
SHUT = Place(article=PIER, start=0, end=17)
COST = Place(article=PIER, start=18, end=38)
EXCERPTS = [Excerpt(number=1, article=PIER, start=0, end=17), Excerpt(number=2, article=PIER, start=18, end=38)]
NO = Reason(ReasonKind.NOT_SUPPORTED)


class Check:
    """Supports a claim where the second excerpt is among those it may rest on; notes which it was given."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, statement: str, excerpts: Sequence[Excerpt]) -> Verdict:
        self.asked.append([excerpt.number for excerpt in excerpts])
        if 2 in self.asked[-1]:
            return Verdict(support="supported", places=(COST,), probability=0.9)
        return Verdict(support="unsupported", reasons=(NO,), probability=0.1)


def test_a_claim_is_compared_with_what_it_names_and_then_with_everything() -> None:
    check = Check()
    claims = [Claim(text="A.", marks=(2,)), Claim(text="B.", marks=(1,)), Claim(text="C.", marks=())]

    checked = check_claims(claims, EXCERPTS, check)

    assert check.asked == [[2], [1], [1, 2], [1, 2]]
    assert all(one.supported and one.places == (COST,) for one in checked)


def test_a_claim_that_nothing_supports_keeps_its_reasons() -> None:
    (checked,) = check_claims([Claim(text="A.", marks=(1,))], EXCERPTS[:1], Check())

    assert (checked.supported, checked.reasons) == (False, (NO,))


def test_markers_of_no_excerpt_are_counted() -> None:
    assert invented([Claim(text="A.", marks=(1, 7)), Claim(text="B.", marks=(9,))], EXCERPTS) == 2


def test_citations_are_numbered_in_reading_order_each_place_once() -> None:
    statements, citations = numbered(
        [
            CheckedStatement(text="A.", support="supported", places=(COST,)),
            CheckedStatement(text="B.", support="unsupported", places=(SHUT,), reasons=(NO,)),
            CheckedStatement(text="C.", support="supported", places=(SHUT, COST)),
        ]
    )

    assert [one.citations for one in statements] == [(1,), (), (2, 1)]
    assert [(one.number, one.quote) for one in citations] == [(1, "It cost nine crowns."), (2, "The pier is shut.")]
