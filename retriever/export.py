"""The bundled embedding model as an ONNX file, made once; to use it then takes no torch."""

import warnings
from pathlib import Path
from typing import Any

from filelock import FileLock

from domain.bundled import BUNDLED, WEIGHTS_SHA256, bundled_folder, check_weights, export_once
from domain.errors import EmbedderError

MAX_TOKENS = 256
"""What the publisher's own configuration cuts a text to."""
_EXPORT_VERSION = 2


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
    import torch
    from sentence_transformers import SentenceTransformer

    plain = {"attn_implementation": "eager"}  # the tracer follows no other
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs=plain).eval().requires_grad_(False)

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            made = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return made["sentence_embedding"], made["token_embeddings"]

    example = torch.ones(2, 16, dtype=torch.long)
    grid = {0: "batch", 1: "width"}
    axes = {"input_ids": grid, "attention_mask": grid, "vectors": {0: "batch"}, "tokens": grid}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of branches on shapes; the test against the model decides
        torch.onnx.export(
            Graph(), (example, example), str(to), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask"], output_names=["vectors", "tokens"], dynamic_axes=axes,
        )  # fmt: skip
