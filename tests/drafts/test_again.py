"""A corrected draft is only checked where it, or what it rests on in the library, has changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answering.checking.checker import Checker
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Scope, SearchResult
from drafts.checker import DraftChecker
from drafts.values import Finding, Outcome, Report
from reader.fakes import OverlapReader
from retriever.search import HybridSearch
from tests.asking import material
from tests.drafts.checking import open_desk, outcomes, quotations, statements
from tests.drafts.samples import ARTICLES
from tests.making import Desk

QUOTED = "“We did not take this decision lightly”, said Morag Telfer."
STATED = "A petition against the closure has 2,300 signatures."
MISSING = "“Nobody at the ministry has ever planted a single tree”, said Jude Okafor."
LATER = "The ministry answers\n\n“Nobody at the ministry has ever planted a single tree,” said Jude Okafor on Monday."


class Judging:
    """A checker of drafts that notes each statement of the draft that was judged."""

    def __init__(self, desk: Desk) -> None:
        reader = OverlapReader()
        self._search = HybridSearch(desk.embedder, desk.index)
        self._checker = DraftChecker(desk.library, self._noting, Checker(reader, reader))
        self.judged: list[str] = []

    def __call__(self, draft: str, before: Report | None = None, scope: Scope = EVERYTHING) -> Report:
        self.judged = []
        return self._checker(draft, before=before, scope=scope)

    def _noting(self, snapshot: Snapshot, question: str, **options: Any) -> SearchResult:
        self.judged.append(question)  # once for each statement
        return self._search(snapshot, question, **options)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A library of the two sample articles."""
    made = open_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def checker(desk: Desk) -> Judging:
    return Judging(desk)


def is_taken_from(finding: Finding, before: Report) -> bool:
    """Whether its evidence is that of an earlier report, not the same words found once more."""
    earlier = [one for other in before.findings for one in other.evidence]
    return all(any(one is other for other in earlier) for one in finding.evidence)


def test_only_what_was_corrected_is_judged_again(checker: Judging) -> None:
    kept, wrong, right = "The trust may sell its lamp.", "The closure has 9,300 signatures.", "It has 2,300 signatures."
    before = checker(f"{QUOTED} {kept} {wrong}")
    assert checker.judged == [kept, wrong]

    after = checker(f"Some words ahead of it. {QUOTED} {kept} {right}", before)

    assert set(checker.judged) == {"Some words ahead of it.", right}
    assert outcomes(quotations(after)) == [Outcome.VERBATIM]
    assert is_taken_from(quotations(after)[0], before)
    assert all(after.text[one.start : one.end] for one in after.findings)
    assert after.text[quotations(after)[0].start :].startswith("We did not take")


def test_another_speaker_is_checked_though_the_words_are_the_same(checker: Judging) -> None:
    before = checker(QUOTED)

    after = checker(QUOTED.replace("Morag Telfer", "Hamish Orde"), before)

    assert outcomes(before.findings) == [Outcome.VERBATIM]
    assert outcomes(after.findings) == [Outcome.MISATTRIBUTED]


def test_another_person_before_a_pronoun_is_checked(checker: Judging) -> None:
    before = checker("Hamish Orde spoke to the paper. He has worked the bay for 38 years, he says there.")

    checker("Ewan Baird spoke to the paper. He has worked the bay for 38 years, he says there.", before)

    assert "Ewan Baird has worked the bay for 38 years, he says there." in checker.judged


def test_a_new_article_has_what_was_not_found_looked_for_again(desk: Desk, checker: Judging) -> None:
    draft = f"{QUOTED} {STATED} {MISSING} The harbour master will paint the church hall."
    before = checker(draft)
    assert outcomes(quotations(before)) == [Outcome.VERBATIM, Outcome.NOT_FOUND]
    desk.take_in(material(LATER, title="The ministry answers"))

    after = checker(draft, before)

    assert outcomes(quotations(after)) == [Outcome.VERBATIM, Outcome.VERBATIM]
    assert after.generation > before.generation
    assert is_taken_from(quotations(after)[0], before)
    assert [one for one in statements(after) if one.outcome is Outcome.SUPPORTED]
    assert all(is_taken_from(one, before) for one in statements(after) if one.outcome is Outcome.SUPPORTED)
    assert checker.judged == ["The harbour master will paint the church hall."]


def test_an_article_that_changed_has_what_rested_on_it_checked_again(desk: Desk, checker: Judging) -> None:
    text, fields = ARTICLES["lighthouse"]
    before = checker(f"{QUOTED} {STATED}")
    desk.take_in(material(text.replace("take this decision lightly", "take this decision gladly"), **fields))

    after = checker(f"{QUOTED} {STATED}", before)

    assert outcomes(before.findings) == [Outcome.VERBATIM, Outcome.SUPPORTED]
    assert outcomes(quotations(after)) == [Outcome.ALTERED]
    digests = {article.digest for article in after.articles.values()}
    assert not digests & {article.digest for article in before.articles.values()}


def test_in_another_scope_nothing_is_taken_from_before(desk: Desk, checker: Judging) -> None:
    before = checker(QUOTED)

    after = checker(QUOTED, before, Scope(until="2020-01-01"))

    assert outcomes(after.findings) == [Outcome.NOT_FOUND]


def test_what_stands_twice_in_a_draft_is_judged_once(checker: Judging) -> None:
    said = "The trust may sell its lamp."

    report = checker(f"{said}\n\n{said}")

    assert checker.judged == [said]
    assert [report.text[one.start : one.end] for one in report.findings] == [said, said]
    assert [one.id for one in report.findings] == ["s1", "s2"]


def test_a_check_that_was_stopped_goes_on_from_there(desk: Desk, checker: Judging) -> None:
    reader = OverlapReader()
    plain = DraftChecker(desk.library, HybridSearch(desk.embedder, desk.index), Checker(reader, reader))
    draft = "The trust may sell its lamp. The petition has 9,300 signatures."
    found: list[Finding] = []
    before = plain(draft, on_finding=found.append, stopped=lambda: len(found) == 1)

    checker(draft, before)

    assert checker.judged == ["The petition has 9,300 signatures."]
