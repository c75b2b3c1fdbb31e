"""Addresses of a draft beside its quotations."""

import pytest

from drafts.addresses import address_beside
from drafts.values import Finding, Outcome

WORDS = "we will never sell it"
URL = "https://news.example/a?b=1"


def finding(text: str, outcome: Outcome = Outcome.NOT_FOUND) -> Finding:
    start = text.index(WORDS)
    return Finding(
        id="q1", start=start, end=start + len(WORDS), type="quotation", outcome=outcome, decided_by="code", score=0.0
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"“{WORDS},” he said ({URL}).", URL),
        (f"As {URL} has it: “{WORDS}.”", URL),
        (f"“{WORDS}” [source]({URL}), more", URL),
        (f"“{WORDS}” <{URL}>", URL),
        (f"“{WORDS}” {URL}/wiki/Bank_(river).", f"{URL}/wiki/Bank_(river)"),
        (f"See https://far.example/x first. He says a lot, and then “{WORDS}”, {URL}", URL),
        (f"{URL}\n\n“{WORDS}.”\n\n{URL}", None),
        (f"“{WORDS}” file://etc/passwd javascript:alert(1)", None),
        (f"“{WORDS}.”", None),
    ],
)
def test_the_nearest_address_of_the_paragraph_is_beside_a_quotation(text: str, address: str | None) -> None:
    assert address_beside(text, finding(text)) == address


def test_a_quotation_that_is_there_needs_no_address() -> None:
    text = f"“{WORDS}” {URL}"

    assert address_beside(text, finding(text, Outcome.VERBATIM)) is None
