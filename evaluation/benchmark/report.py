"""A run told as a table, as JSON, and as one page of HTML with plots that needs no other file."""

import html
import math
import os
import platform
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from evaluation.benchmark.figures import FLOOR, LANGCHAIN, LLAMAINDEX, OURS, Figure, percentile, spread

_COLUMNS = (OURS, LANGCHAIN, LLAMAINDEX, FLOOR)
_COLOURS = {OURS: "#1d4f7c", LANGCHAIN: "#b3541e", LLAMAINDEX: "#6b7f2a", FLOOR: "#777"}
_GROWTH = "growth: "
_MANY = 10
"""From so many values on the 99th percentile is told as well."""


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as Markdown: medians with quartiles, and Dateline's as a multiple of LangChain's."""
    head = ["figure", *_COLUMNS, f"{OURS} / {LANGCHAIN}", "target"]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for figure in figures:
        if not figure.name.startswith(_GROWTH):
            cells = [_cell(figure.values.get(name, ())) for name in _COLUMNS]
            ratio = figure.ratio(OURS, LANGCHAIN)
            told = "" if ratio is None else f"{ratio:.2f}"
            lines.append(f"| {figure.name}, {figure.unit} | {' | '.join(cells)} | {told} | {figure.target} |")
    return "\n".join(lines)


def growth_table(figures: Sequence[Figure]) -> str:
    """Return what was measured at each size as Markdown; empty if nothing was."""
    grown = [figure for figure in figures if figure.name.startswith(_GROWTH)]
    if not grown:
        return ""
    rows = [
        (f"{figure.name.removeprefix(_GROWTH)}, {figure.unit}".rstrip(", "), figure.values[OURS]) for figure in grown
    ]
    lines = ["| " + " | ".join([name, *map(_short, values)]) + " |" for name, values in rows]
    return "\n".join([lines[0], f"|{' --- |' * (len(rows[0][1]) + 1)}", *lines[1:]])


def as_json(figures: Sequence[Figure], about: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value that was measured, so that anybody can compute the figures again."""
    return {
        "about": dict(about),
        "figures": [
            {
                "name": figure.name,
                "unit": figure.unit,
                "target": figure.target,
                "medians": {name: median(values) for name, values in figure.values.items()},
                "ratios": {
                    name: ratio
                    for name in figure.values
                    if name != OURS and (ratio := figure.ratio(OURS, name)) is not None
                },
                "values": figure.values,
            }
            for figure in figures
        ],
    }


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {"system": platform.platform(), "processors": os.cpu_count(), "python": platform.python_version()}


def page(figures: Sequence[Figure], about: Mapping[str, Any]) -> str:
    """Return the HTML page: a bar chart for each figure, a plot with logarithmic axes for each growth figure."""
    told = html.escape(", ".join(f"{name}: {value}" for name, value in about.items()))
    plain = [figure for figure in figures if not figure.name.startswith(_GROWTH)]
    grown = [figure for figure in figures if figure.name.startswith(_GROWTH)]
    bars = "".join(f"<h2>{html.escape(figure.name)}</h2>{_bars(figure)}" for figure in plain if figure.values)
    curves = "".join(_curve(grown[0].values[OURS], figure) for figure in grown[1:])
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Dateline, measured</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#211f1b}"
        "h2{font-size:1rem;margin:1.5rem 0 .3rem}svg{width:100%;height:auto}text{font:13px sans-serif}</style>"
        f"<h1>Dateline, measured</h1><p>{told}</p>{bars}{'<h1>Growth</h1>' if curves else ''}{curves}</html>\n"
    )


def _cell(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, high = spread(values)
    last = f", p99 {_short(percentile(values, 99))}" if len(values) >= _MANY else ""
    return f"{_short(median(values))} ({_short(low)} to {_short(high)}{last})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _bars(figure: Figure) -> str:
    """One bar a contestant, its quartiles as a line."""
    most = max(max(spread(values)[1], median(values)) for values in figure.values.values()) or 1.0
    rows = []
    for row, (name, values) in enumerate(figure.values.items()):
        middle, (low, high), y = median(values), spread(values), row * 26
        scale = 420 / most
        rows.append(
            f"<text x='150' y='{y + 15}' text-anchor='end'>{html.escape(name)}</text>"
            f"<rect x='160' y='{y + 2}' width='{middle * scale:.1f}' height='18' fill='{_COLOURS.get(name, '#777')}'/>"
            f"<path d='M{160 + low * scale:.1f} {y + 11}H{160 + high * scale:.1f}' stroke='#000'/>"
            f"<text x='{168 + max(middle, high) * scale:.1f}' y='{y + 15}'>{_short(middle)} {figure.unit}</text>"
        )
    return f"<svg viewBox='0 0 720 {26 * len(figure.values)}' role='img'>{''.join(rows)}</svg>"


def _curve(sizes: Sequence[float], figure: Figure) -> str:
    """Both axes logarithmic: a straight line of slope 1 costs in proportion to the library."""
    every = [value for values in figure.values.values() for value in values if value > 0]
    if not every:
        return ""
    low, high = math.log10(min(every)), math.log10(max(every)) + 1e-9
    left, right = math.log10(sizes[0]), math.log10(sizes[-1]) + 1e-9

    def at(size: float, value: float) -> tuple[float, float]:
        return (
            60 + 600 * (math.log10(size) - left) / (right - left),
            170 - 140 * (math.log10(max(value, 1e-9)) - low) / max(high - low, 0.05),
        )

    marks = "".join(
        f"<text x='{at(size, 10**low)[0]:.0f}' y='190' text-anchor='middle'>{_short(size)}</text>" for size in sizes
    )
    lines = ""
    for name, values in figure.values.items():
        points = [at(size, value) for size, value in zip(sizes, values, strict=False)]
        path, colour = " ".join(f"{x:.1f},{y:.1f}" for x, y in points), _COLOURS.get(name, "#777")
        lines += f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>"
        lines += "".join(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'/>"
            f"<text x='{x:.1f}' y='{y - 7:.1f}'>{_short(value)}</text>"
            for (x, y), value in zip(points, values, strict=True)
        )
    title = html.escape(f"{figure.name.removeprefix(_GROWTH)}, {figure.unit}".rstrip(", "))
    return f"<h2>{title}</h2><svg viewBox='0 0 720 200' role='img'>{marks}{lines}</svg>"
