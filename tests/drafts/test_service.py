"""Drafts as a Python program checks them, whatever file they come in, and without a trace."""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assembly import Services
from domain.values import Material, Media
from tests.asking import material
from tests.drafts.samples import ARTICLES
from tests.papers import opendocument, pdf, word

Over = Callable[..., Services]
CANARY = "Quizzaciously"
SENTENCE = f"{CANARY}, the lamp costs £41,000 a year to run."
DRAFT = (
    f"{SENTENCE}\n\n“We did not take this decision lightly,” said {CANARY} Telfer. “{CANARY} sells every lamp he has.”"
)


@pytest.fixture
def program(over: Over) -> Services:
    return over(*(material(text, **fields) for text, fields in ARTICLES.values()))


def file(data: bytes | str, media: Media) -> Material:
    return Material(name=f"draft.{media}", data=data.encode() if isinstance(data, str) else data, media=media)


def test_a_draft_leaves_nothing_behind(
    program: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Text of a draft is in no file and no table of the library, no temporary file and no log."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    caplog.set_level(logging.DEBUG)

    report = program.drafts.check(program.drafts.read(file(f"---\ntitle: A\n---\n{DRAFT}", "markdown")))
    written = program.drafts.as_word(report), program.drafts.as_html(report), program.drafts.as_markdown(report)

    assert [finding.type for finding in report.findings].count("quotation") == 2
    assert all(written)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix.startswith(".sqlite") for path in files)
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert CANARY not in caplog.text


QUOTED = "Morag Telfer, who has chaired the trust for years, said: “We did not take this decision lightly.”"
FILES: dict[Media, str | bytes] = {
    "text": QUOTED,
    "markdown": f"---\ntitle: A draft\n---\n\n# A draft\n\n{QUOTED}\n",
    "html": f"<!doctype html><html><head><title>A draft</title></head><body><h1>A draft</h1><p>{QUOTED}</p>"
    f"<p>{'The lamp will be switched off for good in April, and the trust says so. ' * 5}</p></body></html>",
    "docx": word(QUOTED),
    "odt": opendocument(f"<text:h>A draft</text:h><text:p>{QUOTED}</text:p>"),
    "pdf": pdf(
        [["Morag Telfer, who has chaired the trust for years, said:", "“We did not take this decision lightly.”"]]
    ),
}


@pytest.mark.parametrize("media", FILES)
def test_a_draft_may_be_a_file_of_any_kind(program: Services, media: Media) -> None:
    text = program.drafts.read(file(FILES[media], media))

    report = program.drafts.check(text, stopped=lambda: True)

    assert [finding.outcome for finding in report.findings] == ["verbatim"]


def test_words_of_an_article_are_looked_for_in_the_others(program: Services) -> None:
    [lighthouse] = [one for one in program.library.entries() if one.source.outlet == "Inverlay Times"]
    program.ingest.take_in(
        [
            material(
                "Nobody will light the lamp at Corran Point after April. In Inverlay 2,300 people have signed a"
                " petition against the closure of the lighthouse, the council said.",
                title="Petition for a lamp",
                outlet="Bay Echo",
            )
        ]
    )

    found = program.drafts.elsewhere("A petition against the closure\nhas 2,300 signatures.", lighthouse.id)

    assert found.words == "A petition against the closure has 2,300 signatures."
    assert found.same
    assert [(one.article.source.outlet, "2,300 people" in one.text) for one in found.places] == [("Bay Echo", True)]
    unlike = program.drafts.elsewhere("The keeper's cottage, empty since 1988, is to become a hostel.", lighthouse.id)
    assert not unlike.same
    assert lighthouse.id not in {one.article.id for one in unlike.places}
    assert not program.drafts.elsewhere("the", lighthouse.id).places
