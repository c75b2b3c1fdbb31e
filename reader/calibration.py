"""Calibrations of readers and checkers, by the model's name: the project's own, and those that the user has fitted."""

import json
from dataclasses import asdict, fields
from pathlib import Path

from domain.errors import ReaderError
from domain.reading import Calibration

SHIPPED = Path(__file__).parent / "calibration.json"


def load_calibration(name: str, cache: Path) -> Calibration | None:
    """Return the calibration of a model: the project's own, else the one in ``cache``; None if there is neither.

    Raises:
        ReaderError: a file of calibrations is damaged or cannot be read.
    """
    for path in (SHIPPED, _fitted(cache)):
        if found := _read(path).get(name):
            return found
    return None


def save_calibration(name: str, calibration: Calibration, cache: Path) -> Path:
    """Store the calibration of a model in ``cache``, beside those of others; return the file. Raises ReaderError."""
    return _keep(name, calibration, _fitted(cache))


def ship_calibration(name: str, calibration: Calibration) -> Path:
    """Store a calibration in the project's own file; return the file. Raises ReaderError."""
    return _keep(name, calibration, SHIPPED)


def _keep(name: str, calibration: Calibration, path: Path) -> Path:
    kept = {**_read(path), name: calibration}
    rows = {one: {field: round(value, 4) for field, value in asdict(kept[one]).items()} for one in sorted(kept)}
    unfinished = path.with_suffix(".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise ReaderError(
            f"The calibration cannot be written to {path.parent}: {error}.",
            hint="Free some space or set DATELINE_CACHE to a folder that can be written.",
        ) from error
    return path


def _fitted(cache: Path) -> Path:
    return cache / "calibration.json"


def _read(path: Path) -> dict[str, Calibration]:
    names = {field.name for field in fields(Calibration)}
    try:
        return {
            name: Calibration(**{field: float(row[field]) for field in row.keys() & names})
            for name, row in json.loads(path.read_text("utf-8")).items()
        }
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ReaderError(
            f"The file of calibrations {path} cannot be read: {error.strerror}.", hint="See that you may read it."
        ) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ReaderError(
            f"The file of calibrations {path} is damaged: {error}.",
            hint="Remove it; python -m evaluation.training --calibrate NAME makes a calibration anew.",
        ) from error
