"""What was measured before on the same data: the figures that a change is counted from, and floors that must hold.

Each file holds suite -> digest of the data -> figure -> number, so that figures of other data are never compared.
"""

import json
from collections.abc import Mapping, Sequence
from math import ceil, floor, isnan
from pathlib import Path

from domain.errors import DatelineError

HERE = Path(__file__).parent
BASELINE, FLOORS, REFERENCES = "baseline.json", "floors.json", "references.json"
_STEP = 100
_CONTROLS = ("lead4_answer", "median_words", "true_rejected, ", "false_accepted, ")
"""How the names of figures begin that pinning gives no floor: a control, a length that buys other figures, shares of
a few items of one kind."""
_LOWER = (
    *("median_words", "false_refusal_rate", "false_alarm_rate", "aurc"),
    *("wrong", "answered_unanswerable", "true_rejected", "false_accepted", "false_verbatim"),
)

Pinned = dict[str, dict[str, dict[str, float]]]


class FloorError(DatelineError):
    """A floor that would be lowered without saying so."""


def lower_is_better(figure: str) -> bool:
    """Whether a floor of this figure is a ceiling."""
    return figure.startswith(_LOWER)


def pinned(file: str, suite: str, digest: str, *, folder: Path = HERE) -> Mapping[str, float]:
    """Return what a file has for a suite on the data with this digest; nothing for other data."""
    return _read(folder / file).get(suite, {}).get(digest, {})


def references(suite: str, digest: str) -> dict[str, tuple[float, str]]:
    """Return figure -> (value, whose) of others on the data with this digest, as published or measured elsewhere."""
    rows = json.loads((HERE / REFERENCES).read_text("utf-8")).get(suite, {}).get(digest, {})
    return {name: (float(row["value"]), str(row["source"])) for name, row in rows.items()}


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that is worse than its floor, or was not measured."""
    return [
        f"{name} is {figures.get(name, float('nan')):.3f}, its floor is {bound}"
        for name, bound in floors.items()
        if not _holds(name, figures.get(name, float("nan")), bound)
    ]


def floor_of(name: str, interval: Sequence[float], *, count: int) -> float | None:
    """Return the nearest hundredth outside the interval, on its bad side and not below 0; None for no interval.

    Where all ``count`` questions went alike the bootstrap has no width; 3 / count is taken instead (the rule of three:
    Hanley and Lippman-Hand, JAMA 249, 1983).
    """
    low, high = interval
    if isnan(low) or isnan(high) or name.startswith(_CONTROLS):
        return None
    if low == high:
        low, high = low - 3 / count, high + 3 / count
    if lower_is_better(name):
        bound = (floor(high * _STEP) + 1) / _STEP
        return bound if bound > high else bound + 1 / _STEP  # .58 * 100 is a little less than 58
    bound = (ceil(low * _STEP) - 1) / _STEP
    return max(bound if bound < low else bound - 1 / _STEP, 0.0)


def pin(
    suite: str,
    digest: str,
    figures: Mapping[str, float],
    intervals: Mapping[str, Sequence[float]],
    *,
    count: int,
    lower: bool = False,
    folder: Path = HERE,
) -> None:
    """Make these figures the ones that changes are counted from, and raise the floors to just below their intervals.

    ``count`` is the number of items. A floor stays where the new one would be lower, unless ``lower``. Raises
    FloorError, and writes nothing, if a figure does not hold its floor.
    """
    baseline, floors = _read(folder / BASELINE), _read(folder / FLOORS)
    old = floors.get(suite, {}).get(digest, {})
    broken = below(figures, old)
    if broken and not lower:
        raise FloorError(f"{suite}: {'; '.join(broken)}.", hint="If that is meant, say so with --lower-floors.")
    new = {
        name: bound
        for name, interval in intervals.items()
        if (bound := floor_of(name, interval, count=count)) is not None
    }
    if not lower:
        new = {
            name: old[name] if name in old and _holds(name, old[name], bound) else bound for name, bound in new.items()
        }
    new |= {name: bound for name, bound in old.items() if name.startswith(_CONTROLS)}  # set by hand
    baseline.setdefault(suite, {})[digest] = {name: value for name, value in figures.items() if not isnan(value)}
    floors.setdefault(suite, {})[digest] = new
    _write(folder / BASELINE, baseline)
    _write(folder / FLOORS, floors)


def keep(file: str, suite: str, digest: str, figures: Mapping[str, float], *, folder: Path = HERE) -> None:
    """Put figures into a file, in the place of those of the same suite and data."""
    values = _read(folder / file)
    values.setdefault(suite, {})[digest] = dict(figures)
    _write(folder / file, values)


def _holds(name: str, value: float, bound: float) -> bool:
    return value <= bound if lower_is_better(name) else value >= bound


def _read(path: Path) -> Pinned:
    made: Pinned = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return made


def _write(path: Path, values: Pinned) -> None:
    path.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", "utf-8")
