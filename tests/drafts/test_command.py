"""``python -m answering.checking`` as people and programs use it."""

import io
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest

from answering.checking.__main__ import OUTCOMES, main
from domain.protocols import Embedder
from drafts.values import Outcome
from tests import commands
from tests.asking import material, open_program
from tests.drafts.samples import ARTICLES
from tests.papers import word

QUOTED = "“We did not take this decision lightly”, said Morag Telfer."
ITEM = {"id", "start", "end", "type", "outcome", "decided_by", "speaker_checked", "score", "evidence", "note"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A library of the two sample articles."""
    folder = tmp_path_factory.mktemp("library")
    open_program(folder, embedder, *(material(text, **fields) for text, fields in ARTICLES.values())).close()
    return folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.txt"
    file.write_text(QUOTED, encoding="utf-8")
    return file


run, as_json = partial(commands.run, main), partial(commands.as_json, main)


def outcomes(printed: dict[str, Any]) -> list[str]:
    return [item["outcome"] for item in printed["items"]]


def test_a_report_is_one_json_object_with_offsets_in_its_text(
    library: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        f"😀 {QUOTED} The fungus does not harm people. The “so called” trust will hold a ball in Paris on 3 May 1901."
    )
    draft.write_text(text, encoding="utf-8")

    printed = as_json(capsys, draft, "--library", library)

    assert set(printed) == {"text", "generation", "items", "left_alone", "articles"}
    assert printed["text"] == text
    assert all(set(item) == ITEM for item in printed["items"])
    shown = {text[item["start"] : item["end"]]: item["outcome"] for item in printed["items"]}
    assert shown == {
        "We did not take this decision lightly": "verbatim",
        "The fungus does not harm people.": "supported",
        "The “so called” trust will hold a ball in Paris on 3 May 1901.": "not_found",
    }
    assert [text[start:end] for start, end, _ in printed["left_alone"]] == ["so called"]
    for item in printed["items"]:
        assert item["outcome"] in OUTCOMES
        for name, start, end in item["evidence"]:
            assert 0 <= start < end
            assert len(printed["articles"][name]["digest"]) == 64


def test_in_a_terminal_a_summary_comes_first(library: Path, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, draft, "--library", library)

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "1 quotation: 1 verbatim"


def test_a_draft_comes_from_standard_input(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(QUOTED.encode())))

    printed = as_json(capsys, "-", "--library", library)

    assert (printed["text"], outcomes(printed)) == (QUOTED, ["verbatim"])


def test_a_draft_is_compared_with_articles_of_the_scope(
    library: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((own, _),) = as_json(capsys, draft, "--library", library)["articles"].items()

    assert outcomes(as_json(capsys, draft, "--library", library, "--within", own)) == ["verbatim"]
    assert outcomes(as_json(capsys, draft, "--library", library, "--since", "2031-02-12")) == ["not_found"]
    assert outcomes(as_json(capsys, draft, "--library", library, "--until", "2031-02-10")) == ["not_found"]


def test_an_outcome_that_is_named_ends_with_three(
    library: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, draft, "--library", library, "--fail-on", "altered,not_found")[0] == 0
    assert run(capsys, draft, "--library", library, "--fail-on", "altered, verbatim")[0] == 3


def test_a_checked_draft_is_written_as_a_file(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, checked, page, notes = (tmp_path / name for name in ("draft.docx", "checked.docx", "a.html", "a.md"))
    draft.write_bytes(word(QUOTED))

    assert run(capsys, draft, "--library", library, "--docx", checked, "--pack", page)[0] == 0
    assert run(capsys, draft, "--library", library, "--pack", notes)[0] == 0

    document = docx.Document(str(checked))
    said = [comment.text.split("\n")[0] for comment in document.comments]
    assert said == ["verbatim", "not found"]  # the quotation, and the row of the table
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Built", "1974"]
    assert '<mark class="verbatim">' in page.read_text(encoding="utf-8")
    assert "[^check-1]: **verbatim**" in notes.read_text(encoding="utf-8")


def test_what_was_found_is_cited_for_reference_managers(
    library: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text(f"{QUOTED} The trust will hold a ball in Paris on 3 May 1901.", encoding="utf-8")
    files = {ending: tmp_path / f"cited{ending}" for ending in (".bib", ".ris", ".json")}

    items = as_json(capsys, draft, "--library", library)["items"]
    for file in files.values():
        assert run(capsys, draft, "--library", library, "--cite", file)[0] == 0

    assert [(item["outcome"], bool(item["evidence"])) for item in items] == [("verbatim", True), ("not_found", True)]
    bibtex, ris, csl = (file.read_text(encoding="utf-8") for file in files.values())
    (item,) = json.loads(csl)
    assert item["note"] == "We did not take this decision lightly"
    assert bibtex.startswith("@article{dateline-")
    assert "N1  - We did not take this decision lightly" in ris


def test_a_file_that_cannot_be_written_is_named(
    library: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, draft, "--library", library, "--docx", tmp_path / "nowhere" / "checked.docx")

    assert code == 1
    assert "checked.docx cannot be written" in err


def test_outcomes_are_named_as_the_report_spells_them() -> None:
    assert set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "DRAFT"),
        (("draft.txt", "--fail-on", "wrong"), "there is no outcome wrong"),
        (("draft.txt", "--fail-on", ","), "name an outcome"),
        (("draft.txt", "--since", "soon"), "2025-11-03"),
        (("draft.txt", "--pack", "checked.pdf"), "must end in .html or .md"),
        (("draft.txt", "--cite", "cited.txt"), "must end in .bib, .ris, .json"),
        (("draft.txt", "--since", "2031-02-02", "--until", "2031-02-01"), "--since must not be later"),
    ],
)
def test_wrong_use_ends_with_two(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "There is no file"),
        ("draft.xyz", b"words", "of a kind that cannot be read"),
        ("draft.jsonl", b"{}", "is a collection of articles"),
        ("draft.docx", b"no archive", "no Word file that can be read"),
        ("draft.txt", b"so " * 70_000, "200,000 are checked at most"),
    ],
)
def test_a_draft_that_cannot_be_checked_is_named(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    code, out, err = run(capsys, file, "--library", library, "--json")

    assert code == 1
    assert said in err
    assert said in json.loads(out)["error"]


def test_an_address_is_no_draft(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "https://example.org/draft", "--library", library)

    assert code == 1
    assert "Save the draft as a file" in err


@pytest.mark.parametrize(("option", "ending"), [("--docx", ".docx"), ("--pack", ".md"), ("--cite", ".bib")])
def test_a_file_that_the_command_did_not_make_stays_as_it_is(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, ending: str
) -> None:
    draft = tmp_path / f"draft{ending}"
    draft.write_text(QUOTED, encoding="utf-8")

    code, _, err = run(capsys, draft, "--library", library, option, draft)

    assert code == 1
    assert "stays as it is" in err
    assert draft.read_text(encoding="utf-8") == QUOTED


def test_a_draft_of_which_nothing_was_found_leaves_no_empty_list_of_quotes(
    library: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text("“No whale has ever sung to the moon of Velbury,” said Tam Ure.", encoding="utf-8")

    code, _, err = run(capsys, draft, "--library", library, "--cite", tmp_path / "cited.ris")

    assert code == 0
    assert "no words of articles to cite" in err
    assert not (tmp_path / "cited.ris").exists()
