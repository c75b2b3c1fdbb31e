"""The evidence pack: a conversation with all that its answers rest on, as HTML to print or as Markdown.

Both forms are written from the same blocks. There is no script, nothing is loaded from anywhere, and what articles and
users wrote is escaped, so that it stands as it was printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from html import escape
from itertools import groupby
from typing import Literal

from answering.export.digest import html_page
from answering.export.report import footer_text
from answering.phrases import Phrases
from domain.dates import spelled
from domain.links import link_to_words, web_link
from domain.markdown import escaped
from domain.quotation_marks import in_quotation_marks, quotation_marks
from domain.standing import standing_text
from domain.values import Answer, Citation, CitedArticle, Source, Statement, Turn

SIGNATURE = "<!-- An evidence pack of Dateline -->"
"""Stands in every pack, unseen: a file that has it may be replaced by another pack."""
Role = Literal[
    "title", "question", "part", "heading", "chapter", "article", "made", "label", "lead", "note", "said", "verbatim",
    "item", "where", "quote", "fact",
]  # fmt: skip
_HEADINGS: dict[str, str] = {"title": "#", "question": "##", "chapter": "##", "part": "###", "heading": "###"}
_SIGNS = {**_HEADINGS, "article": "###", "verbatim": ">", "quote": ">", "item": "-", "fact": "-"}
_TAGS = {"title": "h1", "question": "h2", "chapter": "h2", "part": "h3", "heading": "h3", "article": "h3"}
_TAGS |= {"verbatim": "blockquote", "quote": "blockquote", "item": "li", "fact": "li"}
_SUPPORTED = ("supported", "unsupported")
"""Supports that are named beside a statement; what is quoted or stated needs no word."""
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin-bottom: 0; }
h2 { margin-top: 2.5rem; font-size: 1.25rem; white-space: pre-wrap; }
h3, .label { margin: 1.25rem 0 0.25rem; font-size: 1rem; font-weight: bold; }
.made, .where, .doubt, .around, .note, .fact { font-size: 0.875rem; opacity: 0.75; }
p { margin: 0.5rem 0; }
blockquote { margin: 0.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid; white-space: pre-line; }
ul { padding: 0 0 0 1rem; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } blockquote, li { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What goes into a pack. ``made`` is the day it is made; ``settings`` are those that answers depend on."""

    title: str
    turns: tuple[Turn, ...]
    made: str
    version: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Words; ``role`` is "words" (an article's), "around" or "doubt"; ``link`` an address, or "#" and an anchor."""

    text: str
    role: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item; ``anchor`` is what links inside the pack lead to."""

    role: Role
    spans: tuple[Span, ...]
    anchor: str = ""


def blocks(phrases: Phrases, pack: Pack) -> list[Block]:
    """Return the pack from top to bottom: the questions with their answers, the articles, how to check it."""
    articles = _Articles(phrases)
    made = [_line("title", pack.title)]
    made += [_line("made", phrases("pack.made", when=spelled(pack.made), version=pack.version))]
    for place, turn in enumerate(pack.turns, start=1):
        if len(pack.turns) > 1 or turn.question != pack.title:
            made.append(_line("question", turn.question))
        made += _answer(phrases, turn.answer, f"q{place}", articles)
    if articles.facts:
        made += [_line("chapter", phrases("pack.articles")), *articles.facts]
    settings = "; ".join(f"{name}: {value}" for name, value in pack.settings.items())
    made += [_line("chapter", phrases("pack.how")), _line("note", phrases("pack.check"))]
    return [*made, _line("note", phrases("pack.settings", words=settings))]


def as_html(made: Sequence[Block]) -> str:
    """Return the whole page."""
    title = "".join(span.text for block in made if block.role == "title" for span in block.spans)
    runs = groupby(made, key=lambda block: _TAGS.get(block.role) == "li")
    parts = (
        "\n".join(map(_html, run)) if not listed else f"<ul>{''.join(map(_html, run))}</ul>" for listed, run in runs
    )
    return html_page(title, _STYLE, SIGNATURE, *parts)


def as_markdown(made: Sequence[Block]) -> str:
    """Return the whole pack as Markdown; marks and anchors inside it are words alone."""
    return "\n\n".join([*map(_markdown, made), SIGNATURE]) + "\n"


def _html(block: Block) -> str:
    tag = _TAGS.get(block.role, "p")
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    spans = []
    for span in block.spans:
        words = f'<bdi class="{escape(span.role)}">{escape(span.text)}</bdi>'
        if span.role == "words" and block.role != "quote":
            words = words.join(quotation_marks(span.text))
        link = f'<a href="{escape(span.link)}" rel="noopener noreferrer">{words}</a>' if span.link else words
        spans.append(link)
    return f'<{tag} class="{block.role}" dir="auto"{anchor}>{" ".join(spans)}</{tag}>'


def _markdown(block: Block) -> str:
    sign = _SIGNS.get(block.role, "")
    if block.role == "quote":
        lines = "\n".join(span.text for span in block.spans).splitlines()
        return "\n".join(f"> {escaped(line)}".rstrip() for line in lines)
    spans = []
    for span in block.spans:
        words = in_quotation_marks(escaped(span.text)) if span.role == "words" else escaped(span.text)
        outside = span.link and not span.link.startswith("#") and not set(span.link) & set("<>")
        spans.append(f"[{words}](<{span.link}>)" if outside else words)
    return f"{sign} {' '.join(spans)}".lstrip()


class _Articles:
    """The articles of a pack, numbered as they are first quoted. Two versions of one are two."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._places: dict[tuple[str, str], int] = {}
        self.facts: list[Block] = []

    def number(self, article: CitedArticle) -> int:
        """Return the article's number; a new one is kept with its facts."""
        key = (article.id, article.digest)
        if key not in self._places:
            self._places[key] = len(self._places) + 1
            self.facts += self._of(article, self._places[key])
        return self._places[key]

    def _of(self, article: CitedArticle, number: int) -> Iterator[Block]:
        source = article.source
        yield Block("article", (Span(f"{number}. {source.title}"),), anchor=f"article-{number}")
        known = {field.name: getattr(source, field.name) for field in fields(Source) if field.name != "title"}
        facts = {name: known[name] or self._phrases("pack.unknown") for name in ("outlet", "author", "published")}
        facts |= {name: known[name] for name in ("updated", "url") if known[name]}
        for name, value in {**facts, "id": article.id, "digest": article.digest}.items():
            link = web_link(source.url) if name == "url" else None
            yield Block("fact", (Span(f"{self._phrases(f'pack.fact.{name}')}:"), Span(value, link=link)))


def _line(role: Role, text: str) -> Block:
    return Block(role, (Span(text),))


def _answer(phrases: Phrases, answer: Answer, anchor: str, articles: _Articles) -> Iterator[Block]:
    if answer.parts:
        for place, part in enumerate(answer.parts, start=1):
            yield _line("part", part.question)
            yield from _answer(phrases, part, f"{anchor}-{place}", articles)
        return
    if answer.read_as:
        yield _line("note", phrases("pack.read_as", asked=answer.read_as))
    if answer.kind in ("refusal", "closest"):
        yield _line("label", phrases(f"pack.{answer.kind}"))
    yield _line("lead", answer.lead)
    cited = {citation.number: citation for citation in answer.citations}
    yield from (_statement(phrases, statement, cited, anchor) for statement in answer.statements)
    yield from (_line("note", text) for text in (footer_text(phrases, answer.footer), answer.searched) if text)
    yield from _citations(phrases, "pack.sources", answer.citations, anchor, articles)
    yield from _citations(phrases, "pack.nearest", answer.nearest, f"{anchor}-near", articles)


def _statement(phrases: Phrases, statement: Statement, cited: Mapping[int, Citation], anchor: str) -> Block:
    citations = [cited[number] for number in statement.citations]
    verbatim = statement.support == "verbatim" and bool(citations)
    spans = [
        Span(statement.attribution),
        Span(citations[0].before if verbatim else "", "around"),
        Span(statement.text, "words" if verbatim else ""),
        *(Span(f"[{number}]", link=f"#{anchor}-{number}") for number in statement.citations),
        Span(citations[-1].after if verbatim else "", "around"),
    ]
    if statement.support in _SUPPORTED:
        spans.append(Span(f"({phrases(f'pack.support.{statement.support}')})", "doubt"))
    role: Role = "item" if statement.item else "verbatim" if verbatim else "said"
    return Block(role, tuple(span for span in spans if span.text))


def _citations(
    phrases: Phrases, heading: str, citations: Sequence[Citation], anchor: str, articles: _Articles
) -> Iterator[Block]:
    if citations:
        yield _line("heading", phrases(heading))
    for citation in citations:
        source, number = citation.article.source, articles.number(citation.article)
        named = [source.title, source.outlet, spelled(source.published) if source.published else None]
        place = phrases("pack.place", start=citation.start, end=citation.end, number=number)
        if citation.field:
            place = phrases("pack.field", number=number)
        if source.format == "scan":
            place = f"{place} · {phrases('pack.recognised')}"
        standing = standing_text(citation.article.standing)
        link = None if citation.field else link_to_words(source.url, citation.quote, 0, len(citation.quote))
        spans = [
            Span(f"[{citation.number}]"),
            Span(
                ", ".join(part for part in named if part) + (f" ({standing})" if standing else ""),
                link=f"#article-{number}",
            ),
            Span(f"· {place}"),
            Span(f"· {phrases('pack.also', names=', '.join(citation.also))}" if citation.also else ""),
            Span("↗" if link else "", link=link),
        ]
        yield Block("where", tuple(span for span in spans if span.text), anchor=f"{anchor}-{citation.number}")
        yield Block("quote", (Span(citation.quote, "words"),))
