"""Citations of articles and quotes for reference managers: CSL-JSON, BibTeX and RIS."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from domain.links import link_to_words, web_link
from domain.values import Article, Source

CitationForm = Literal["csl-json", "bibtex", "ris"]
FORMS: tuple[CitationForm, ...] = get_args(CitationForm)
MEDIA_TYPES: Mapping[str, str] = {
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
ENDINGS: Mapping[str, CitationForm] = {".bib": "bibtex", ".ris": "ris", ".json": "csl-json"}
"""Endings of files by which a form is named."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An article, or a quote from one.

    ``accessed`` is the day on which the library got the article's text (ISO 8601; None: not known). ``link`` opens the
    article, of a quote at its words (text fragment). ``quote`` is empty for the article as a whole.
    """

    article_id: str
    source: Source
    accessed: str | None = None
    link: str | None = None
    quote: str = ""


def reference(article: Article, span: tuple[int, int] | None = None) -> Reference:
    """Return the reference to an article, or to its words ``article.text[start:end]``."""
    whole = Reference(
        article_id=article.id, source=article.source, accessed=article.read_at, link=web_link(article.source.url)
    )
    if span is None:
        return whole
    link = link_to_words(article.source.url, article.text, *span)
    return replace(whole, link=link, quote=article.text[slice(*span)])


def cite(references: Sequence[Reference], form: CitationForm) -> str:
    """Return the references in a form that reference managers read, each under an id of its own."""
    ids = _ids(references)
    if form == "csl-json":
        items = [_csl(name, reference) for name, reference in zip(ids, references, strict=True)]
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    render = _bibtex if form == "bibtex" else _ris
    return "\n".join(render(name, reference) for name, reference in zip(ids, references, strict=True))


def _ids(references: Sequence[Reference]) -> list[str]:
    """Name each by its article; the second and later ones of an article get a number."""
    counts: dict[str, int] = {}
    names = []
    for reference in references:
        number = counts[reference.article_id] = counts.get(reference.article_id, 0) + 1
        names.append(f"dateline-{reference.article_id}" + (f"-{number}" if number > 1 else ""))
    return names


def _csl(name: str, reference: Reference) -> dict[str, Any]:
    source = reference.source
    fields = {
        "id": name,
        "type": "article-newspaper",
        "title": source.title,
        "author": [{"literal": source.author}] if source.author else None,
        "container-title": source.outlet,
        "issued": _csl_date(source.published),
        "accessed": _csl_date(reference.accessed),
        "URL": reference.link,
        "note": _line(reference.quote),
    }
    return {field: value for field, value in fields.items() if value}


def _csl_date(printed: str | None) -> dict[str, Any] | None:
    day = _day(printed)
    return {"date-parts": [[int(part) for part in day]]} if day else None


def _bibtex(name: str, reference: Reference) -> str:
    source = reference.source
    year, month, day = _day(source.published) or ("", "", "")
    fields = {
        "title": f"{{{_tex(source.title)}}}",
        "author": f"{{{_tex(source.author)}}}" if source.author else "",  # as one name: it may be an agency
        "journal": _tex(source.outlet or ""),
        "year": year,
        "month": month and str(int(month)),
        "day": day and str(int(day)),
        "url": (reference.link or "").replace("{", "%7B").replace("}", "%7D"),
        "urldate": "-".join(_day(reference.accessed) or ()),
        "note": _tex(_line(reference.quote)),
    }
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value]
    return f"@article{{{name},\n" + ",\n".join(lines) + "\n}\n"


def _ris(name: str, reference: Reference) -> str:
    source = reference.source
    day, accessed = _day(source.published), _day(reference.accessed)
    fields = [
        ("TY", "NEWS"),
        ("ID", name),
        ("TI", source.title),
        ("AU", source.author),
        ("T2", source.outlet),
        ("PY", day and day[0]),
        ("DA", day and "/".join(day)),
        ("Y2", accessed and "/".join(accessed)),
        ("UR", reference.link),
        ("N1", _line(reference.quote)),
    ]
    return "".join(_ris_lines(fields)) + "ER  - \n"


def _ris_lines(fields: Sequence[tuple[str, str | None]]) -> Iterator[str]:
    for tag, value in fields:
        if value:
            yield f"{tag}  - {_line(value)}\n"


def _line(words: str) -> str:
    return " ".join(words.split())


def _day(printed: str | None) -> tuple[str, str, str] | None:
    """Return year, month and day of a date in ISO 8601, else None."""
    match = _DAY.match(printed or "")
    return (match[1], match[2], match[3]) if match else None


def _tex(words: str) -> str:
    """Return words as TeX prints them."""
    return "".join(_TEX.get(sign, sign) for sign in _line(words))
