"""Growth drawn: one plot a figure, both axes logarithmic: a straight line of slope 1 costs as the library grows."""

import html
import math
from collections.abc import Sequence

from evaluation.benchmark.figures import FLOOR, LANGCHAIN, LLAMAINDEX, OURS, SERVER, Figure, short

COLOURS = {OURS: "#1d4f7c", LANGCHAIN: "#b3541e", LLAMAINDEX: "#6b7f2a", SERVER: "#b3541e", FLOOR: "#777"}
GROWTH = "growth: "
PROCESSOR = ", processor"
_OTHERS = ("#1d4f7c", "#b3541e", "#6b7f2a", "#7a3b7a", "#211f1b")
_WIDE, _HIGH, _HIGHER = 720, 220, 420
_LEFT, _RIGHT, _TOP, _BELOW = 60, 660, 66, 30


def growth_svg(figures: Sequence[Figure]) -> str:
    """Return every growth figure's plot in one picture, two beside each other; a file of its own."""
    drawn = [(f"x='{i % 2 * _WIDE}' y='{i // 2 * _HIGH}'", one) for i, one in enumerate(_grown(figures))]
    plots = [_plot(*one, f"{place} width='{_WIDE}' height='{_HIGH}'") for place, one in drawn]
    return _picture(plots, 2 * _WIDE, (len(drawn) + 1) // 2 * _HIGH)


def search_svg(figures: Sequence[Figure]) -> str:
    """Return the processor times of a search and of its parts as lines of one plot; a file of its own."""
    parts = {
        figure.name.removeprefix(GROWTH).removesuffix(PROCESSOR): figure.values[OURS]
        for figure in figures
        if figure.name.startswith(GROWTH) and figure.name.endswith(PROCESSOR)
    }
    whole = Figure(name="processor time of a search and its parts, by passages", unit="ms", values=parts)
    sizes = next(figure.values[OURS] for figure in figures if figure.name.startswith(GROWTH))
    return _picture([_plot(sizes, whole, f"width='{_WIDE}' height='{_HIGHER}'", _HIGHER)], _WIDE, _HIGHER)


def _picture(plots: Sequence[str], width: int, height: int) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img'"
        f" font-family='sans-serif' font-size='13'><rect width='{width}' height='{height}' fill='white'/>"
        f"{''.join(plots)}</svg>\n"
    )


def growth_plots(figures: Sequence[Figure]) -> str:
    """Return the plots as they stand in a page of HTML, below each other; empty if nothing was measured."""
    return "".join(_plot(*one, "role='img'") for one in _grown(figures))


def _grown(figures: Sequence[Figure]) -> list[tuple[Sequence[float], Figure]]:
    """The figures that have anything to draw, with the sizes that they were measured at."""
    grown = [figure for figure in figures if figure.name.startswith(GROWTH)]
    return [
        (grown[0].values[OURS], one)
        for one in grown[1:]
        if any(value > 0 for row in one.values.values() for value in row)
    ]


def _plot(sizes: Sequence[float], figure: Figure, attributes: str, height: int = _HIGH) -> str:
    bottom = height - _BELOW
    every = [value for values in figure.values.values() for value in values if value > 0]
    low, high = math.log10(min(every)), math.log10(max(every))
    left, right = math.log10(sizes[0]), math.log10(sizes[-1]) + 1e-9

    def at(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - left) / (right - left)
        up = (math.log10(max(value, min(every))) - low) / max(high - low, 0.05)
        return _LEFT + (_RIGHT - _LEFT) * across, bottom - (bottom - _TOP) * up

    title = html.escape(f"{figure.name.removeprefix(GROWTH)}, {figure.unit}".rstrip(", "))
    parts = [f"<text x='{_LEFT}' y='16' font-weight='bold'>{title}</text>"]
    parts += [
        f"<text x='{at(size, 1)[0]:.0f}' y='{bottom + 20}' text-anchor='middle'>{short(size)}</text>" for size in sizes
    ]
    for row, (name, values) in enumerate(figure.values.items()):
        colour = COLOURS.get(name, _OTHERS[row % len(_OTHERS)])
        if len(figure.values) > 1:
            x, y = _LEFT + row % 3 * 215, 34 + row // 3 * 16
            parts.append(f"<text x='{x}' y='{y}' fill='{colour}'>{html.escape(name)}</text>")
        parts.append(_line([at(size, value) for size, value in zip(sizes, values, strict=False)], values, colour))
    return f"<svg {attributes} viewBox='0 0 {_WIDE} {height}'>{''.join(parts)}</svg>"


def _line(points: Sequence[tuple[float, float]], values: Sequence[float], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'/>"
        f"<text x='{x:.1f}' y='{y - 7:.1f}' fill='{colour}'>{short(value)}</text>"
        for (x, y), value in zip(points, values, strict=False)
    )
    return f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>{dots}"
