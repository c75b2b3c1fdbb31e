"""Measured suites, as people and as programs read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.data import Row
from evaluation.figures import Figures

Values = Mapping[str, float]
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A suite after its run: ``baselines`` are others' figures on the same data, in the same run."""

    suite: str
    digest: str
    figures: Values
    intervals: Mapping[str, tuple[float, float]]
    items: Sequence[Row]
    seconds: float
    baselines: Mapping[str, Values] = field(default_factory=dict)


def valued(figures: Figures) -> dict[str, float]:
    """Return the figures as numbers of four decimals."""
    return {name: round(figure.value, _DIGITS) for name, figure in figures.items()}


def bounded(figures: Figures) -> dict[str, tuple[float, float]]:
    """Return the figures' 95 % intervals in four decimals."""
    made = {}
    for name, figure in figures.items():
        low, high = figure.interval()
        made[name] = (round(low, _DIGITS), round(high, _DIGITS))
    return made


def as_json(measured: Sequence[Measured]) -> dict[str, Row]:
    """Return, per suite, what ``--json`` writes."""
    return {
        one.suite: {
            "figures": dict(one.figures),
            "intervals": {name: list(interval) for name, interval in one.intervals.items()},
            "baselines": {name: dict(values) for name, values in one.baselines.items()},
            "digest": one.digest,
            "seconds": round(one.seconds, 1),
            "items": list(one.items),
        }
        for one in measured
    }


def table(one: Measured) -> str:
    """Return the suite's figures as lines of text."""
    lines = [f"{one.suite} ({len(one.items)} items, {one.seconds:.0f} s)"]
    for name, value in one.figures.items():
        low, high = one.intervals[name]
        lines.append(f"  {name:<20} {value:8.3f}  [{low:.3f}, {high:.3f}]")
    for name, values in one.baselines.items():
        shown = ", ".join(f"{figure} {value:.3f}" for figure, value in values.items())
        lines.append(f"  {name}: {shown}")
    return "\n".join(lines)
