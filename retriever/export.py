"""The bundled embedding model as an ONNX file, made once from the publisher's weights."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from domain.bundled import BUNDLED, WEIGHTS_SHA256, bundled_folder, check_weights, export_once
from domain.errors import EmbedderError

if TYPE_CHECKING:
    from models.bert_graph import GraphBuilder, Weights

MAX_TOKENS = 256
"""What the publisher's own configuration cuts a text to."""
_EXPORT_VERSION = 3


def onnx_path(cache: Path) -> Path:
    """Return where the ONNX twin of the bundled weights belongs."""
    return cache / f"{BUNDLED}-{WEIGHTS_SHA256[:12]}-{_EXPORT_VERSION}.onnx"


def export_bundled(cache: Path) -> Path:
    """Write the bundled model as an ONNX file into ``cache``, unless it is there whole; return its path.

    The graph takes ``input_ids`` and ``attention_mask`` (int64, batch by tokens) and gives ``vectors`` (float32,
    batch by 384, length 1) and ``tokens`` (float32, batch by tokens by 384). Of several processes one works and the
    others wait for it. Raises EmbedderError.
    """
    folder, path = bundled_folder(), onnx_path(cache)
    check_weights(folder)
    try:
        export_once(path, lambda to: _export(folder, to), lock=FileLock(path.with_suffix(".lock")))
    except Exception as error:
        raise EmbedderError(
            f"The embedding model cannot be written to {cache}: {error}.",
            hint="Free some space (90 MB) or set DATELINE_CACHE to a folder that can be written.",
        ) from error
    return path


def _export(folder: Path, to: Path) -> None:
    from safetensors.numpy import load_file

    weights = load_file(folder / "model.safetensors")
    words = weights["embeddings.word_embeddings.weight"]
    export_encoder(weights, lambda graph: graph.add("Gather", graph.constant(words), "input_ids"), to)


def export_encoder(weights: "Weights", word_vectors: "Callable[[GraphBuilder], str]", to: Path) -> None:
    """Write a BERT encoder with the mean of its tokens' vectors as an ONNX file, as ``export_bundled`` describes it.

    Args:
        weights: of the encoder, by transformers' names.
        word_vectors: adds the vectors of ``input_ids`` (float32, batch by tokens by width) to the graph; returns the
            tensor's name.
        to: the file.
    """
    import numpy as np
    from onnx import TensorProto, numpy_helper

    from models.bert_graph import GraphBuilder, encoder

    graph = GraphBuilder()
    no_segment = numpy_helper.from_array(np.zeros(1, np.int64))  # a single text is all in segment 0
    segments = graph.add("ConstantOfShape", graph.add("Shape", "input_ids"), value=no_segment)
    hidden = encoder(graph, weights, word_vectors(graph), segments, "attention_mask")
    tokens = graph.add("Identity", hidden, output="tokens")

    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), graph.constant([2]))
    total = graph.add("ReduceSum", graph.add("Mul", tokens, mask), graph.constant([1]), keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, graph.constant([1]), keepdims=0))
    graph.add("LpNormalization", mean, output="vectors", axis=-1, p=2)
    width = len(weights["embeddings.LayerNorm.weight"])
    graph.save(
        to,
        inputs={name: (np.int64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")},
        outputs={"vectors": ["batch", width], "tokens": ["batch", "tokens", width]},
    )
