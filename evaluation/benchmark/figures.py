"""What is measured, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

OURS, LANGCHAIN, LLAMAINDEX, FLOOR = "Dateline", "LangChain + Chroma", "LlamaIndex", "floor"
SERVER = "Dateline with a Chroma server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and its values by contestant, one a round, or one a question. Of ``faster`` ones more is better."""

    name: str
    unit: str
    faster: bool = False
    target: str = ""
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, contestant: str, value: float) -> None:
        """Note one more value."""
        self.values.setdefault(contestant, []).append(value)

    def ratio(self, contestant: str, other: str) -> float | None:
        """Return the first one's median as a multiple of the other's; None if one was not measured or is 0."""
        if not self.values.get(contestant) or not self.values.get(other):
            return None
        below = median(self.values[other])
        return median(self.values[contestant]) / below if below else None


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the lower and the upper quartile; of few values the lowest and the highest."""
    if len(values) < 4:
        return min(values), max(values)
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    return lower, upper


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent do not exceed, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def rotated(contestants: Sequence[str], turn: int) -> list[str]:
    """Return the contestants in the order of a round: each begins in its turn."""
    return [contestants[(turn + i) % len(contestants)] for i in range(len(contestants))]


def whose(contestant: str) -> str:
    """Return what is told behind a figure that is not plain Dateline's."""
    return "" if contestant == OURS else f" ({contestant})"


def short(value: float) -> str:
    """Return the value as it is told: whole from 100 on, else three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
