"""Who speaks in a quote and when: the lead in front of it."""

from answering.phrases import Phrases
from domain.dates import spelled
from domain.values import Article, Citation, CitedArticle, Source
from text.byline import find_byline
from text.discourse import Clause
from text.quote_attribution import spoken


def lead(phrases: Phrases, article: Article, core: str, clause: Clause | None) -> str:
    """Return the lead of an answer whose first quote is ``core``: the person whose words it gives, if that is certain,
    and the author (stated, or by the byline), else the outlet, else the title. It repeats the label of a ``clause``.
    """
    source = article.source
    byline = find_byline(article.text)
    author = source.author or (byline.name if byline else None)
    voice = None if clause else spoken(core, article.text)
    if voice and voice.name != author:
        said = "quoted" if voice.quoted and voice.name else "unnamed" if voice.quoted else "reported"
        name = f"lead.{said}" if author or source.outlet else f"lead.{said}_title"
    elif author:
        name = "lead.author_outlet" if source.outlet and clause else "lead.author"
    else:
        name = "lead.outlet" if source.outlet else "lead.title"
    return phrases(
        f"{name}_label" if clause else name,
        speaker=voice.name if voice else None,
        author=author,
        outlet=source.outlet,
        who=author or source.outlet,
        title=source.title,
        piece=phrases("piece.column" if byline and byline.column else "piece.article"),
        when=phrases("when.day", day=spelled(source.published)) if source.published else phrases("when.undated"),
        label=clause.label if clause else "",
    )


def attribution(phrases: Phrases, *sources: Source) -> str:
    """Return "Dateline samples, 6 November 2025:"; the title stands where neither outlet nor author is named. Several
    sources stand behind each other, each once.
    """
    each = [
        phrases(
            "attribution.source",
            who=source.outlet or source.author or f"“{source.title}”",
            when_plain=when_plain(phrases, source),
        )
        for source in sources
    ]
    return phrases("attribution", sources="; ".join(dict.fromkeys(each)))


def who(phrases: Phrases, source: Source) -> str:
    """Return the outlet, else the author, else that neither is named."""
    return source.outlet or source.author or phrases("who.unknown")


def when_plain(phrases: Phrases, source: Source) -> str:
    """Return the day of publication as a reader writes it, or "undated"."""
    return spelled(source.published) if source.published else phrases("when_plain.undated")


def named(phrases: Phrases, source: Source) -> dict[str, str]:
    """Return the values by which phrases and prompts name an article: title, who, when_plain."""
    return {"title": source.title, "who": who(phrases, source), "when_plain": when_plain(phrases, source)}


def cite(article: Article, start: int, end: int, *, number: int = 1) -> Citation:
    """Return the citation of a place in an article."""
    return Citation(number=number, quote=article.text[start:end], start=start, end=end, article=cited(article))


def cited(article: Article) -> CitedArticle:
    """Return the article as a citation keeps it."""
    return CitedArticle(id=article.id, source=article.source, digest=article.digest, standing=article.standing)
