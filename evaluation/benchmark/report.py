"""A run told as a table, as JSON, and as one page of HTML with plots that needs no other file."""

import html
import os
import platform
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from evaluation.benchmark.figures import FLOOR, LANGCHAIN, LLAMAINDEX, OURS, Figure, percentile, short, spread, whose
from evaluation.benchmark.plots import COLOURS, GROWTH, growth_plots

_COLUMNS = (OURS, LANGCHAIN, LLAMAINDEX, FLOOR)
_MANY = 10
"""From so many values on the 99th percentile is told as well."""


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as Markdown: medians with quartiles, and Dateline's as a multiple of LangChain's."""
    head = ["figure", *_COLUMNS, f"{OURS} / {LANGCHAIN}", "target"]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for figure in figures:
        if not figure.name.startswith(GROWTH):
            cells = [_cell(figure.values.get(name, ())) for name in _COLUMNS]
            ratio = figure.ratio(OURS, LANGCHAIN)
            shown = "" if ratio is None else f"{ratio:.2f}"
            lines.append(f"| {figure.name}, {figure.unit} | {' | '.join(cells)} | {shown} | {figure.target} |")
    return "\n".join(lines)


def growth_table(figures: Sequence[Figure]) -> str:
    """Return what was measured at each size as Markdown; empty if nothing was."""
    grown = [figure for figure in figures if figure.name.startswith(GROWTH)]
    if not grown:
        return ""
    rows = [
        (f"{figure.name.removeprefix(GROWTH)}, {figure.unit}".rstrip(", ") + whose(name), values)
        for figure in grown
        for name, values in figure.values.items()
    ]
    lines = ["| " + " | ".join([name, *map(short, values)]) + " |" for name, values in rows]
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
    shown = html.escape(", ".join(f"{name}: {value}" for name, value in about.items()))
    plain = [figure for figure in figures if not figure.name.startswith(GROWTH)]
    curves = growth_plots(figures)
    bars = "".join(f"<h2>{html.escape(figure.name)}</h2>{_bars(figure)}" for figure in plain if figure.values)
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Dateline, measured</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#211f1b}"
        "h2{font-size:1rem;margin:1.5rem 0 .3rem}svg{width:100%;height:auto}text{font:13px sans-serif}</style>"
        f"<h1>Dateline, measured</h1><p>{shown}</p>{bars}{'<h1>Growth</h1>' if curves else ''}{curves}</html>\n"
    )


def _cell(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, high = spread(values)
    last = f", p99 {short(percentile(values, 99))}" if len(values) >= _MANY else ""
    return f"{short(median(values))} ({short(low)} to {short(high)}{last})"


def _bars(figure: Figure) -> str:
    """One bar a contestant, its quartiles as a line."""
    most = max(max(spread(values)[1], median(values)) for values in figure.values.values()) or 1.0
    rows = []
    for row, (name, values) in enumerate(figure.values.items()):
        middle, (low, high), y = median(values), spread(values), row * 26
        scale = 420 / most
        rows.append(
            f"<text x='150' y='{y + 15}' text-anchor='end'>{html.escape(name)}</text>"
            f"<rect x='160' y='{y + 2}' width='{middle * scale:.1f}' height='18' fill='{COLOURS.get(name, '#777')}'/>"
            f"<path d='M{160 + low * scale:.1f} {y + 11}H{160 + high * scale:.1f}' stroke='#000'/>"
            f"<text x='{168 + max(middle, high) * scale:.1f}' y='{y + 15}'>{short(middle)} {figure.unit}</text>"
        )
    return f"<svg viewBox='0 0 720 {26 * len(figure.values)}' role='img'>{''.join(rows)}</svg>"
