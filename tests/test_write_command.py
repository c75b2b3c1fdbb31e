"""``python -m answering`` with a language model, over a server on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answering.__main__ import main
from domain.protocols import Embedder
from tests.answering.test_pipeline import HARBOUR
from tests.asking import material, open_program
from tests.model_server import Failure, ModelServer, model_server

ASKED = "Who signed the order to close the harbour?"
REPLY = "Ilsa Dorn, the mayor, signed the order at noon [1]. It has 63 submarines [1][8]."
KEY = "sk-test-0123456789abcdef"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("library")
    open_program(folder, embedder, material(HARBOUR)).close()
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, library: Path) -> Iterator[ModelServer]:
    with model_server() as running:
        running.reply = REPLY
        monkeypatch.setenv("DATELINE_MODEL_URL", f"{running.address}/v1")
        monkeypatch.setenv("DATELINE_MODEL_KEY", KEY)
        monkeypatch.setenv("DATELINE_LIBRARY", str(library))
        yield running


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return main([ASKED, *arguments]), *capsys.readouterr()


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    printed: dict[str, Any] = json.loads(out)
    return printed


def test_where_a_model_is_set_it_writes_and_each_statement_says_how_it_stands(
    capsys: pytest.CaptureFixture[str], server: ModelServer
) -> None:
    printed = as_json(capsys)

    assert (printed["kind"], printed["mode"]) == ("answer", "write")
    assert [statement["support"] for statement in printed["statements"]] == ["verbatim", "unsupported"]
    assert [statement["citations"] for statement in printed["statements"]] == [[1], []]
    assert printed["citations"][0]["quote"] == "Ilsa Dorn, the mayor, signed the order at noon."
    start, end = printed["citations"][0]["start"], printed["citations"][0]["end"]
    assert HARBOUR[start:end] == printed["citations"][0]["quote"]
    assert printed["written"] | {"model": "small", "reply": REPLY, "invented": 1} == printed["written"]


def test_as_text_a_statement_that_no_article_carries_says_so(
    capsys: pytest.CaptureFixture[str], server: ModelServer
) -> None:
    code, out, _ = run(capsys)

    assert code == 0
    assert "  Ilsa Dorn, the mayor, signed the order at noon. [1]\n" in out
    assert "  It has 63 submarines. (not found in the articles)\n" in out


def test_the_model_can_choose_the_quotes(capsys: pytest.CaptureFixture[str], server: ModelServer) -> None:
    server.reply, server.input_tokens = '{"sentences": [2]}', 800

    printed = as_json(capsys, "--mode", "choose", "--trace")

    assert (printed["kind"], printed["mode"]) == ("answer", "choose")
    assert {statement["support"] for statement in printed["statements"]} == {"verbatim"}
    assert "chosen by small" in printed["foot"]
    assert printed["written"]["usage"] == {"input_tokens": 800, "output_tokens": 7}
    assert printed["trace"]["evidence"] == printed["evidence"]


def test_the_trace_shows_the_searches_of_the_model_and_what_they_cost(
    capsys: pytest.CaptureFixture[str], server: ModelServer
) -> None:
    server.reply = lambda asked: "fish and the order" if "The next question:" in asked else '{"sentences": [2]}'
    server.input_tokens = 300

    code = main(["What would become of the fish market if Ilsa Dorn lost?", "--mode", "choose", "--trace"])

    out = capsys.readouterr().out
    assert code == 0
    assert "searches by the model: fish and the order (" in out
    assert "300 tokens read, 7 written)" in out
    assert "dense, search 1:" in out


def test_quotes_can_be_asked_for_all_the_same(capsys: pytest.CaptureFixture[str], server: ModelServer) -> None:
    printed = as_json(capsys, "--mode", "quote")

    assert (printed["mode"], printed["written"], server.asked) == ("quote", None, [])


def test_the_model_can_be_named(capsys: pytest.CaptureFixture[str], server: ModelServer) -> None:
    printed = as_json(capsys, "--model", "larger")

    assert printed["written"]["model"] == "larger"
    assert server.asked[0]["model"] == "larger"


def test_a_setting_leaves_out_what_no_article_carries(
    capsys: pytest.CaptureFixture[str], server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_HIDE_UNSUPPORTED", "true")

    printed = as_json(capsys)

    assert [statement["support"] for statement in printed["statements"]] == ["verbatim"]
    assert printed["written"]["hidden"] == 1


@pytest.mark.parametrize("json_too", [True, False])
def test_a_model_that_cannot_be_had_is_named_and_never_replaced_by_quotes(
    capsys: pytest.CaptureFixture[str], server: ModelServer, json_too: bool
) -> None:
    server.reply = Failure(401, f"Incorrect API key provided: {KEY}")

    code, out, err = run(capsys, *(["--json"] if json_too else []))

    assert code == 1
    assert "DATELINE_MODEL_KEY" in err
    assert KEY not in out + err
    assert (set(json.loads(out)) == {"question", "error"}) if json_too else (out == "")


def test_to_write_without_a_model_is_an_error_that_says_how_to_set_one(
    capsys: pytest.CaptureFixture[str], library: Path
) -> None:
    code, out, err = run(capsys, "--mode", "write", "--library", str(library))

    assert (code, out) == (1, "")
    assert "DATELINE_MODEL" in err


def test_a_model_for_quotes_is_wrong_use(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(capsys, "--mode", "quote", "--model", "small", "--library", str(library))

    assert ended.value.code == 2


def test_the_key_is_kept_nowhere(capsys: pytest.CaptureFixture[str], server: ModelServer, library: Path) -> None:
    run(capsys, "--json", "--trace")

    kept = [path for path in library.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert kept == []
