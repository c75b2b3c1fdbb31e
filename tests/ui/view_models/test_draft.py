"""A checked draft as data for the page: its pieces are the text, each with what was found about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly import Services, build
from drafts.values import Evidence, Finding, Note, Outcome, Report
from settings import load
from tests.asking import article
from tests.growth import MOST_GROWTH, growth
from ui.view_models.draft import draft_data, segments

WORDS = "We did not take this decision lightly"
ARTICLE = article(f"“{WORDS},” said Ann Reeve.", name="a1", title="Lamp", outlet="Coast Herald", published="2025-11-03")


def finding(start: int, end: int, outcome: Outcome = Outcome.VERBATIM, **more: object) -> Finding:
    given = {"id": f"q{start}-{end}", "type": "quotation", "decided_by": "code", "score": 1.0}
    return Finding(start=start, end=end, outcome=outcome, **{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Services]:
    opened = build(load(library=tmp_path))
    yield opened
    opened.close()


@given(st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_the_pieces_joined_are_the_text_and_each_has_the_innermost_finding(
    text: str, spans: list[tuple[int, int]]
) -> None:
    inside = {tuple(sorted((start % (len(text) + 1), end % (len(text) + 1)))) for start, end in spans}
    found = [finding(start, end) for start, end in inside if start < end]

    pieces = segments(text, found)

    assert "".join(str(piece["text"]) for piece in pieces) == text
    at = 0
    for piece in pieces:
        around = [one for one in found if one.start <= at < one.end]
        shortest = min((one.end - one.start for one in around), default=0)
        named = next((one for one in around if one.id == piece["id"]), None)
        assert (named.end - named.start if named else 0) == shortest
        at += len(str(piece["text"]))


def test_time_grows_with_the_number_of_quotations() -> None:
    def made(count: int) -> tuple[str, list[Finding]]:
        return "“lamp” " * count, [finding(7 * place + 1, 7 * place + 5) for place in range(count)]

    assert growth(lambda draft: segments(*draft), made) < MOST_GROWTH


def test_a_finding_says_what_differs_where_it_stands_and_why_it_is_put_aside(program: Services) -> None:
    text = f"She said: “{WORDS.replace('not ', '')}.”"
    altered = finding(
        text.index("We"),
        text.index(".”"),
        Outcome.ALTERED,
        evidence=(Evidence(article=ARTICLE, start=1, end=1 + len(WORDS)),),
        notes=(Note("altered.lost_negation", other="not"),),
    )
    silent = finding(0, 8, Outcome.NO_STATEMENT, type="statement")
    report = Report(text=text, generation=1, findings=(silent, altered))
    reasons = {("quotation", WORDS.replace("not ", "")): "own interview"}

    data = draft_data(report, program.drafts, reasons, {altered.id: "https://news.example/a"})

    (shown,) = data["findings"]  # type: ignore[misc]
    assert (shown["outcome"], shown["number"]) == ("altered", 1)
    assert [piece["text"] for piece in shown["sides"]["article"] if piece["differs"]] == ["not"]
    assert [piece["text"] for piece in shown["sides"]["draft"] if piece["differs"]] == []
    assert shown["evidence"][0]["source"] == "Lamp, Coast Herald, 3 November 2025"
    assert (shown["aside"], shown["missing"]) == ("own interview", "https://news.example/a")
    assert shown["notes"] == ["The article has a negation that your draft has not: not"]
    assert data["filters"] == [{"outcome": "altered", "label": "altered", "count": 1}]
