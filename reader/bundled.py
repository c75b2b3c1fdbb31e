"""The bundled reader: the base model's weights with the trained part over them, as one ONNX file run by onnxruntime."""

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from domain.bundled import REINSTALL, WEIGHTS_SHA256, bundled_folder, check_weights, export_once, is_exported, sha256
from domain.errors import ReaderError, Stopping
from domain.reading import Calibration, Window, WindowScores
from reader.encoding import QUESTION_TOKENS, SENTENCE_TOKENS, TITLE_TOKENS, Encoded, Encoder, join

BUNDLED = "bundled"
TRAINED = Path(__file__).parent / "weights" / "reader.safetensors"
"""The trained part of the network, float16."""

_EXPORT_VERSION = 3
_MOST_WORKERS = 8
_NOTHING = float("-inf")

_ENCODER = "encoder."
"""The prefix of the encoder's parameters in the trained weights; the base model's names have none."""

_Floats = npt.NDArray[np.float32]
_Array = npt.NDArray[Any]


def reader_onnx_path(cache: Path) -> Path:
    """Return the path of the exported reader, whose name contains hashes of the weights. Raises ReaderError."""
    try:
        trained = sha256(TRAINED)
    except OSError as error:
        raise ReaderError(
            f"The reader's weights {TRAINED} cannot be read: {error.strerror}.",
            hint="Get the project's files again, with reader/weights.",
        ) from error
    return cache / f"reader-{WEIGHTS_SHA256[:12]}-{trained[:12]}-{_EXPORT_VERSION}.onnx"


def export_reader(cache: Path) -> Path:
    """Write the reader as an ONNX file into ``cache``, unless it is there and complete; return its path.

    Inputs of the graph: ``word_vectors`` (float32, batch by tokens by 384), ``attention_mask``, ``token_type_ids``
    (int64, batch by tokens) and ``pooling`` (float32, batch by sentences by tokens). Outputs: the logits ``sentence``
    (batch by sentences), ``window`` and ``support`` (batch). The table of word vectors, half of the model, is not in
    the file: ``word_vectors`` reads it from the base model's. One of several processes exports and the others wait.

    Raises:
        ReaderError: the trained weights are missing or damaged, or the cache cannot be written.
        EmbedderError: the base model's weights are missing or damaged.
    """
    path = reader_onnx_path(cache)
    if not is_exported(path):
        folder = bundled_folder()
        check_weights(folder)
        try:
            export_once(path, lambda to: _export(folder, to), lock=FileLock(path.with_suffix(".lock")))
        except ReaderError:
            raise
        except Exception as error:
            raise ReaderError(
                f"The reader cannot be written to {cache}: {error}.",
                hint="Free some space (50 MB) or set DATELINE_CACHE to a folder that can be written.",
            ) from error
    return path


class OnnxReader:
    """The bundled reader. Safe to use from several threads.

    Each input has a forward pass of its own, without padding, so that its scores do not depend on the other inputs; a
    batch was measured to be no faster. A pass keeps one processor busy, and several passes run in parallel.
    """

    name = BUNDLED

    def __init__(self, model: Path, base: Path, *, calibration: Calibration | None) -> None:
        """``model`` is the exported file, ``base`` the folder of the base model."""
        import onnxruntime
        import tokenizers

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._encoder = Encoder(tokenizers.Tokenizer.from_file(str(base / "tokenizer.json")))
            self._word_vectors = word_vectors(base / "model.safetensors")
            self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ReaderError(f"The reader cannot be loaded: {error}.", hint=REINSTALL) from error
        self.calibration = calibration
        self._workers = ThreadPoolExecutor(min(_MOST_WORKERS, os.cpu_count() or 1), thread_name_prefix="reading")

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Score the sentences of each window; see ``domain.reading.Reader``.

        A window that is longer than the model's input is read in several parts, so that every sentence has a score; the
        window's own score is then that of its best part.
        """
        scores = []
        for words, parts in self._passes(question, windows):
            sentences = [float(logit) for sentence, _, _ in parts for logit in sentence]
            scores.append(
                WindowScores(
                    tuple(logit if word else _NOTHING for logit, word in zip(sentences, words, strict=True)),
                    max((float(window) for _, window, _ in parts), default=_NOTHING),
                )
            )
        return scores

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Score the statement against each piece of evidence; of one that is read in several parts, the best counts."""
        return [
            max((float(support) for _, _, support in parts), default=_NOTHING)
            for _, parts in self._passes(statement, evidence)
        ]

    def _passes(
        self, question: str, windows: Sequence[Window]
    ) -> list[tuple[list[bool], list[tuple[_Floats, np.float32, np.float32]]]]:
        """Return, for each window, whether each sentence has words, and the outputs of its inputs in order."""
        if not windows:
            return []
        (asked,) = self._encoder.pieces([question], QUESTION_TOKENS)
        titles = self._encoder.pieces([window.title for window in windows], TITLE_TOKENS)
        every = iter(self._encoder.pieces([one for window in windows for one in window.sentences], SENTENCE_TOKENS))
        sentences = [[next(every) for _ in window.sentences] for window in windows]
        inputs = [split(asked, title, own) for title, own in zip(titles, sentences, strict=True)]
        try:
            outputs = self._workers.map(self._run, [one for parts in inputs for one in parts])
        except RuntimeError as error:  # no pool takes work once the interpreter has begun to end
            raise Stopping from error
        return [
            ([bool(pieces) for pieces in own], [next(outputs) for _ in parts])
            for own, parts in zip(sentences, inputs, strict=True)
        ]

    def _run(self, encoded: Encoded) -> tuple[_Floats, np.float32, np.float32]:
        segments = np.array([encoded.segments], dtype=np.int64)
        owners = np.array(encoded.sentence_of)
        pooling = (owners == np.arange(encoded.count)[:, None]).astype(np.float32)
        pooling /= np.maximum(pooling.sum(axis=1, keepdims=True), 1)
        sentence, window, support = self._session.run(
            ["sentence", "window", "support"],
            {
                "word_vectors": self._word_vectors[encoded.ids][None],
                "attention_mask": np.ones_like(segments),
                "token_type_ids": segments,
                "pooling": pooling[None],
            },
        )
        return sentence[0], window[0], support[0]


def word_vectors(weights: Path) -> _Floats:
    """Map the base model's table of word vectors into memory; shape (vocabulary, 384), one row for each word piece.

    Rows that are never used take no memory, and processes share the others. A safetensors file begins with the length
    of a JSON header (8 bytes, little-endian), which gives the offset of each tensor after it.
    """
    with weights.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        table = json.loads(file.read(size))["embeddings.word_embeddings.weight"]
    first, _ = table["data_offsets"]
    return np.memmap(weights, np.float32, mode="r", offset=8 + size + first, shape=tuple(table["shape"]))


def split(question: list[int], title: list[int], sentences: Sequence[list[int]]) -> list[Encoded]:
    """Split a window into as few inputs as possible.

    Args:
        question, title: word pieces, repeated in each input.
        sentences: word pieces of each sentence.

    Returns:
        Inputs that together have every sentence, in order; empty if there are no sentences.
    """
    inputs: list[Encoded] = []
    first = 0
    while first < len(sentences):
        inputs.append(join(question, title, sentences[first:]))
        first += inputs[-1].count
    return inputs


def _export(folder: Path, to: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    from models.bert_graph import GraphBuilder, encoder

    base = load_file(folder / "model.safetensors")
    try:
        weights = with_trained(base, load_file(TRAINED))
    except (SafetensorError, ValueError) as error:
        raise ReaderError(
            f"The reader's weights {TRAINED} are damaged: {error}.",
            hint="Get the project's files again, with reader/weights.",
        ) from error
    graph = GraphBuilder()
    hidden = encoder(graph, weights, "word_vectors", "token_type_ids", "attention_mask")
    pooled = graph.add("MatMul", "pooling", hidden)
    whole = graph.add("Gather", hidden, graph.constant(0), axis=1)  # that of [CLS]
    for name, tensor in (("sentence", pooled), ("support", whole)):
        inner = graph.add("Gelu", graph.linear(tensor, weights, f"{name}.0"))
        graph.add("Squeeze", graph.linear(inner, weights, f"{name}.2"), graph.constant([-1]), output=name)
    graph.add("Squeeze", graph.linear(whole, weights, "window"), graph.constant([-1]), output="window")

    width = base["embeddings.word_embeddings.weight"].shape[1]
    graph.save(
        to,
        inputs={
            "word_vectors": (np.float32, ["batch", "tokens", width]),
            "attention_mask": (np.int64, ["batch", "tokens"]),
            "token_type_ids": (np.int64, ["batch", "tokens"]),
            "pooling": (np.float32, ["batch", "sentences", "tokens"]),
        },
        outputs={"sentence": ["batch", "sentences"], "window": ["batch"], "support": ["batch"]},
    )


def with_trained(base: Mapping[str, _Array], trained: Mapping[str, _Array]) -> dict[str, _Array]:
    """Return the base model's weights with the trained ones in their place, and the heads.

    Args:
        base: the weights of transformers' ``BertModel``, by name.
        trained: the result of ``ReaderNetwork.trained``: all layers but the first, and the heads.

    Raises:
        ValueError: the names or shapes of ``trained`` are not those of this network.
    """
    width = base["embeddings.word_embeddings.weight"].shape[1]
    heads = {f"{name}.0": (width, width) for name in ("sentence", "support")}
    heads |= dict.fromkeys(("sentence.2", "support.2", "window"), (1, width))
    shapes: dict[str, tuple[int, ...]] = {
        f"{_ENCODER}{name}": value.shape
        for name, value in base.items()
        if name.startswith("encoder.layer.") and not name.startswith("encoder.layer.0.")
    }
    shapes |= {f"{name}.weight": shape for name, shape in heads.items()}
    shapes |= {f"{name}.bias": shape[:1] for name, shape in heads.items()}
    if wrong := shapes.items() ^ {name: value.shape for name, value in trained.items()}.items():
        raise ValueError(f"not the parameters of this network: {sorted({name for name, _ in wrong})[:3]}")
    return {**base, **{name.removeprefix(_ENCODER): value for name, value in trained.items()}}
