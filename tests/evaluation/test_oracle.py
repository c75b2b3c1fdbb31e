"""Scripted oracle: what a model that reads without a mistake, or with a share of them, gets by choosing and writing."""

from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import SettingError
from domain.protocols import Embedder
from domain.values import Message, Usage
from evaluation.__main__ import main
from evaluation.data import Data
from evaluation.models import Oracle, oracle_named, searches_for
from evaluation.stock import Bench
from evaluation.suites import SUITES
from settings import load
from tests.asking import bundled_reader

SAMPLES = Path(__file__).parents[2] / "evaluation" / "samples"
PROMPT = [Message("system", "Choose."), Message("user", "“Quay”, The Tide\n1: It rained.\n2: She paid.\n\nWho paid?")]

EXCERPTS = [
    Message(
        "user",
        "====a1==== excerpt 1: “Quay”, The Tide\nIt rained. It stopped.\n====a1==== end of excerpt 1\n\n"
        "====a1==== excerpt 2: “Dues”, The Tide\nShe paid.\n====a1==== end of excerpt 2\n\nWho paid?",
    )
]


@pytest.fixture(scope="module", params=["choose", "write"])
def figures(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, request: pytest.FixtureRequest
) -> dict[str, float]:
    """The reading figures of the samples with a perfect oracle."""
    data, suite = Data(SAMPLES), SUITES["reading"]
    with closing(
        Bench(
            load(),
            tmp_path_factory.mktemp("oracle"),
            mode=request.param,
            model="oracle",
            embedder=embedder,
            bundled_reader=bundled_reader(),
        )
    ) as bench:
        return {name: figure.value for name, figure in suite.figures(suite.run(bench, data), data).items()}


def test_nothing_between_the_model_and_the_answer_throws_right_answers_away(figures: dict[str, float]) -> None:
    assert figures["evidence_shown"] >= 7 / 8  # of eight questions
    assert figures["right_if_shown"] >= 0.97


def test_what_the_model_refuses_is_refused(figures: dict[str, float]) -> None:
    assert figures["answered_unanswerable"] <= 0.05


def test_the_oracle_names_the_sentences_of_the_gold_data_and_no_others() -> None:
    used: list[Usage] = []
    oracle = Oracle(gold=lambda line: line == "She paid.")

    assert "".join(oracle.stream(PROMPT, on_usage=used.append)) == '{"sentences": [2]}'
    assert oracle.shown == ["It rained.", "She paid."]
    assert used[0].input_tokens > used[0].output_tokens > 0


def test_the_oracle_writes_the_sentences_of_the_gold_data_with_the_number_of_their_excerpt() -> None:
    oracle = Oracle(gold=lambda line: line == "She paid.")
    unable = Oracle()

    assert "".join(oracle.stream(EXCERPTS)) == "She paid. [2]"
    assert oracle.shown == ["It rained.", "It stopped.", "She paid."]
    assert "".join(unable.stream(EXCERPTS)) == "CANNOT TELL"


def test_the_oracle_writes_the_searches_of_the_question_and_keeps_what_it_was_shown() -> None:
    oracle = Oracle(shown=["She paid."], searches=("paid dues", "quay"))

    assert "".join(oracle.stream([Message("user", "The next question: Who paid?")])) == "paid dues\nquay"
    assert oracle.shown == ["She paid."]


def test_its_searches_are_the_words_that_answer_without_names_and_numbers() -> None:
    assert searches_for(["In 2019 Ilsa Dorn paid 40 crowns for the mooring.", "They were 40.", "They paid dues."]) == (
        "paid crowns mooring",
        "paid dues",
    )


def test_the_searches_of_the_oracle_are_searched_for(tmp_path: Path, embedder: Embedder) -> None:
    data = Data(SAMPLES)
    settings = load(answer_threshold=1.0, model_search_s=30)  # the evidence for no question is enough
    with closing(
        Bench(settings, tmp_path, mode="choose", model="oracle", embedder=embedder, bundled_reader=bundled_reader())
    ) as bench:
        items = SUITES["reading"].run(bench, data)

    assert {item["answerable"] for item in items if item["searches"]} == {True}
    assert all(item["seconds"] > 0 and item["input_tokens"] > 0 for item in items)
    assert all(item["reply"].startswith('{"sentences": ') for item in items)


def test_an_oracle_that_errs_refuses_what_is_there_and_answers_what_is_not() -> None:
    erring = Oracle(error_rate=1.0, gold=lambda line: line == "She paid.")
    blind = Oracle(error_rate=1.0)

    assert "".join(erring.stream(PROMPT)) == '{"sentences": []}'
    assert "".join(blind.stream(PROMPT)) == '{"sentences": [1]}'


def test_an_oracle_is_known_by_its_name() -> None:
    assert oracle_named("ollama:small") is None
    assert (oracle_named("oracle:0.25") or Oracle()).error_rate == 0.25
    for wrong in ("oracle:much", "oracle:2", "oracle:nan"):
        with pytest.raises(SettingError, match="error rate"):
            oracle_named(wrong)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--mode", "choose"],
        ["--model", "oracle"],
        ["--mode", "choose", "--model", "oracle", "--suite", "extraction"],
        ["--mode", "choose", "--model", "oracle", "--pin"],
    ],
)
def test_wrong_use_of_a_model_is_named(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(SAMPLES), *arguments])

    assert ended.value.code == 2
