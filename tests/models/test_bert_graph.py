"""The ONNX files are made without PyTorch. What they compute is compared with PyTorch's beside embedder and reader."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from domain.protocols import Embedder
from models.bert_graph import GraphBuilder, encoder

ROOT = Path(__file__).parent.parent.parent
WITHOUT_TORCH = """
import sys
from pathlib import Path
for name in ("torch", "transformers", "sentence_transformers"):
    sys.modules[name] = None  # importing it raises ImportError
from domain.reading import Window
from reader.load import load_reader
from retriever.embed import load_embedder

cache = Path(sys.argv[1])
print(*load_embedder("all-MiniLM-L6-v2", cache).embed_passages(["The ferry sails at noon."])[0])
print(*load_reader("bundled", cache).read("When?", [Window("", ("The ferry sails at noon.",))])[0].sentences)
"""


def test_models_are_made_and_run_without_torch_and_onnxruntime_reports_nothing(
    tmp_path: Path, embedder: Embedder
) -> None:
    own = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    own |= {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home")}

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, str(tmp_path / "cache")],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "home").exists()  # there it would keep the reports that it has not sent yet
    vector, scores = done.stdout.splitlines()
    assert np.array(vector.split(), float) == pytest.approx(
        embedder.embed_passages(["The ferry sails at noon."])[0], abs=1e-5
    )
    assert len(scores.split()) == 1


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> onnxruntime.InferenceSession:
    """An encoder of one layer with random weights."""
    random = np.random.default_rng(7)
    shapes = {
        f"embeddings.{name}_embeddings.weight": (rows, 384) for name, rows in (("position", 9), ("token_type", 2))
    }
    shapes |= {f"embeddings.LayerNorm.{part}": (384,) for part in ("weight", "bias")}
    inner = {"intermediate.dense": (64, 384), "output.dense": (384, 64), "attention.output.dense": (384, 384)}
    inner |= {f"attention.self.{part}": (384, 384) for part in ("query", "key", "value")}
    inner |= {"attention.output.LayerNorm": (384,), "output.LayerNorm": (384,)}
    for name, shape in inner.items():
        shapes |= {f"encoder.layer.0.{name}.weight": shape, f"encoder.layer.0.{name}.bias": shape[:1]}
    weights = {name: random.normal(scale=0.1, size=shape).astype(np.float32) for name, shape in shapes.items()}
    graph, grid = GraphBuilder(), ["batch", "tokens"]
    hidden = encoder(graph, weights, "word_vectors", "segments", "mask")
    graph.add("Identity", hidden, output="hidden")
    path = tmp_path_factory.mktemp("tiny") / "tiny.onnx"
    inputs = {"word_vectors": (np.float32, [*grid, 384]), "segments": (np.int64, grid), "mask": (np.int64, grid)}
    graph.save(path, inputs=inputs, outputs={"hidden": [*grid, 384]})
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, vectors: np.ndarray, segments: list[int], mask: list[int]) -> np.ndarray:
    feed = {"word_vectors": vectors[None], "segments": np.array([segments]), "mask": np.array([mask])}
    (hidden,) = session.run(["hidden"], feed)
    return hidden[0]


def test_padding_changes_no_token_before_it(tiny: onnxruntime.InferenceSession) -> None:
    vectors = np.random.default_rng(1).normal(size=(6, 384)).astype(np.float32)

    alone = run(tiny, vectors[:4], [0, 0, 1, 1], [1, 1, 1, 1])

    assert run(tiny, vectors, [0, 0, 1, 1, 0, 0], [1, 1, 1, 1, 0, 0])[:4] == pytest.approx(alone, abs=1e-5)
    assert np.abs(run(tiny, vectors, [0, 0, 1, 1, 0, 0], [1] * 6)[:4] - alone).max() > 1e-3


def test_a_token_is_read_by_its_position_and_its_segment(tiny: onnxruntime.InferenceSession) -> None:
    vectors = np.random.default_rng(2).normal(size=(3, 384)).astype(np.float32)
    before = run(tiny, vectors, [0, 0, 0], [1, 1, 1])

    assert np.abs(run(tiny, vectors, [0, 0, 1], [1, 1, 1])[2] - before[2]).max() > 1e-3
    assert np.abs(run(tiny, vectors[::-1].copy(), [0, 0, 0], [1, 1, 1])[::-1] - before).max() > 1e-3
