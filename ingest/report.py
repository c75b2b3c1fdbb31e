"""Outcomes and entries, as people and as programs read them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from domain.collected import Collection, Note
from domain.events import Event
from domain.schedule import Look
from domain.standing import standing_text
from domain.values import Article, ArticleEntry, Edit, Outcome, Passage, Source, Stretch
from domain.versions import FormerVersion
from domain.visiting import Feed


def outcome_line(outcome: Outcome) -> str:
    """Return one line: status, title, passages; or what failed, why, and what to do."""
    if outcome.status == "failed":
        return f"failed     {outcome.error}"
    note = f". {outcome.note}" if outcome.note else ""
    if outcome.status == "gone":
        return f"gone       {outcome.title} [{outcome.id}] (kept until you remove it; it was at {outcome.source}){note}"
    change = outcome.passages
    counts = f"passages: {change.kept} kept, {change.added} added, {change.removed} removed"
    of = f", the same words as {outcome.of}" if outcome.of else ""
    return f"{outcome.status:<10} {outcome.title} [{outcome.id}] ({counts}{of}){note}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return one line that counts the outcomes by status, in order of first appearance."""
    counts = Counter(outcome.status for outcome in outcomes)
    articles = "article" if len(outcomes) == 1 else "articles"
    return f"{len(outcomes)} {articles}: " + ", ".join(f"{count} {status}" for status, count in counts.items())


def entry_line(entry: ArticleEntry) -> str:
    """Return one line of the list of articles."""
    when = entry.source.published or "undated"
    outlet = f", {entry.source.outlet}" if entry.source.outlet else ""
    kept = f"the same words as {entry.duplicate_of}" if entry.duplicate_of else f"{entry.passages} passages"
    standing = standing_text(entry.standing) or ("gone where it came from" if entry.gone else "")
    gone = f", {standing}" if standing else ""
    tricks = ", not examined" if entry.findings is None else ""
    if entry.findings:
        tricks = f", made for machines: {', '.join(one.trick for one in entry.findings)}"
    return f"{entry.id}  {entry.source.title} ({when}{outlet}; {entry.words} words, {kept}{gone}{tricks})"


def as_json(outcome: Outcome) -> dict[str, object]:
    """Return an outcome as ``--json`` prints it; ``source``, ``of`` and ``note`` only where there is one."""
    change = outcome.passages
    shown: dict[str, object] = {
        "id": outcome.id,
        "title": outcome.title,
        "status": outcome.status,
        "passages": {"kept": change.kept, "added": change.added, "removed": change.removed},
        "error": outcome.error,
    }
    return shown | {name: value for name in ("source", "of", "note") if (value := getattr(outcome, name)) is not None}


def entry_as_json(entry: ArticleEntry) -> dict[str, object]:
    """Return an article of the list as ``--list --json`` prints it."""
    return {
        "id": entry.id,
        "status": "gone" if entry.gone else "duplicate" if entry.duplicate_of else "unchanged",
        **source_as_json(entry.source),
        "identity": entry.identity,
        "digest": entry.digest,
        "passages": {"kept": entry.passages, "added": 0, "removed": 0},
        "words": entry.words,
        "error": None,
        **({"of": entry.duplicate_of} if entry.duplicate_of else {}),
        **{name: value for name in ("withdrawn", "replaced") if (value := getattr(entry.standing, name))},
        **({"examined": False} if entry.findings is None else {}),
        **({"suspicious": [asdict(one) for one in entry.findings]} if entry.findings else {}),
    }


def article_as_json(article: Article, passages: Sequence[Passage], edits: Sequence[Edit] = ()) -> dict[str, object]:
    """Return an article as ``--show --json`` prints it; ``edits`` only where users log in."""
    shown: dict[str, object] = {
        "id": article.id,
        "text": article.text,
        "source": source_as_json(article.source),
        "passages": [[passage.start, passage.end] for passage in passages],
        "format": article.source.format,
        "extractor": article.source.extractor,
        "read_at": article.read_at,
    }
    return shown | ({"edits": [asdict(one) for one in edits]} if edits else {})


def article_lines(article: Article, edits: Sequence[Edit] = ()) -> list[str]:
    """Return an article as ``--show`` prints it: what it says of itself, what its text was made from, who changed what
    in it where users log in, the text.
    """
    said = source_as_json(article.source)
    said |= {"format": article.source.format, "extractor": article.source.extractor, "read_at": article.read_at}
    done = [f"{one.kind}: {one.made}, {one.user}" for one in edits]
    return [*(f"{name}: {value}" for name, value in said.items() if value), *done, "", article.text]


def event_as_json(event: Event) -> dict[str, object]:
    """Return an event: its name, outlets and days, who was first (None: not known), its articles, disagreements."""
    first = event.first
    return {
        "id": event.id,
        "name": event.name,
        "outlets": list(event.outlets),
        "first_day": event.first_day,
        "last_day": event.last_day,
        "first": None if first is None else {"article": first.id, "outlet": first.outlet, "published": first.published},
        "articles": [asdict(one) for one in event.articles],
        "disagreements": [asdict(one) for one in event.disagreements or ()],
    }


def feed_as_json(feed: Feed, failing: Look | None) -> dict[str, object]:
    """Return a feed as ``--list --json`` prints it, with since when it fails and why, if it does."""
    shown: dict[str, object] = {"url": feed.url, "title": feed.title}
    return shown | ({} if failing is None else look_as_json(failing))


def look_as_json(look: Look) -> dict[str, object]:
    """Return since when looking at a place fails, why, and whether that has been given up."""
    return {"failing_since": look.failing_since, "error": look.reason, "stopped": look.stopped}


def feed_line(feed: Feed, failing: Look | None) -> str:
    """Return one line of the list of feeds."""
    line = f"feed  {feed.title} ({feed.url})"
    if failing is None:
        return line
    given_up = ", not looked at again" if failing.stopped else ""
    return f"{line}: failing since {failing.failing_since}{given_up}: {failing.reason}"


def collection_as_json(collection: Collection) -> dict[str, object]:
    """Return a collection as ``--collections --json`` prints it."""
    return {name: getattr(collection, name) for name in ("name", "count", "shared", "own")}


def note_as_json(note: Note) -> dict[str, object]:
    """Return a note as programs read it; what a note on the whole article has not is left out."""
    return {name: value for name, value in asdict(note).items() if value is not None}


def version_as_json(version: FormerVersion, changes: Sequence[Stretch]) -> dict[str, object]:
    """Return a former text of an article with what then changed, as ``--versions --json`` prints it."""
    return {
        "digest": version.digest,
        "title": version.title,
        "ended": version.ended or None,
        "words": len(version.text.split()),
        "changes": [{"kind": one.kind, "text": one.text} for one in changes],
    }


def version_lines(version: FormerVersion, changes: Sequence[Stretch]) -> list[str]:
    """Return what changed after a former text: a line that says when, and each run of words taken out or put in."""
    signs = {"removed": "-", "added": "+"}
    runs = (f"  {signs[one.kind]} {' '.join(one.text.split())}" for one in changes if one.kind in signs)
    return [f"{version.ended or 'at a time not known'}  {version.title} [{version.digest}]", *runs]


def source_as_json(source: Source) -> dict[str, object]:
    """Return the fields of a source; None where the article does not say."""
    return {name: getattr(source, name) for name in ("title", "url", "outlet", "author", "published", "updated")}
