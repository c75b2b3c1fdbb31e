"""Measured suites, as people and as programs read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from evaluation.data import Row
from evaluation.figures import Figures
from evaluation.pins import lower_is_better

Values = Mapping[str, float]
References = Mapping[str, tuple[float, str]]
_DIGITS = 4
_HEAD = ("suite", "figure", "Dateline [95 %]", "best baseline, same run", "reference", "change")
SWITCHED_OFF = ("without ", "dense alone")
"""How the names of baselines begin that are the program itself with a part switched off."""


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
    """Return, per suite, what ``--json`` writes; a figure that is not defined on this data is null."""
    return {
        one.suite: {
            "figures": _defined(one.figures),
            "intervals": {name: [_number(low), _number(high)] for name, (low, high) in one.intervals.items()},
            "baselines": {name: _defined(values) for name, values in one.baselines.items()},
            "digest": one.digest,
            "seconds": round(one.seconds, 1),
            "items": list(one.items),
        }
        for one in measured
    }


def table(one: Measured, *, references: References, earlier: Values) -> str:
    """Return a suite's figures as lines of a Markdown table; its heading is ``head()``.

    ``references`` are others' figures on these very data, ``earlier`` the program's own that a change is counted from.
    """
    return "\n".join(_line(_cells(one, name, references, earlier)) for name in one.figures)


def head() -> str:
    """Return the first two lines of the table."""
    return _line(_HEAD) + "\n" + _line(["---"] * len(_HEAD))


def switched_off(one: Measured) -> str:
    """Return one line a part that was switched off, with the figures that it moved; "" if none was."""
    lines = []
    for name, values in one.baselines.items():
        if name.startswith(SWITCHED_OFF):
            moved = ", ".join(f"{figure} {value:.3f}" for figure, value in values.items())
            lines.append(f"{one.suite}, {name}: {moved}")
    return "\n".join(lines)


def _cells(one: Measured, name: str, references: References, earlier: Values) -> list[str]:
    low, high = one.intervals[name]
    peers = {
        peer: values[name]
        for peer, values in one.baselines.items()
        if values.get(name) is not None and not peer.startswith(SWITCHED_OFF)
    }
    pick = min if lower_is_better(name) else max
    best = pick(peers, key=lambda peer: peers[peer]) if peers else None
    return [
        one.suite,
        name,
        f"{_shown(one.figures[name])} [{_shown(low)}, {_shown(high)}]",
        f"{_shown(peers[best])} ({best})" if best else "",
        f"{_shown(references[name][0])} ({references[name][1]})" if name in references else "",
        f"{one.figures[name] - earlier[name]:+.3f}" if name in earlier else "",
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def _defined(values: Values) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> float | None:
    return None if isnan(value) else value
