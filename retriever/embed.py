"""Text to vectors: the bundled model by onnxruntime, any other by sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from domain.errors import EmbedderError
from domain.seams import Embedder, Vectors
from retriever.weights import BUNDLED, MAX_TOKENS, bundled_folder, check_weights, is_exported, note_export, onnx_path

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

_BATCH = 16
"""Texts in one forward pass. Sorted by length; 8 to 32 gave the same speed within noise on two cores."""


def load_embedder(name: str, cache: Path) -> Embedder:
    """Return the embedder called ``name``; raises EmbedderError if it cannot be had.

    The bundled model is exported to ONNX in ``cache`` at the first call (some seconds, once): onnxruntime
    starts in a tenth of a second where sentence-transformers takes several, and gives the same vectors.
    """
    if name != BUNDLED:
        return SentenceTransformerEmbedder(name)
    if not is_exported(cache):
        export_bundled(cache)
    return OnnxEmbedder(onnx_path(cache), bundled_folder() / "tokenizer.json")


class OnnxEmbedder:
    """The bundled model: mean of the token vectors, cut to 256 tokens, length 1. Safe to use from several threads."""

    name = BUNDLED
    dim = 384

    def __init__(self, model: Path, tokenizer: Path) -> None:
        import onnxruntime
        import tokenizers

        self._tokenizer: tokenizers.Tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
            str(model), providers=["CPUExecutionProvider"]
        )

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the seam says; texts are sorted by length within, so that little is padded."""
        encodings = self._tokenizer.encode_batch([_encodable(text) for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            vectors[batch] = self._forward([encodings[i].ids for i in batch])
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As the seam says; this model treats questions and passages alike."""
        return self.embed_passages(texts)

    def _forward(self, token_ids: list[list[int]]) -> Vectors:
        width = max(len(ids) for ids in token_ids)
        input_ids = np.zeros((len(token_ids), width), dtype=np.int64)
        attention_mask = np.zeros_like(input_ids)
        for row, ids in enumerate(token_ids):
            input_ids[row, : len(ids)] = ids
            attention_mask[row, : len(ids)] = 1
        (vectors,) = self._session.run(["vectors"], {"input_ids": input_ids, "attention_mask": attention_mask})
        return np.asarray(vectors, dtype=np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder; its own prompts for questions and passages are used."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = name
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except Exception as error:
            raise EmbedderError(
                f"The embedding model {name} cannot be loaded.",
                hint=f"Check DATELINE_EMBEDDER and the network, or unset it to use {BUNDLED}.",
            ) from error
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the seam says."""
        return self._rows(self._model.encode_document(list(texts), normalize_embeddings=True), len(texts))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As the seam says."""
        return self._rows(self._model.encode_query(list(texts), normalize_embeddings=True), len(texts))

    def _rows(self, vectors: Any, count: int) -> Vectors:
        return np.asarray(vectors, dtype=np.float32).reshape(count, self.dim)


def export_bundled(cache: Path) -> Path:
    """Write the bundled model as an ONNX file into ``cache`` and return its path; raises EmbedderError.

    The graph takes ``input_ids`` and ``attention_mask`` (int64, batch by tokens) and gives ``vectors`` (float32,
    batch by 384, length 1). A second process doing the same at once does no harm: the file appears whole.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    folder = bundled_folder()
    check_weights(folder)
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"}).eval().requires_grad_(False)

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    path = onnx_path(cache)
    unfinished = path.with_suffix(f".{id(model)}.unfinished")
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "vectors": {0: "batch"}}
    try:
        cache.mkdir(parents=True, exist_ok=True)
        torch.onnx.export(
            Graph(), (example, example), str(unfinished), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask"], output_names=["vectors"], dynamic_axes=axes,
        )  # fmt: skip
        note_export(unfinished)
        unfinished.with_suffix(".json").replace(path.with_suffix(".json"))
        unfinished.replace(path)
    except OSError as error:
        raise EmbedderError(
            f"The embedding model cannot be written to {cache}: {error.strerror or error}.",
            hint="Free some space (90 MB) or set DATELINE_CACHE to a folder that can be written.",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _encodable(text: str) -> str:
    """Lone surrogates, which no tokenizer takes, become replacement characters."""
    return text.encode("utf-8", "replace").decode("utf-8")
