"""How a source reads in one line: dates in words, outlet, author, day; and a quote with where it is from."""

from datetime import datetime

from domain.dates import spelled
from domain.quotation_marks import in_quotation_marks
from domain.standing import standing_text
from domain.values import Article, Edit, Source, Standing
from ui import labels
from ui.clock import local


def printed_date(iso: str | None) -> str:
    """Return "3 November 2025" for a day or a time, "undated" for None, and anything else as it stands."""
    return spelled(iso) if iso else labels.UNDATED


def dated(source: Source) -> str:
    """Return the day of publication, with the day of the last change where it is another one."""
    published, updated = printed_date(source.published), printed_date(source.updated)
    if not source.updated or updated == published:
        return published
    changed = labels.UPDATED_ON.format(date=updated)
    return f"{published}, {changed}" if source.published else changed


def source_line(source: Source) -> list[tuple[str, str]]:
    """Return (field, words) for each part of the line under a title: outlet, author, date."""
    known = [("outlet", source.outlet), ("author", source.author)]
    return [(field, value) for field, value in known if value] + [("published", dated(source))]


def made_from(article: Article) -> str:
    """Return "Text read from a PDF with pypdfium2 5.3.0, 3 November 2025"; empty where that was not kept."""
    source = article.source
    if source.format is None:
        return ""
    read = labels.READ_FROM.format(format=labels.FORMATS[source.format])
    by = labels.READ_WITH.format(extractor=source.extractor) if source.extractor else ""
    return f"{read}{by}, {printed_date(article.read_at)}" if article.read_at else f"{read}{by}"


def edit_line(edit: Edit) -> str:
    """Return "Corrected by Ada Venn, 3 November 2025"."""
    return labels.EDITS[edit.kind].format(
        user=edit.user, date=spelled(local(datetime.fromisoformat(edit.made)).date().isoformat())
    )


def reference(source: Source) -> str:
    """Return "Title, Outlet, 3 November 2025"; what is unknown is left out, but never the missing date."""
    return ", ".join(part for part in (source.title, source.outlet, printed_date(source.published)) if part)


def cited_from(source: Source, standing: Standing) -> str:
    """Return the reference of an article that is quoted, with what has become of the place where it was published."""
    stated = standing_text(standing)
    return reference(source) + (labels.STANDING.format(standing=stated) if stated else "")


def quotation(quote: str, source: Source, standing: Standing) -> str:
    """Return a quote with its source, as it is copied."""
    return labels.QUOTATION.format(quote=in_quotation_marks(quote), source=cited_from(source, standing))


def shortened(text: str, most_chars: int) -> str:
    """Return the text on one line, cut between words with "…" where it is longer than ``most_chars``."""
    line = " ".join(text.split())
    if len(line) <= most_chars:
        return line
    cut = line[:most_chars]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–—-") + labels.CUT


def moment(iso: str | None) -> str:
    """Return a time of this program's own clock as a day and a time of the user's, "" for None."""
    if iso is None:
        return ""
    shown = local(datetime.fromisoformat(iso))
    return labels.MOMENT.format(day=spelled(shown.date().isoformat()), time=f"{shown:%H:%M}")
