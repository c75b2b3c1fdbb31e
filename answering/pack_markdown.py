"""An evidence pack as Markdown; what articles and readers wrote is escaped, so that it stands as it was printed."""

import re
from collections.abc import Sequence

from answering.pack import Block, Cited, Facts, Line, Role, Told

HEADINGS: dict[Role, str] = {
    "title": "#",
    "question": "##",
    "chapter": "##",
    "part": "###",
    "heading": "###",
}
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#$&|~^=!]|:(?=\S)")
_BEGINS = re.compile(r"^([-+]|\d+(?=[.)]))")


def as_markdown(made: Sequence[Block]) -> str:
    """Return the whole pack."""
    return "\n\n".join(map(_block, made)) + "\n"


def plain(text: str) -> str:
    """Return one line of text with each sign escaped that Markdown would read as its own."""
    line = _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
    return _BEGINS.sub(lambda found: _begin(found.group()), line)


def _begin(sign: str) -> str:
    return f"\\{sign}" if sign in "-+" else f"{sign}\\"


def _block(block: Block) -> str:
    match block:
        case Line(role=role, text=text):
            return f"{HEADINGS[role]} {plain(text)}" if role in HEADINGS else plain(text)
        case Told():
            return _told(block)
        case Cited():
            also = f" · {plain(block.also)}" if block.also else ""
            link = f" [↗](<{block.link}>)" if block.link and not set(block.link) & set("<>") else ""
            return f"\\[{block.number}\\] {plain(block.source)} · {block.place}{also}{link}\n\n{_quoted(block.quote)}"
        case Facts():
            rows = "\n".join(f"- {plain(name)}: {_value(value, block)}" for name, value in block.rows)
            return f"### {plain(block.title)}\n\n{rows}"


def _told(told: Told) -> str:
    words = f"“{plain(told.text)}”" if told.verbatim else plain(told.text)
    parts = [
        f"{plain(told.attribution)} " if told.attribution else "",
        f"{plain(told.before)} " if told.before else "",
        words,
        "".join(f" \\[{mark.number}\\]" for mark in told.marks),
        f" {plain(told.after)}" if told.after else "",
        f" ({plain(told.doubt)})" if told.doubt else "",
    ]
    return f"{'- ' if told.item else '> ' if told.verbatim else ''}{''.join(parts)}"


def _quoted(quote: str) -> str:
    return "\n".join(f"> {plain(line)}".rstrip() for line in quote.splitlines())


def _value(value: str, facts: Facts) -> str:
    return f"<{value}>" if value == facts.link and not set(value) & set("<>") else plain(value)
