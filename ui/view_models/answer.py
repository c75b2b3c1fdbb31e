"""An answer as plain data for the conversation component. Nothing is decided here: each value has one shape."""

from collections.abc import Callable, Sequence
from itertools import groupby

from domain.quotation_marks import in_quotation_marks
from domain.standing import standing_text
from domain.values import Answer, Citation, Footer, RefusalReason, Statement
from ui import labels
from ui.view_models.answer_details import Tools, tools_data
from ui.view_models.data import Data
from ui.view_models.sources import cited_from, dated, shortened

OPENING = tuple("“‘\"'([–—$€£#@&+")
"""Signs that stand apart from the word before them."""
CARD_CHARS = 200
ALSO_NAMED = 3


def addresses(answer: Answer, key: str) -> dict[str, Citation]:
    """Return every citation of an answer under an address that no other citation of the conversation has.

    ``key`` is the answer's own address. The citations of parts stand under the parts.
    """
    if answer.parts:
        return {
            address: citation
            for place, part in enumerate(answer.parts)
            for address, citation in addresses(part, f"{key}.{place}").items()
        }
    cited = {_cited(key, citation.number): citation for citation in answer.citations}
    return cited | {_near(key, place): citation for place, citation in enumerate(answer.nearest)}


NO_TOOLS = Tools()


def part_of(answer: Answer, key: str, address: str) -> Answer | None:
    """Return the answer, or the part of it, that has this address; ``key`` as in :func:`addresses`."""
    if address == key:
        return answer
    parts = ((part, f"{key}.{place}") for place, part in enumerate(answer.parts))
    return next((found for part, own in parts if (found := part_of(part, own, address))), None)


Language = Callable[[str], str]
"""Tells the code of a text's language; "" for that of the page, which is English."""


def as_the_page(_: str) -> str:
    """Take every text for English."""
    return ""


FooterText = Callable[[Footer | None], str]
"""Renders a footer; "" for None."""


def no_footer(_: Footer | None) -> str:
    """Leave out the footer."""
    return ""


def answer_data(
    answer: Answer,
    key: str,
    tools: Tools = NO_TOOLS,
    language: Language = as_the_page,
    footer_text: FooterText = no_footer,
) -> Data:
    """Return the answer for the component; ``key`` as in :func:`addresses`. Each part has a footer of its own."""
    if answer.parts:
        parts = [
            {"question": part.question} | answer_data(part, f"{key}.{place}", tools, language, footer_text)
            for place, part in enumerate(answer.parts)
        ]
        searched = searched_data(answer)
        whole: Data = {"kind": answer.kind, "label": "", "lead": "", "parts": parts, "foot": "", "searched": searched}
        return whole | {"tools": tools_data(answer, key, tools)}
    return {
        "kind": answer.kind,
        "read": _read(answer),
        "label": _label(answer),
        "lead": answer.lead,
        "groups": _groups(answer, key, language),
        "near_label": labels.NEAREST if answer.kind == "refusal" and answer.nearest else "",
        "nearest": [_near_data(citation, _near(key, place), language) for place, citation in enumerate(answer.nearest)],
        "articles": articles_data(answer, key),
        "foot": footer_text(answer.footer),
        "parts": [],
        "searched": searched_data(answer),
        "tools": tools_data(answer, key, tools),
    }


def _cited(key: str, number: int) -> str:
    return f"{key}:{number}"


def _near(key: str, place: int) -> str:
    return f"{key}:near{place}"


def _read(answer: Answer) -> Data | None:
    """Return how a question was understood that leaned on the conversation, and what was typed."""
    if answer.read_as is None:
        return None
    return {
        "text": labels.READ_AS.format(question=answer.read_as),
        "alone": labels.ASK_ALONE,
        "question": answer.question,
    }


def searched_data(answer: Answer) -> Data | None:
    """Return what the question was limited to, and for a refusal the way to look further."""
    if not answer.searched:
        return None
    missed = answer.kind in ("refusal", "closest")
    return {
        "text": answer.searched,
        "elsewhere": labels.SCOPE_ELSEWHERE if missed else "",
        "question": answer.question,
    }


def _label(answer: Answer) -> str:
    if answer.kind == "closest":
        return labels.CLOSEST
    if answer.kind == "refusal":
        if answer.refusal is RefusalReason.NO_ARTICLES:
            return labels.NO_ARTICLES
        return labels.NOT_SEARCHED if answer.searched else labels.NOT_FOUND
    return ""


def _groups(answer: Answer, key: str, language: Language) -> list[Data]:
    """Return runs of statements; a run of items is one list."""
    cited = {citation.number: citation for citation in answer.citations}
    return [
        {
            "list": item,
            "prose": prose,
            "statements": [_statement(statement, cited, key, language, prose=prose) for statement in run],
        }
        for (item, prose), run in groupby(answer.statements, key=lambda one: (one.item, _is_prose(answer, one)))
    ]


def _is_prose(answer: Answer, statement: Statement) -> bool:
    """Whether a statement is part of what a model wrote, and runs on from the one before it."""
    return answer.mode == "write" and not statement.attribution


def _statement(statement: Statement, cited: dict[int, Citation], key: str, language: Language, *, prose: bool) -> Data:
    citations = [cited[number] for number in statement.citations]
    verbatim = statement.support == "verbatim" and bool(citations) and not prose
    return {
        "attribution": statement.attribution,
        "before": _ahead(citations[0].before) if verbatim else "",
        "text": statement.text,
        "after": _behind(citations[-1].after) if verbatim else "",
        "verbatim": verbatim,
        "lang": language(statement.text) if verbatim else "",
        "doubt": labels.UNSUPPORTED if statement.support == "unsupported" else "",
        "standing": _standings(citations),
        "recognised": _recognised(citations),
        "marks": [_mark(citation, _cited(key, citation.number), language) for citation in citations],
    }


def _standings(citations: Sequence[Citation]) -> str:
    """Return what has become of the places where the articles of a statement were published, each thing once."""
    stated = dict.fromkeys(standing_text(citation.article.standing) for citation in citations)
    return "; ".join(filter(None, stated))


def _near_data(citation: Citation, address: str, language: Language) -> Data:
    return {
        "before": _ahead(citation.before),
        "text": citation.quote,
        "after": _behind(citation.after),
        "verbatim": True,
        "lang": language(citation.quote),
        "attribution": "",
        "doubt": "",
        "recognised": _recognised([citation]),
        "source": cited_from(citation.article.source, citation.article.standing),
        "marks": [_mark(citation, address, language)],
    }


def _recognised(citations: Sequence[Citation]) -> str:
    """Return the badge of words that were read from pictures of pages and may have wrong letters; else ""."""
    return labels.RECOGNISED if any(one.article.source.format == "scan" for one in citations) else ""


def _ahead(before: str) -> str:
    return f"{before} " if before else ""


def _behind(after: str) -> str:
    """Return the words behind a quote with the space that parts them from it; a full stop or a comma needs none."""
    return f" {after}" if after[:1].isalnum() or after[:1] in OPENING else after


def _mark(citation: Citation, address: str, language: Language) -> Data:
    title = citation.article.source.title
    return {
        "address": address,
        "number": citation.number,
        "label": labels.OPEN_SOURCE.format(number=citation.number, title=title),
        "card": _card(citation) | {"lang": language(citation.quote)},
    }


def _card(citation: Citation) -> Data:
    """Return what a mark shows before it is opened: the beginning of the quote, and where it is from."""
    return {
        "quote": in_quotation_marks(shortened(citation.quote, CARD_CHARS)),
        "title": citation.article.source.title,
        "facts": _facts(citation),
    }


def articles_data(answer: Answer, key: str) -> list[Data]:
    """Return a small card for each article that is quoted; it opens at the first quote. None for facts of a source."""
    quoted = [citation for citation in answer.citations if citation.field is None]
    by_article = {
        citation.article.id: [one for one in quoted if one.article == citation.article] for citation in quoted
    }
    return [
        {
            "address": _cited(key, citations[0].number),
            "numbers": [citation.number for citation in citations],
            "title": citations[0].article.source.title,
            "facts": _facts(citations[0]),
        }
        for citations in by_article.values()
    ]


def _facts(citation: Citation) -> str:
    source = citation.article.source
    also = labels.ALSO_IN.format(names=", ".join(citation.also[:ALSO_NAMED])) if citation.also else ""
    standing = standing_text(citation.article.standing)
    facts = (source.outlet or "", dated(source), _recognised([citation]), also, standing)
    return labels.CARD_PARTING.join(fact for fact in facts if fact)
