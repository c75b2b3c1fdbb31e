"""Trained coefficients, from readable files with their provenance (made by evaluation/train.py)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.protocols import Vectors as Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic regression: the features' names in order, their means and scales, coefficients and intercept."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    coefficients: Floats
    intercept: float

    def logit(self, table: Floats, names: Sequence[str]) -> Floats:
        """Return one logit a row of a table whose columns are ``names`` (others than the model's are passed over)."""
        columns = [list(names).index(name) for name in self.names]
        standard = (table[:, columns] - self.mean) / self.scale
        return np.asarray(standard @ self.coefficients + self.intercept, dtype=np.float64)


def load_weights(file: Path) -> Weights:
    """Read a file that evaluation/train.py has written."""
    model = json.loads(file.read_text("utf-8"))
    rows = model["features"]
    return Weights(
        names=tuple(rows),
        mean=np.array([row["mean"] for row in rows.values()]),
        scale=np.array([row["scale"] for row in rows.values()]),
        coefficients=np.array([row["coefficient"] for row in rows.values()]),
        intercept=float(model["intercept"]),
    )


def probability(logit: float) -> float:
    """Return the logistic function of a logit, 0 to 1."""
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))
