"""An answer as it is copied: its words, and under them the sources that its numbers name."""

from collections.abc import Callable
from typing import NamedTuple

from domain.links import web_link
from domain.markdown import escaped
from domain.quotation_marks import in_quotation_marks
from domain.values import Answer, Citation, Statement
from ui import labels
from ui.view_models.sources import cited_from


class Copied(NamedTuple):
    """One answer for the clipboard, as plain text and as Markdown."""

    plain: str
    markdown: str


class _Style(NamedTuple):
    text: Callable[[str], str]
    item: str
    quote: str
    parting: str
    link: Callable[[str], str]


def _autolink(link: str) -> str:
    """Return an address as Markdown shows it, whatever signs it holds: a picture in it would be loaded."""
    return escaped(link) if set(link) & set("<>") else f"<{link}>"


PLAIN = _Style(text=lambda text: " ".join(text.split()), item="- ", quote="", parting="\n", link=str)
MARKDOWN = _Style(text=escaped, item="- ", quote="> ", parting="\n\n", link=_autolink)


def copied(answer: Answer) -> Copied:
    """Return the whole answer with its question; of several questions each with its own answer."""
    return Copied(plain=_written(answer, PLAIN), markdown=_written(answer, MARKDOWN))


def _written(answer: Answer, style: _Style) -> str:
    lines = [style.text(answer.question)]
    for part in answer.parts or (answer,):
        lines += [style.text(part.question)] if answer.parts else []
        lines += [style.text(part.lead)] if part.lead else []
        lines += [_statement(statement, style) for statement in part.statements]
    lines += [_near(citation, style) for citation in answer.nearest]
    sources = [_source(citation, style) for citation in (*answer.citations, *answer.nearest)]
    stated = style.parting.join(lines)
    return stated + "\n\n" + style.parting.join(sources) if sources else stated


def _statement(statement: Statement, style: _Style) -> str:
    verbatim = statement.support == "verbatim"
    text = in_quotation_marks(style.text(statement.text)) if verbatim else style.text(statement.text)
    attribution = f"{style.text(statement.attribution)} " if statement.attribution else ""
    marks = "".join(f" {style.text(f'[{number}]')}" for number in statement.citations)
    marks += f" ({labels.UNSUPPORTED})" if statement.support == "unsupported" else ""
    begin = style.item if statement.item else style.quote if verbatim else ""
    return f"{begin}{attribution}{text}{marks}"


def _near(citation: Citation, style: _Style) -> str:
    quote = in_quotation_marks(style.text(citation.quote))
    return f"{style.quote}{quote} {style.text(f'[{citation.number}]')}"


def _source(citation: Citation, style: _Style) -> str:
    article = citation.article
    link = web_link(article.source.url)
    parts = [
        style.text(f"[{citation.number}] {cited_from(article.source, article.standing)}"),
        *([style.link(link)] if link else []),
    ]
    return labels.CARD_PARTING.join(parts)
