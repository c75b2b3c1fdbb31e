"""A figure, and how sure it is: its value over all questions and a bootstrap interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """``reduce`` applied to ``rows``: one row a question, shape ``(n,)`` or ``(n, k)``. NaN if there is none."""

    rows: Floats
    reduce: Callable[[Floats], float]

    @property
    def value(self) -> float:
        """The figure over all questions."""
        return self.reduce(self.rows) if len(self.rows) else float("nan")

    def interval(self, *, resamples: int = RESAMPLES, seed: int = _SEED) -> tuple[float, float]:
        """Return the 95 % percentile interval of ``resamples`` draws of as many rows, with replacement (Efron 1979).

        The same rows and seed give the same interval. Draws in which the figure is undefined are left out.
        """
        if not len(self.rows):
            return float("nan"), float("nan")
        chance = np.random.default_rng(seed)
        draws = [self.reduce(self.rows[chance.integers(len(self.rows), size=len(self.rows))]) for _ in range(resamples)]
        defined = [draw for draw in draws if not np.isnan(draw)]
        if not defined:
            return float("nan"), float("nan")
        low, high = np.percentile(defined, [2.5, 97.5])
        return float(low), float(high)


Figures = Mapping[str, Figure]


def mean(values: Sequence[float] | Sequence[bool]) -> Figure:
    """Return the figure that is the mean of one value a question."""
    return Figure(np.asarray(values, dtype=np.float64), lambda rows: float(rows.mean()))


def median(values: Sequence[float]) -> Figure:
    """Return the figure that is the median of one value a question."""
    return Figure(np.asarray(values, dtype=np.float64), lambda rows: float(np.median(rows)))


def balanced_accuracy(right: Sequence[bool], said: Sequence[bool]) -> Figure:
    """Return the mean of the shares told right among the true and among the false; undefined if a side is empty."""
    return Figure(np.array([right, said], dtype=np.float64).T, _balanced)


def _balanced(rows: Floats) -> float:
    right, said = rows[:, 0] > 0, rows[:, 1] > 0
    if right.all() or not right.any():
        return float("nan")
    return float((said[right].mean() + (~said[~right]).mean()) / 2)
