"""The evidence pack: a conversation with all that its answers rest on, as blocks that each form of it writes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from answering.export.footer import footer_text
from answering.phrases import Phrases
from domain.dates import spelled
from domain.links import link_to_words, web_link
from domain.standing import standing_text
from domain.values import Answer, Citation, CitedArticle, Source, Statement, Turn

SIGNATURE = "<!-- An evidence pack of Dateline -->"
"""Stands in every pack, unseen: a file that has it may be replaced by another pack."""
Role = Literal["title", "made", "question", "part", "read", "label", "lead", "foot", "heading", "chapter", "note"]
SUPPORTED = ("supported", "unsupported")
"""Supports that are told beside a statement; what is quoted or stated needs no word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What goes into a pack. ``made`` is the day it is made; ``settings`` are those that answers depend on."""

    title: str
    turns: tuple[Turn, ...]
    made: str
    version: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph of text."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a citation; ``anchor`` is the :class:`Cited` that it stands for."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement; ``verbatim`` is in an article's own words, ``before`` and ``after`` are its neighbours there."""

    text: str
    marks: tuple[Mark, ...]
    verbatim: bool
    item: bool
    attribution: str
    before: str
    after: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation: the quote, which article it is from (``article`` is the anchor of its facts), and the place there.

    ``link`` opens the article, where it was published, at these words.
    """

    anchor: str
    number: int
    quote: str
    source: str
    article: str
    place: str
    also: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article, each with its name; ``link`` is its address where that leads to the web."""

    anchor: str
    title: str
    rows: tuple[tuple[str, str], ...]
    link: str | None


Block = Line | Told | Cited | Facts


def blocks(phrases: Phrases, pack: Pack) -> list[Block]:
    """Return the pack from top to bottom: the questions with their answers, the articles, how to check it."""
    articles = _Articles(phrases)
    made: list[Block] = [
        Line("title", pack.title),
        Line("made", phrases("pack.made", when=spelled(pack.made), version=pack.version)),
    ]
    for place, turn in enumerate(pack.turns, start=1):
        if len(pack.turns) > 1 or turn.question != pack.title:
            made.append(Line("question", turn.question))
        made += _answer(phrases, turn.answer, f"q{place}", articles)
    if articles.facts:
        made += [Line("chapter", phrases("pack.articles")), *articles.facts]
    settings = "; ".join(f"{name}: {value}" for name, value in pack.settings.items())
    made += [Line("chapter", phrases("pack.how")), Line("note", phrases("pack.check"))]
    return [*made, Line("note", phrases("pack.settings", words=settings))]


class _Articles:
    """The articles of a pack, numbered as they are first quoted. Two versions of one are two."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._places: dict[tuple[str, str], int] = {}
        self.facts: list[Facts] = []

    def number(self, article: CitedArticle) -> int:
        """Return the article's number; a new one is kept with its facts."""
        key = (article.id, article.digest)
        if key not in self._places:
            self._places[key] = len(self._places) + 1
            self.facts.append(self._told(article, self._places[key]))
        return self._places[key]

    def _told(self, article: CitedArticle, number: int) -> Facts:
        source = article.source
        known = {field.name: getattr(source, field.name) for field in fields(Source) if field.name != "title"}
        told = {name: known[name] or self._phrases("pack.unknown") for name in ("outlet", "author", "published")}
        told |= {name: known[name] for name in ("updated", "url") if known[name]}
        told |= {"id": article.id, "digest": article.digest}
        rows = tuple((self._phrases(f"pack.fact.{name}"), value) for name, value in told.items())
        return Facts(
            anchor=f"article-{number}", title=f"{number}. {source.title}", rows=rows, link=web_link(source.url)
        )


def _answer(phrases: Phrases, answer: Answer, anchor: str, articles: _Articles) -> Iterator[Block]:
    if answer.parts:
        for place, part in enumerate(answer.parts, start=1):
            yield Line("part", part.question)
            yield from _answer(phrases, part, f"{anchor}-{place}", articles)
        return
    if answer.read_as:
        yield Line("read", phrases("pack.read_as", asked=answer.read_as))
    if answer.kind in ("refusal", "closest"):
        yield Line("label", phrases(f"pack.{answer.kind}"))
    yield Line("lead", answer.lead)
    cited = {citation.number: citation for citation in answer.citations}
    yield from (_told(phrases, statement, cited, anchor) for statement in answer.statements)
    yield from (Line("foot", text) for text in (footer_text(phrases, answer.footer), answer.searched) if text)
    yield from _citations(phrases, "pack.sources", answer.citations, anchor, articles)
    yield from _citations(phrases, "pack.nearest", answer.nearest, f"{anchor}-near", articles)


def _standing(citation: Citation) -> str:
    standing = standing_text(citation.article.standing)
    return f" ({standing})" if standing else ""


def _told(phrases: Phrases, statement: Statement, cited: Mapping[int, Citation], anchor: str) -> Told:
    citations = [cited[number] for number in statement.citations]
    verbatim = statement.support == "verbatim" and bool(citations)
    return Told(
        text=statement.text,
        marks=tuple(Mark(number, f"{anchor}-{number}") for number in statement.citations),
        verbatim=verbatim,
        item=statement.item,
        attribution=statement.attribution,
        before=citations[0].before if verbatim else "",
        after=citations[-1].after if verbatim else "",
        doubt=phrases(f"pack.support.{statement.support}") if statement.support in SUPPORTED else "",
    )


def _citations(
    phrases: Phrases, heading: str, citations: Sequence[Citation], anchor: str, articles: _Articles
) -> Iterator[Block]:
    if citations:
        yield Line("heading", phrases(heading))
    for citation in citations:
        source, number = citation.article.source, articles.number(citation.article)
        told = [source.title, source.outlet, spelled(source.published) if source.published else None]
        place = (
            phrases("pack.field", number=number)
            if citation.field
            else phrases("pack.place", start=citation.start, end=citation.end, number=number)
        )
        if source.format == "scan":
            place = f"{place} · {phrases('pack.recognised')}"
        yield Cited(
            anchor=f"{anchor}-{citation.number}",
            number=citation.number,
            quote=citation.quote,
            source=", ".join(part for part in told if part) + _standing(citation),
            article=f"article-{number}",
            place=place,
            also=phrases("pack.also", names=", ".join(citation.also)) if citation.also else "",
            link=None if citation.field else link_to_words(source.url, citation.quote, 0, len(citation.quote)),
        )
