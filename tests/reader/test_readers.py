"""What every reader does, held against all of them; then what only one of them can get wrong."""

import math
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder

import reader.bundled
from domain.bundled import bundled_folder
from domain.errors import ReaderError
from domain.reading import Calibration, Reader, Window, WindowScores
from reader.bundled import OnnxReader, export_reader, reader_onnx_path
from reader.calibration import save_calibration
from reader.cross_encoder import CrossEncoderReader, SpanMarker
from reader.encoding import MAX_TOKENS
from reader.fakes import OverlapReader
from reader.load import load_checker, load_reader
from reader.network import ReaderNetwork
from settings import load
from tests.reader import tiny_models

INFERENCE = {0: "entailment", 1: "neutral", 2: "contradiction"}
QUESTION = "Why did the harbour of Wexmouth close?"
HARBOUR = Window(
    "Wexmouth loses its ships",
    (
        "The harbour of Wexmouth closed on Monday.",
        "It closed because silt had made it too shallow for ships.",
        "Cooks in Tarvale stir their barley soup for three hours.",
    ),
)
COOKS = Window("A soup", ("Cooks in Tarvale stir their barley soup for three hours.", "They add salt at the end."))
LONG = Window("Much", tuple(f"The council of Wexmouth counted {number} boats in the bay." * 3 for number in range(20)))
ODD = [
    Window("", ()),
    Window("", ("",)),
    Window("\ud800", ("\ud800 alone \udfff", " \n\t ", "日本の首相は東京で演説した。")),
    Window("word " * 500, ("word " * 10_000, "שלום עולם، مرحبا", "x" * 5000)),
    Window("e\u0301\u0323\u0302" * 40, ("👩‍👩‍👧‍👦🏴‍☠️", "a\0b\ufffe\u200b", HARBOUR.sentences[0])),
]
ALL = [HARBOUR, COOKS, LONG, *ODD]


@pytest.fixture(scope="module")
def bundled() -> Reader:
    """The bundled reader; on a fresh machine it is exported first, which takes some seconds."""
    return load_reader("bundled", load().cache)


@pytest.fixture(scope="module", params=["bundled", "cross-encoder", "inference", "span marker", "overlap"])
def any_reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("model")
    match request.param:
        case "bundled":
            made: Reader = request.getfixturevalue("bundled")
        case "cross-encoder":
            made = load_reader(str(tiny_models.cross_encoder(folder)), folder)
        case "inference":
            made = load_reader(str(tiny_models.cross_encoder(folder, INFERENCE)), folder)
        case "span marker":
            made = load_reader(str(tiny_models.span_marker(folder)), folder)
        case _:
            made = OverlapReader()
    return made


def flat(scores: Sequence[WindowScores]) -> list[float]:
    return [logit for window in scores for logit in (*window.sentences, window.window)]


def test_each_window_has_a_score_for_each_sentence(any_reader: Reader) -> None:
    scores = any_reader.read(QUESTION, ALL)

    assert [len(window.sentences) for window in scores] == [len(window.sentences) for window in ALL]
    assert all(type(logit) is float and not math.isnan(logit) for logit in flat(scores))
    assert all(math.isfinite(logit) for logit in flat(scores[:3]))


def test_a_sentence_without_words_and_a_window_without_sentences_score_lowest(any_reader: Reader) -> None:
    nothing, blank = any_reader.read(QUESTION, [Window("A title", ()), Window("A title", ("", " \n"))])

    assert nothing == WindowScores((), -math.inf)
    assert blank.sentences == (-math.inf, -math.inf)


def test_no_windows_have_no_scores(any_reader: Reader) -> None:
    assert any_reader.read(QUESTION, []) == []
    assert any_reader.judge(QUESTION, []) == []


@pytest.mark.parametrize("question", ["", "\ud800", "why " * 10_000, "\0"])
def test_odd_questions_and_statements_are_read_too(any_reader: Reader, question: str) -> None:
    scores, logits = any_reader.read(question, [HARBOUR, *ODD]), any_reader.judge(question, [HARBOUR, *ODD])

    assert [len(window.sentences) for window in scores] == [len(window.sentences) for window in (HARBOUR, *ODD)]
    assert len(logits) == 1 + len(ODD)
    assert not any(math.isnan(logit) for logit in (*flat(scores), *logits))


def test_a_window_has_the_same_scores_whatever_stands_beside_it(any_reader: Reader) -> None:
    (alone,) = any_reader.read(QUESTION, [HARBOUR])
    (judged_alone,) = any_reader.judge(QUESTION, [HARBOUR])

    among = any_reader.read(QUESTION, [*ODD, LONG, HARBOUR, COOKS])[len(ODD) + 1]
    judged_among = any_reader.judge(QUESTION, [*ODD, LONG, HARBOUR, COOKS])[len(ODD) + 1]

    assert flat([among]) == pytest.approx(flat([alone]), abs=1e-4)
    assert judged_among == pytest.approx(judged_alone, abs=1e-4)


def test_scores_keep_the_order_of_the_windows(any_reader: Reader) -> None:
    forwards = any_reader.read(QUESTION, [HARBOUR, COOKS, LONG])
    judged = any_reader.judge(QUESTION, [HARBOUR, COOKS, LONG])

    backwards = any_reader.read(QUESTION, [LONG, COOKS, HARBOUR])

    assert flat(backwards[::-1]) == pytest.approx(flat(forwards), abs=1e-4)
    assert any_reader.judge(QUESTION, [LONG, COOKS, HARBOUR])[::-1] == pytest.approx(judged, abs=1e-4)


def test_several_threads_get_the_scores_that_one_gets(any_reader: Reader) -> None:
    questions = [f"Why did boat {number} of Wexmouth {'not ' * number}sail?" for number in range(12)]
    one_by_one = [flat(any_reader.read(question, [HARBOUR, COOKS])) for question in questions]

    with ThreadPoolExecutor(6) as threads:
        at_once = list(threads.map(lambda question: flat(any_reader.read(question, [HARBOUR, COOKS])), questions))

    assert np.array(at_once) == pytest.approx(np.array(one_by_one), abs=1e-4)


def test_a_reader_has_a_name_and_is_calibrated_or_not(any_reader: Reader) -> None:
    assert any_reader.name
    assert any_reader.calibration is None or isinstance(any_reader.calibration, Calibration)


@pytest.mark.parametrize("kind", ["bundled", "overlap"])
def test_the_sentence_that_answers_scores_above_another(kind: str, request: pytest.FixtureRequest) -> None:
    able: Reader = request.getfixturevalue("bundled") if kind == "bundled" else OverlapReader()

    harbour, cooks = able.read("Why did the harbour close because of silt?", [HARBOUR, COOKS])

    assert harbour.sentences[1] > max(harbour.sentences[2], *cooks.sentences) + 0.5
    assert harbour.window > cooks.window + 0.5


@pytest.mark.parametrize("kind", ["bundled", "overlap"])
def test_a_statement_in_the_evidences_own_words_is_supported_rather_than_by_others(
    kind: str, request: pytest.FixtureRequest
) -> None:
    able: Reader = request.getfixturevalue("bundled") if kind == "bundled" else OverlapReader()

    harbour, cooks = able.judge("The harbour of Wexmouth closed on Monday.", [HARBOUR, COOKS])

    assert harbour > cooks + 1


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    """The bundled reader in PyTorch, as it was trained."""
    made = ReaderNetwork(bundled_folder())
    made.load_trained({name: value.float() for name, value in load_file(reader.bundled.TRAINED).items()})
    return made.eval()


@pytest.mark.parametrize(
    "window", [HARBOUR, COOKS, Window("", ("word " * 60, "日本の首相。", "x")), LONG], ids=range(4)
)
def test_the_onnx_reader_gives_the_trained_networks_scores(
    bundled: Reader, network: ReaderNetwork, window: Window
) -> None:
    assert isinstance(bundled, OnnxReader)
    encoded = bundled._encoder.encode(QUESTION, window.title, window.sentences)
    owners = torch.tensor(encoded.sentence_of)
    pooling = torch.stack([(owners == index) / (owners == index).sum() for index in range(encoded.count)])
    ids, segments = torch.tensor([encoded.ids]), torch.tensor([encoded.segments])

    with torch.inference_mode():
        expected = network(ids, torch.ones_like(ids), segments, pooling[None])

    scores = bundled._run(encoded)
    assert scores[0] == pytest.approx(expected[0][0].numpy(), abs=1e-4)
    assert scores[1:] == pytest.approx((expected[1].item(), expected[2].item()), abs=1e-4)


def test_a_window_longer_than_an_input_is_read_in_parts_that_hold_every_sentence() -> None:
    sentences = [[number] * (10 + number % 80) for number in range(1000, 1030)]

    parts = reader.bundled.split([7] * 48, [8] * 24, sentences)

    assert [ids for part in parts for ids in sentences_of(part)] == sentences
    assert max(len(part.ids) for part in parts) <= MAX_TOKENS
    assert len(parts) < len(sentences)


def sentences_of(part: reader.bundled.Encoded) -> list[list[int]]:
    """The word pieces of each sentence, without the separator behind it."""
    return [
        [one for one, owner in zip(part.ids, part.sentence_of, strict=True) if owner == index][:-1]
        for index in range(part.count)
    ]


def test_a_long_windows_own_score_is_that_of_its_best_part(bundled: Reader) -> None:
    filler = LONG.sentences
    alone = bundled.read(QUESTION, [Window("", (*filler, *HARBOUR.sentences))])[0].window

    assert alone > bundled.read(QUESTION, [Window("", filler)])[0].window + 1


def test_other_trained_weights_are_exported_to_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reader_onnx_path(tmp_path)
    weights = {name: value * 0.5 for name, value in load_file(reader.bundled.TRAINED).items()}
    save_file(weights, tmp_path / "other.safetensors")
    monkeypatch.setattr(reader.bundled, "TRAINED", tmp_path / "other.safetensors")

    assert reader_onnx_path(tmp_path) != before


def test_a_damaged_export_is_made_again(tmp_path: Path, bundled: Reader) -> None:
    path = reader_onnx_path(tmp_path)
    path.write_bytes(b"half a model")
    path.with_suffix(".json").write_text('{"sha256": "0"}', encoding="utf-8")

    again = load_reader("bundled", tmp_path)

    assert flat(again.read(QUESTION, [HARBOUR])) == pytest.approx(flat(bundled.read(QUESTION, [HARBOUR])), abs=1e-4)
    assert list(tmp_path.glob("*.unfinished")) == []


@pytest.mark.parametrize("content", [None, b"", b"no tensors", {"layer": torch.zeros(2)}, {"window.bias": None}])
def test_trained_weights_that_cannot_be_used_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | dict[str, torch.Tensor | None] | None
) -> None:
    weights = tmp_path / "reader.safetensors"
    if isinstance(content, bytes):
        weights.write_bytes(content)
    elif content:
        whole = load_file(reader.bundled.TRAINED) | content
        save_file({name: value for name, value in whole.items() if value is not None}, weights)
    monkeypatch.setattr(reader.bundled, "TRAINED", weights)

    with pytest.raises(ReaderError, match=r"reader\.safetensors") as caught:
        export_reader(tmp_path / "cache")

    assert "reader/weights" in caught.value.hint
    assert list(tmp_path.glob("cache/*.onnx")) == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    with pytest.raises(ReaderError, match="cannot be written") as caught:
        export_reader(tmp_path / "file")

    assert "DATELINE_CACHE" in caught.value.hint


def test_a_damaged_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")

    with pytest.raises(ReaderError, match="cannot be loaded"):
        OnnxReader(tmp_path / "model.onnx", tmp_path, calibration=None)


def test_what_other_models_need_is_named_where_it_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(tiny_models.cross_encoder(tmp_path))
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(ReaderError, match="cannot be loaded") as caught:
        load_reader(folder, tmp_path)

    assert "dateline[models]" in caught.value.hint


def test_a_cross_encoder_gives_its_models_logits(tmp_path: Path) -> None:
    folder = str(tiny_models.cross_encoder(tmp_path))
    made = load_reader(folder, tmp_path)
    texts = [f"{COOKS.title}\n{one}" for one in (*COOKS.sentences, " ".join(COOKS.sentences))]
    expected = CrossEncoder(folder).predict([(QUESTION, text) for text in texts], activation_fn=torch.nn.Identity())

    (scores,) = made.read(QUESTION, [COOKS])

    assert isinstance(made, CrossEncoderReader)
    assert flat([scores]) == pytest.approx(expected.tolist(), abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "supported"),
    [
        (INFERENCE, True),
        ({0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}, False),
        ({0: "Supported", 1: "Unsupported"}, True),
        ({0: "not_entailment", 1: "entailment"}, False),
        ({0: "LABEL_0", 1: "LABEL_1"}, False),
        ({0: "LABEL_0"}, True),
    ],
)
def test_a_judge_knows_which_label_means_supported(tmp_path: Path, labels: dict[int, str], supported: bool) -> None:
    checker = load_checker(str(tiny_models.judge(tmp_path, labels)), tmp_path, OverlapReader())

    assert [logit > 0 for logit in checker.judge("Ships stay away.", [HARBOUR, COOKS])] == [supported] * 2


@pytest.mark.parametrize(
    "labels",
    [{0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, {0: "good", 1: "bad"}, {0: "true", 1: "supported"}],
)
def test_labels_of_unknown_meaning_are_named(tmp_path: Path, labels: dict[int, str]) -> None:
    tiny_models.judge(tmp_path, labels)

    with pytest.raises(ReaderError, match=labels[0]) as caught:
        load_checker(str(tmp_path), tmp_path, OverlapReader())

    assert "DATELINE_CHECKER" in caught.value.hint


@pytest.mark.parametrize("labels", [None, {0: "O", 1: "B-SPAN", 2: "I-SPAN"}])
def test_a_span_marker_scores_the_sentence_that_has_the_span(tmp_path: Path, labels: dict[int, str] | None) -> None:
    made = load_reader(str(tiny_models.span_marker(tmp_path, labels)), tmp_path)
    window = Window("", (*LONG.sentences, *HARBOUR.sentences, *LONG.sentences))
    answer = len(LONG.sentences) + 1

    (scores,) = made.read("Why shallow?", [window])

    assert isinstance(made, SpanMarker)
    assert [logit > 0 for logit in scores.sentences] == [index == answer for index in range(len(window.sentences))]
    assert scores.window == scores.sentences[answer]


def test_a_checker_is_the_reader_itself_where_the_names_agree(bundled: Reader, tmp_path: Path) -> None:
    assert load_checker("bundled", tmp_path, bundled) is bundled


def test_the_bundled_checker_stands_beside_another_reader(tmp_path: Path) -> None:
    assert load_checker("bundled", load().cache, OverlapReader()).name == "bundled"


def test_a_named_reader_takes_the_calibration_that_was_fitted_for_it(tmp_path: Path) -> None:
    folder = str(tiny_models.cross_encoder(tmp_path / "model"))
    before = load_reader(folder, tmp_path).calibration

    save_calibration(folder, Calibration(slope=2.0), tmp_path)

    assert before is None
    assert load_reader(folder, tmp_path).calibration == Calibration(slope=2.0)


def test_a_model_without_safetensors_is_refused(tmp_path: Path) -> None:
    tiny_models.cross_encoder(tmp_path)
    torch.save(load_file(tmp_path / "model.safetensors"), tmp_path / "pytorch_model.bin")
    (tmp_path / "model.safetensors").unlink()

    with pytest.raises(ReaderError, match="safetensors") as caught:
        load_reader(str(tmp_path), tmp_path)

    assert "DATELINE_READER" in caught.value.hint


@pytest.mark.parametrize(
    ("model_type", "architecture"),
    [("strange", "OwnForSequenceClassification"), ("strange", "OwnHighlighter"), ("bert", "OwnHighlighter")],
)
def test_a_model_that_needs_its_own_code_is_refused_and_the_code_not_run(
    tmp_path: Path, model_type: str, architecture: str
) -> None:
    tiny_models.with_own_code(tiny_models.span_marker(tmp_path), model_type=model_type, architecture=architecture)
    weights = {f"own.{name}": value for name, value in load_file(tmp_path / "model.safetensors").items()}
    save_file(weights, tmp_path / "model.safetensors", {"format": "pt"})

    with pytest.raises(ReaderError, match="code of its own") as caught:
        load_reader(str(tmp_path), tmp_path)

    assert "DATELINE_READER" in caught.value.hint
    assert not (tmp_path / "ran").exists()


def test_a_span_marker_that_brings_code_is_read_without_it(tmp_path: Path) -> None:
    tiny_models.with_own_code(tiny_models.span_marker(tmp_path), model_type="bert", architecture="OwnHighlighter")

    (scores,) = load_reader(str(tmp_path), tmp_path).read("Why?", [HARBOUR])

    assert np.argmax(scores.sentences) == 1
    assert not (tmp_path / "ran").exists()


def test_a_model_that_only_embeds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="neither scores pairs"):
        load_reader(str(bundled_folder()), tmp_path)


def test_a_span_marker_is_no_checker(tmp_path: Path) -> None:
    tiny_models.span_marker(tmp_path)

    with pytest.raises(ReaderError, match="does not classify pairs"):
        load_checker(str(tmp_path), tmp_path, OverlapReader())


def test_a_model_that_cannot_be_had_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # the hub's client waits between its attempts

    with pytest.raises(ReaderError, match="nobody/no-such-model cannot be loaded") as caught:
        load_reader("nobody/no-such-model", tmp_path)

    assert "DATELINE_READER" in caught.value.hint
