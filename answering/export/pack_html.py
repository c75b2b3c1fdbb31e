"""An evidence pack as one HTML file to print: no script, nothing loaded from anywhere, everything escaped."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from answering.export.pack import SIGNATURE, Block, Cited, Facts, Line, Role, Told

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin-bottom: 0; }
h2 { margin-top: 2.5rem; font-size: 1.25rem; white-space: pre-wrap; }
h3, .label { margin: 1.25rem 0 0.25rem; font-size: 1rem; font-weight: bold; }
.made, .foot, .read, .where, .doubt, .around, .note { font-size: 0.875rem; opacity: 0.75; }
p { margin: 0.5rem 0; }
blockquote, li.verbatim { margin: 0.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid currentColor; }
blockquote { white-space: pre-line; }
ul { padding: 0; list-style: none; }
li:not(.verbatim) { margin-inline-start: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 0; font-size: 0.875rem; }
dt { opacity: 0.75; }
dd { margin: 0; }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; }
  h1, h2, h3 { break-after: avoid; }
  blockquote, li, dl, .cited { break-inside: avoid; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TAGS: dict[Role, str] = {"title": "h1", "question": "h2", "part": "h3", "heading": "h3", "chapter": "h2"}
TITLES: tuple[Role, ...] = ("title",)


def as_html(made: Sequence[Block]) -> str:
    """Return the whole page."""
    title = next((block.text for block in made if isinstance(block, Line) and block.role in TITLES), "")
    runs = groupby(made, key=lambda block: isinstance(block, Told) and block.item)
    body = "\n".join(_run(list(run), listed=listed) for listed, run in runs)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n{SIGNATURE}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _run(run: Sequence[Block], *, listed: bool) -> str:
    told = "\n".join(map(_block, run))
    return f"<ul>\n{told}\n</ul>" if listed else told


def _block(block: Block) -> str:
    match block:
        case Line(role=role, text=text):
            tag = TAGS.get(role, "p")
            return f'<{tag} class="{role}" dir="auto">{escape(text)}</{tag}>'
        case Told():
            return _told(block)
        case Cited():
            return _cited(block)
        case Facts():
            return _facts(block)


def _told(told: Told) -> str:
    tag = "li" if told.item else "blockquote" if told.verbatim else "p"
    words = f"<q>{escape(told.text)}</q>" if told.verbatim else escape(told.text)
    marks = "".join(f' <a href="#{escape(mark.anchor)}">[{mark.number}]</a>' for mark in told.marks)
    parts = [
        f'<span class="where">{escape(told.attribution)}</span><br>' if told.attribution else "",
        f'<span class="around">{escape(told.before)}</span> ' if told.before else "",
        words,
        marks,
        f' <span class="around">{escape(told.after)}</span>' if told.after else "",
        f' <span class="doubt">({escape(told.doubt)})</span>' if told.doubt else "",
    ]
    kind = ' class="verbatim"' if told.verbatim else ""
    return f'<{tag}{kind} dir="auto">{"".join(parts)}</{tag}>'


def _cited(cited: Cited) -> str:
    also = f" · {escape(cited.also)}" if cited.also else ""
    link = f' <a href="{escape(cited.link)}" rel="noopener noreferrer">↗</a>' if cited.link else ""
    return (
        f'<div class="cited" id="{escape(cited.anchor)}">\n'
        f'<p class="where">[{cited.number}] <a href="#{escape(cited.article)}"><bdi>{escape(cited.source)}</bdi></a> · '
        f"{escape(cited.place)}{also}{link}</p>\n"
        f'<blockquote dir="auto">{escape(cited.quote)}</blockquote>\n</div>'
    )


def _facts(facts: Facts) -> str:
    rows = "\n".join(f'<dt>{escape(name)}</dt><dd dir="auto">{_value(value, facts)}</dd>' for name, value in facts.rows)
    return f'<h3 id="{escape(facts.anchor)}" dir="auto">{escape(facts.title)}</h3>\n<dl>\n{rows}\n</dl>'


def _value(value: str, facts: Facts) -> str:
    if value == facts.link:
        return f'<a href="{escape(value)}" rel="noopener noreferrer">{escape(value)}</a>'
    return escape(value)
