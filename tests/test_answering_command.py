"""``python -m answering`` as people and programs use it."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from answering.__main__ import check_replaceable, main
from domain.protocols import Embedder
from tests import commands
from tests.answering.test_pipeline import BAKERY, HARBOUR
from tests.asking import material, open_program

ROOT = Path(__file__).parent.parent

CITATION_KEYS = {"number", "quote", "start", "end", "field", "article"}
ARTICLE_KEYS = {"id", "title", "url", "outlet", "author", "published", "format", "digest"}
ANSWER_KEYS = {
    "question", "kind", "mode", "lead", "refusal", "as_of", "statements", "citations", "nearest", "seconds",
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A library of two articles."""
    folder = tmp_path_factory.mktemp("library")
    bread = material(BAKERY, title="Bread of the year", author="Olav Reeve", published="2024-03-01")
    open_program(folder, embedder, material(HARBOUR), bread).close()
    return folder


run, as_json = partial(commands.run, main), partial(commands.as_json, main)


def assert_form(printed: dict[str, Any]) -> None:
    """The form that DESIGN.md lays down; more keys are allowed."""
    assert set(printed) >= ANSWER_KEYS
    assert printed["kind"] in ("answer", "closest", "refusal", "talk")
    assert printed["mode"] == "quote"
    assert isinstance(printed["lead"], str)
    assert isinstance(printed["seconds"], float)
    numbers = [citation["number"] for citation in printed["citations"]]
    for statement in printed["statements"]:
        assert set(statement) >= {"text", "citations", "support"}
        assert statement["citations"]
        assert set(statement["citations"]) <= set(numbers)
        assert statement["support"] in ("verbatim", "stated")
    for citation in (*printed["citations"], *printed["nearest"]):
        assert set(citation) >= CITATION_KEYS
        assert set(citation["article"]) == ARTICLE_KEYS
        assert (citation["field"] is None) == isinstance(citation["start"], int) == isinstance(citation["end"], int)
        assert citation["quote"]


def test_an_answer_is_one_json_object_of_the_agreed_form(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = as_json(capsys, "How much is the bread prize worth?", "--library", library)

    assert_form(printed)
    citation = printed["citations"][0]
    assert printed["question"] == "How much is the bread prize worth?"
    assert (printed["kind"], printed["refusal"], printed["as_of"]) == ("answer", None, "2024-03-01")
    assert printed["statements"][0]["text"] == citation["quote"] == "The prize is worth 8,500 crowns."
    assert printed["statements"][0]["citations"] == [citation["number"]] == [1]
    assert (citation["start"], citation["end"]) == (
        BAKERY.index("The prize is worth"),
        BAKERY.index("The prize is worth") + len(citation["quote"]),
    )
    assert citation["article"]["title"] == "Bread of the year"
    assert citation["article"]["author"] == "Olav Reeve"
    assert citation["article"]["url"] is citation["article"]["outlet"] is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hi", "talk"),
        ("what articles do you have?", "talk"),
        ("Who wrote “Bread of the year”?", "answer"),
        ("Summarise “Bread of the year”", "answer"),
        ("What did Zebulon Quist say?", "refusal"),
        ("Who signed the order? How much is the bread prize worth?", "answer"),
        ("", "refusal"),
    ],
)
def test_every_kind_of_answer_has_the_agreed_form(
    library: Path, capsys: pytest.CaptureFixture[str], question: str, kind: str
) -> None:
    printed = as_json(capsys, question, "--library", library)

    assert_form(printed)
    assert printed["kind"] == kind


def test_a_refusal_is_done_and_shows_the_nearest_words(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = as_json(capsys, "What did Zebulon Quist say?", "--library", library)

    assert (printed["statements"], printed["citations"], printed["refusal"]) == ([], [], "not_mentioned")
    assert printed["nearest"]
    assert printed["as_of"] is None


def test_an_empty_library_is_a_refusal_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = as_json(capsys, "Who signed the order?", "--library", tmp_path / "new")

    assert (printed["kind"], printed["refusal"]) == ("refusal", "no_articles")


def test_in_a_terminal_the_answer_is_plain_text_with_marks(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "Why is Wexmouth waiting?", "--library", library)

    assert (code, err) == (0, "")
    lead, quoted, *_, foot = out.splitlines()
    assert lead.endswith("gives as the likely answer:")
    assert quoted.endswith("The likely answer is that) it hopes the province will pay for the dredging. [1]")
    assert foot.endswith("word for word · 1 article · undated")


def test_the_trace_names_each_ranking_with_scores(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = as_json(capsys, "Who signed the order?", "--trace", "--library", library)["trace"]

    assert set(trace["rankings"]) >= {"dense", "keyword", "keyword articles"}
    for ranking in trace["rankings"].values():
        assert ranking
        assert all(isinstance(place, str) and isinstance(score, float) for place, score in ranking)
    assert trace["sentences"][0]["text"] == "Ilsa Dorn, the mayor, signed the order at noon."
    assert trace["missing"] == []


def test_the_trace_in_a_terminal_says_the_same_in_lines(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "Who signed the order?", "--trace", "--library", library)

    lines = out.splitlines()
    assert code == 0
    assert {"dense:", "keyword:", "keyword articles:", "sentences:"} <= set(lines)


def test_if_the_vector_index_finds_nothing_the_trace_shows_it_and_keywords_still_answer(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection

    monkeypatch.setattr(Collection, "query", lambda *_, **__: {"ids": [[]], "distances": [[]]})

    printed = as_json(capsys, "Who signed the order?", "--trace", "--library", library)
    _, out, _ = run(capsys, "Who signed the order?", "--trace", "--library", library)

    assert printed["trace"]["rankings"]["dense"] == []
    assert printed["trace"]["rankings"]["keyword"] != []
    assert printed["statements"][0]["text"] == "Ilsa Dorn, the mayor, signed the order at noon."
    assert "dense: nothing" in out.splitlines()


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("hnsw segment reader: nothing found on disk")


def test_if_the_vector_index_fails_the_reader_is_told_with_what_to_do(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection

    monkeypatch.setattr(Collection, "query", broken)

    code, out, err = run(capsys, "Who signed the order?", "--library", library)
    json_code, json_out, json_err = run(capsys, "Who signed the order?", "--json", "--library", library)

    assert (code, out) == (1, "")
    assert "The vector index did not answer: hnsw segment reader" in err
    assert "python -m ingest --rebuild" in err
    assert json_code == 1
    assert json.loads(json_out)["error"] in json_err


def test_a_setting_that_cannot_be_used_fails_with_its_name(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_ANSWER_THRESHOLD", "soon")

    code, out, err = run(capsys, "hi", "--library", library)

    assert (code, out) == (1, "")
    assert "DATELINE_ANSWER_THRESHOLD" in err


def test_a_question_can_be_limited_to_articles_and_days(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("How much is the bread prize worth?", "--library", library)
    bread = as_json(capsys, *question)["citations"][0]["article"]["id"]

    inside = as_json(capsys, *question, "--within", bread, "--since", "2024-03-01", "--until", "2024-03-01")
    code, out, _ = run(capsys, *question, "--until", "2024-02-29")

    assert inside["statements"][0]["text"] == "The prize is worth 8,500 crowns."
    assert inside["scope"] == {"within": [bread], "since": "2024-03-01", "until": "2024-03-01"}
    assert inside["searched"].startswith("Searched: “Bread of the year” alone, published from")
    assert code == 0
    assert "Searched: 0 articles, published until 29 February 2024." in out
    assert "8,500" not in out


def test_the_trace_keeps_to_the_scope(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("Who signed the order?", "--trace", "--library", library)
    scoped = as_json(capsys, *question, "--since", "2024-01-01")
    bread = as_json(capsys, "How much is the bread prize worth?", "--library", library)["citations"][0]["article"]["id"]

    places = {place.partition("#")[0] for ranking in scoped["trace"]["rankings"].values() for place, _ in ranking}
    assert places == {bread}


def test_an_article_that_is_not_there_is_told(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "Who signed the order?", "--within", "nobody", "--library", library)

    assert (code, out) == (1, "")
    assert "There is no article nobody." in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["one", "two"],
        ["hi", "--loud"],
        ["--json"],
        ["hi", "--since", "soon"],
        ["hi", "--since", "2025-02-30"],
        ["hi", "--since", "2025-02-02", "--until", "2025-02-01"],
    ],
)
def test_wrong_use_is_told_and_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (2, "")
    assert "usage:" in err


OFFLINE = """
import runpy, socket, sys

connect = socket.socket.connect

def guarded(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a connection to {address}")
    return connect(self, address)

def no_names(host, *_, **__):
    raise AssertionError(f"a look-up of {host}")

socket.socket.connect = socket.socket.connect_ex = guarded
socket.socket.sendto = no_names
socket.getaddrinfo = socket.gethostbyname = no_names
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def test_from_the_first_import_to_the_answer_nothing_is_asked_of_the_network(
    tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "bread.md").write_text(BAKERY, encoding="utf-8")
    library = ["--library", str(tmp_path / "library"), "--json"]

    def offline(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error::ResourceWarning", "-c", OFFLINE, module, *arguments, *library]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    taken_in = offline("ingest", str(tmp_path / "bread.md"))
    answered = offline("answering", "How much is the prize worth?")

    assert (taken_in.returncode, answered.returncode) == (0, 0), taken_in.stderr + answered.stderr
    assert json.loads(taken_in.stdout)["articles"][0]["status"] == "new"
    assert json.loads(answered.stdout)["statements"][0]["text"] == "The prize is worth 8,500 crowns."
    assert "a connection to" not in taken_in.stderr + answered.stderr
    assert "a look-up of" not in taken_in.stderr + answered.stderr


@pytest.mark.parametrize("name", ["answer.html", "answer.md"])
def test_an_answer_is_written_with_its_evidence(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    question = "How much is the bread prize worth?"

    code, out, err = run(capsys, question, "--library", library, "--pack", tmp_path / name)

    written = (tmp_path / name).read_text(encoding="utf-8")
    assert (code, err) == (0, "")
    assert "The prize is worth 8,500 crowns." in out
    for part in (question, "The prize is worth 8,500 crowns.", "Olav Reeve", "all-MiniLM-L6-v2"):
        assert part in written
    check_replaceable(tmp_path / name)  # raises for what is no pack


@pytest.mark.parametrize(
    ("name", "begins", "holds"),
    [
        ("answer.ris", "TY  - NEWS", "AU  - Olav Reeve"),
        ("answer.bib", "@article{dateline-", "author = {{Olav Reeve}}"),
        ("answer.json", "[", '"literal": "Olav Reeve"'),
    ],
)
def test_the_quotes_of_an_answer_are_written_for_reference_managers(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, begins: str, holds: str
) -> None:
    file, asked = (
        tmp_path / name,
        ("How much is the bread prize worth?", "--library", library, "--pack", tmp_path / name),
    )

    first, again = run(capsys, *asked)[0], run(capsys, *asked)[0]
    written = file.read_text(encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    refused = run(capsys, *asked)[0]

    assert (first, again, refused) == (0, 0, 1)
    assert written.startswith(begins)
    assert holds in written
    assert "The prize is worth 8,500 crowns." in written
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_refusal_leaves_no_empty_list_of_quotes(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.ris"

    code, out, err = run(capsys, "Who won the chess match in Reykjavik?", "--library", library, "--pack", file)

    assert code == 0
    assert out
    assert f"no words of articles to cite, so {file} was not written" in err
    assert not file.exists()


def test_l7_a_file_that_is_no_pack_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thesis = tmp_path / "thesis.md"
    thesis.write_text("# My thesis\n", encoding="utf-8")

    code, out, err = run(capsys, "How much is the bread prize worth?", "--library", tmp_path / "l", "--pack", thesis)

    assert (code, out) == (1, "")
    assert "no evidence pack" in err
    assert thesis.read_text(encoding="utf-8") == "# My thesis\n"


def test_a_pack_of_another_kind_is_wrong_use(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["What?", "--library", str(library), "--pack", "answer.pdf"])

    assert ended.value.code == 2
    assert "must end in .html or .md" in capsys.readouterr().err


def test_a_pack_that_cannot_be_written_is_named(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nowhere" / "answer.md"

    code, _, err = run(capsys, "How much is the bread prize worth?", "--library", library, "--pack", file)

    assert code == 1
    assert f"{file} cannot be written" in err


@pytest.mark.parametrize(
    ("call", "stated"),
    [
        ("socket.create_connection(('192.0.2.1', 80), timeout=1)", "a look-up of 192.0.2.1"),
        ("socket.socket().connect(('192.0.2.1', 80))", "a connection to ('192.0.2.1', 80)"),
        ("__import__('urllib.request').request.urlopen('https://example.org')", "a look-up of example.org"),
    ],
)
def test_the_guard_of_the_test_above_guards(tmp_path: Path, call: str, stated: str) -> None:
    (tmp_path / "caller.py").write_text(f"import socket\n{call}\n", encoding="utf-8")
    command = [sys.executable, "-c", OFFLINE, "caller"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert stated in done.stderr


def test_h2_a_question_that_is_too_long_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], library: Path
) -> None:
    code, out, err = run(capsys, "why? " * 801, "--library", library)

    assert (code, out) == (1, "")
    assert "4,005 characters; 4,000 are read at most" in err
