"""An evidence pack as Markdown; what articles and readers wrote is escaped, so that it stands as it was printed."""

from collections.abc import Sequence

from answering.export.pack import Block, Cited, Facts, Line, Role, Told
from domain.markdown import escaped

HEADINGS: dict[Role, str] = {"title": "#", "question": "##", "chapter": "##", "part": "###", "heading": "###"}


def as_markdown(made: Sequence[Block]) -> str:
    """Return the whole pack."""
    return "\n\n".join(map(_block, made)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Line(role=role, text=text):
            return f"{HEADINGS[role]} {escaped(text)}" if role in HEADINGS else escaped(text)
        case Told():
            return _told(block)
        case Cited():
            also = f" · {escaped(block.also)}" if block.also else ""
            link = f" [↗](<{block.link}>)" if block.link and not set(block.link) & set("<>") else ""
            return f"\\[{block.number}\\] {escaped(block.source)} · {block.place}{also}{link}\n\n{_quoted(block.quote)}"
        case Facts():
            rows = "\n".join(f"- {escaped(name)}: {_value(value, block)}" for name, value in block.rows)
            return f"### {escaped(block.title)}\n\n{rows}"


def _told(told: Told) -> str:
    words = f"“{escaped(told.text)}”" if told.verbatim else escaped(told.text)
    parts = [
        f"{escaped(told.attribution)} " if told.attribution else "",
        f"{escaped(told.before)} " if told.before else "",
        words,
        "".join(f" \\[{mark.number}\\]" for mark in told.marks),
        f" {escaped(told.after)}" if told.after else "",
        f" ({escaped(told.doubt)})" if told.doubt else "",
    ]
    return f"{'- ' if told.item else '> ' if told.verbatim else ''}{''.join(parts)}"


def _quoted(quote: str) -> str:
    return "\n".join(f"> {escaped(line)}".rstrip() for line in quote.splitlines())


def _value(value: str, facts: Facts) -> str:
    return f"<{value}>" if value == facts.link and not set(value) & set("<>") else escaped(value)
