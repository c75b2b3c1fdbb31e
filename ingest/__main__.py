"""``python -m ingest``: articles into the library, out of it, and a list of them."""

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from domain.errors import DatelineError, SourceError
from domain.jobs import IN_LIBRARY
from domain.piped import while_read
from domain.values import KEPT_DAYS, Material, Outcome
from ingest.extract.article_collections import LINES_AT_ONCE, unrolled
from ingest.fetch.files import MAX_LIST_BYTES, expand, fetch, is_address, printable, read_file
from ingest.fetch.opml import feed_addresses, save_opml
from ingest.options import FIELDS, parse
from ingest.progress_bar import Bar
from ingest.report import (
    article_as_json,
    article_lines,
    as_json,
    collection_as_json,
    entry_as_json,
    entry_line,
    feed_as_json,
    feed_line,
    outcome_line,
    summary,
    version_as_json,
    version_lines,
)

if TYPE_CHECKING:
    from assembly import Services
    from services.library import Library

_BYTES_AT_ONCE = 1_000_000
"""Read ahead so much, not a whole folder: articles can be taken in that do not fit into memory together."""


def main(
    arguments: Sequence[str] | None = None, *, open_program: Callable[[Path | None], "Services"] | None = None
) -> int:
    """Run the command; return 0 if all is done, 1 if something failed. argparse exits with 2 on wrong use.

    ``open_program`` is given the folder that ``--library`` names.
    """
    options = parse(arguments)
    if options.show is not None or options.versions is not None:
        return _show(options, open_program or _program)
    started = time.monotonic()
    done: list[Outcome] = []
    report: dict[str, object] = {}
    error: str | None = None
    try:
        with closing((open_program or _program)(options.library)) as program:
            _run(options, program, done, report)
            error = _examine(program, report, not options.json) if options.doctor else None
    except DatelineError as problem:
        error = str(problem)
    except KeyboardInterrupt:
        error = "Stopped. What was taken in is kept; the same command again goes on from there."
    if error:
        print(error, file=sys.stderr)
        report["error"] = error
    if options.json:
        articles = [as_json(outcome) for outcome in done]
        seconds = round(time.monotonic() - started, 3)
        print(json.dumps({"articles": articles, **report, "seconds": seconds}, ensure_ascii=False))
    elif done:
        print(summary(done))
    return 1 if error or any(outcome.status == "failed" for outcome in done) else 0


def _show(options: argparse.Namespace, open_program: Callable[[Path | None], "Services"]) -> int:
    """Print one article as it is stored, or its versions; return 1 if there is none."""
    try:
        with closing(open_program(options.library)) as program:
            library = program.library
            shown, lines = _versions(library, options.versions) if options.versions else _article(library, options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        if options.json:
            print(json.dumps({"error": str(problem)}, ensure_ascii=False))
        return 1
    print(json.dumps(shown, ensure_ascii=False) if options.json else "\n".join(lines))
    return 0


def _article(library: "Library", options: argparse.Namespace) -> tuple[dict[str, object], list[str]]:
    if options.version is not None:
        article = library.as_it_was(options.show, options.version)
        return article_as_json(article, []), article_lines(article)
    article, passages = library.passages(options.show)
    edits = library.edits(options.show)
    return article_as_json(article, passages, edits), article_lines(article, edits)


def _versions(library: "Library", article_id: str) -> tuple[dict[str, object], list[str]]:
    history = library.history(article_id)
    lines = [line for version, changes in history for line in version_lines(version, changes)]
    shown: dict[str, object] = {
        "id": article_id,
        "versions": [version_as_json(one, changes) for one, changes in history],
    }
    return shown, lines or ["The article has not changed since it came in."]


def _run(options: argparse.Namespace, program: "Services", done: list[Outcome], report: dict[str, object]) -> None:
    """Do what the options ask for, in the order of the lines below; add outcomes to ``done``."""
    talk = not options.json
    _migrate(options, program, report, talk)
    _restore(options, program, report, talk)
    for outcome in program.ingest.remove(options.remove) if options.remove else ():
        _tell(outcome, done, talk)
    _bring_back(options, program, done, report, talk)
    if options.correct:
        fields = {field: value for field in FIELDS if (value := getattr(options, field)) is not None}
        _tell(program.ingest.correct(options.correct, fields), done, talk)
    if options.sources:
        _take_in(options.sources, program, done, talk)
    _feeds(options, program, done, talk)
    for named in options.reading_list or ():
        _take_in_list(named, program, done, report, talk)
    _collect(options, program, done, talk)
    if options.refresh is not None:
        with Bar() as bar:
            for outcome in program.ingest.refresh(options.refresh, progress=bar.show):
                _tell(outcome, done, talk)
    _back_up(options, program, report, talk)
    if options.collections:
        _list_collections(program, report, talk)
    _go_on(options, program, done, talk)
    if options.list:
        entries = program.library.entries()
        report["articles"] = [entry_as_json(entry) for entry in entries]
        if feeds := program.library.feeds():
            failing = program.library.failing_feeds()
            report["feeds"] = [feed_as_json(feed, failing.get(feed.url)) for feed in feeds]
        if talk:
            print("\n".join(map(entry_line, entries)) or "The library holds no articles.")
            for feed in feeds:
                print(feed_line(feed, failing.get(feed.url)))


def _go_on(options: argparse.Namespace, program: "Services", done: list[Outcome], talk: bool) -> None:
    if options.watch:
        _watch(program, done, talk)
    if options.work:
        _work(program, talk)


def _watch(program: "Services", done: list[Outcome], talk: bool) -> None:
    """Look at feeds and articles until the process is interrupted."""
    ended = threading.Event()
    try:
        for outcome in program.background.watch(ended):
            _tell(outcome, done, talk)
    except KeyboardInterrupt:  # the way to end it
        program.background.stop_work()


def _work(program: "Services", talk: bool) -> None:
    """Do jobs until the process is told to end; what is in work then is done by another one."""
    from services.logs import set_up_logs

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    set_up_logs(program.settings)
    if warning := program.maintenance.drive_warning():
        print(warning, file=sys.stderr)
    with program.metrics.served(program.settings.metrics_port):
        program.background.start_work()
        if talk:
            print("Working. Ctrl+C ends it.", flush=True)
        ended.wait()
        program.background.stop_work()


def _migrate(options: argparse.Namespace, program: "Services", report: dict[str, object], talk: bool) -> None:
    if options.migrate:
        before, now = program.maintenance.migrate()
        report["layout"] = {"before": before, "now": now}
        if talk:
            print(f"The library in the database has layout {now}" + (" as before." if before == now else "."))


def _restore(options: argparse.Namespace, program: "Services", report: dict[str, object], talk: bool) -> None:
    if options.restore:
        report["restored"] = program.maintenance.restore(options.restore)
        if talk:
            print(f"The library is that of {options.restore} again: articles: {report['restored']}.")
            print("What was there before lies beside it, in a file that ends in .before-restore.")
    if options.rebuild:
        with Bar() as bar:
            report["vectors"] = program.maintenance.rebuild(progress=bar.show)
        if talk:
            print(f"The vector index was made anew: {report['vectors']} vectors.")


def _examine(program: "Services", report: dict[str, object], talk: bool) -> str | None:
    """Tell what was found; return the error, if something is wrong that was not mended."""
    found = program.maintenance.examine()
    report["findings"] = [asdict(finding) for finding in found]
    if talk:
        print("\n".join(f"{finding.state:<10} {finding.check}: {finding.detail}" for finding in found))
    wrong = [finding.check for finding in found if finding.state == "wrong"]
    return f"Something is wrong with: {', '.join(wrong)}." if wrong else None


def _back_up(options: argparse.Namespace, program: "Services", report: dict[str, object], talk: bool) -> None:
    if options.backup:
        report["saved"] = program.maintenance.back_up(options.backup)
        if talk:
            print(f"The library is in {options.backup}: articles: {report['saved']}.")


def _take_in(sources: Sequence[str], program: "Services", done: list[Outcome], talk: bool) -> None:
    names, failed = _expanded(sources)
    for outcome in failed:
        _tell(outcome, done, talk)
    with Bar() as bar:
        for group in _groups(names):
            materials = [item for item in group if isinstance(item, Material)]
            outcomes = iter(program.ingest.take_in(materials, progress=bar.part(len(names))))
            for item in group:
                found = program.ingest.visit([item]) if isinstance(item, str) else [_outcome(item, outcomes)]
                bar.clear()
                for outcome in found:
                    _tell(outcome, done, talk)
            for outcome in outcomes:  # a book has several
                _tell(outcome, done, talk)
            bar.done += len(group)


def _outcome(item: Material | Outcome, outcomes: Iterator[Outcome]) -> Outcome:
    """Return what became of an item of a group."""
    return item if isinstance(item, Outcome) else next(outcomes)


def _feeds(options: argparse.Namespace, program: "Services", done: list[Outcome], talk: bool) -> None:
    for url in options.unfollow or ():
        program.library.unfollow(url)
    for url in [address for named in options.feed or () for address in feed_addresses(named)]:
        with Bar() as bar:
            found = program.ingest.follow(url, progress=bar.show)
        for outcome in found:
            _tell(outcome, done, talk)
        if talk and not found:
            print(f"Nothing new in the feed {url}.")
    if options.opml:
        feeds = program.library.feeds()
        save_opml(options.opml, feeds)
        if talk:
            print(f"The feeds are in {options.opml}: {len(feeds)}.")


def _take_in_list(named: str, program: "Services", done: list[Outcome], report: dict[str, object], talk: bool) -> None:
    """Take in a reading list; add what it is, and what of it is not used, to the report."""
    found = program.ingest.read_list(read_file(named, MAX_LIST_BYTES), printable(Path(named).name))
    shown = {"service": found.service, "articles": len(found.entries), "ignored": list(found.ignored)}
    report["reading_lists"] = [*cast(list[object], report.get("reading_lists", [])), shown]
    if talk:
        print(f"Export of {found.service}, articles: {len(found.entries)}")
        if found.ignored:
            print(f"Fields of it that are not used: {', '.join(found.ignored)}")
    with Bar() as bar:
        for outcome in program.ingest.take_in_list(found, progress=bar.show):
            bar.clear()
            _tell(outcome, done, talk)


def _collect(options: argparse.Namespace, program: "Services", done: Sequence[Outcome], talk: bool) -> None:
    """Change collections; what has been taken in goes into the one that is named."""
    collections = program.library.collections()
    if options.collect:
        name, *ids = options.collect
        taken_in = [one.id for one in done if one.id is not None and one.status in IN_LIBRARY]
        count = program.library.collect(name, [*ids, *taken_in])
        if talk:
            print(f"In the collection “{name}”: {count}.")
    if options.uncollect:
        name, *ids = options.uncollect
        if ids:
            collections.take_out(name, ids)
        else:
            collections.delete(name)
    for name in options.share or ():
        collections.change(name, shared=True)
    for name in options.unshare or ():
        collections.change(name, shared=False)


def _bring_back(
    options: argparse.Namespace, program: "Services", done: list[Outcome], report: dict[str, object], talk: bool
) -> None:
    """Take removed articles in again, and list those that can be."""
    for outcome in program.ingest.bring_back(options.bring_back) if options.bring_back else ():
        _tell(outcome, done, talk)
    if not options.removed:
        return
    removed = program.library.removed()
    report["removed"] = [
        {"id": one.id, "title": one.source.title, "removed": one.removed, "by": one.removed_by or None}
        for one in removed
    ]
    if talk:
        lines = [f"{one.id}  {one.removed[:10]}  {one.source.title}" for one in removed]
        print("\n".join(lines) or f"Nothing was removed in the last {KEPT_DAYS} days.")


def _list_collections(program: "Services", report: dict[str, object], talk: bool) -> None:
    found = program.library.collections().collections()
    report["collections"] = [collection_as_json(one) for one in found]
    if talk:
        lines = [f"{one.name}: {one.count}{', shared' if one.shared else ''}" for one in found]
        print("\n".join(lines) or "There are no collections.")


def _expanded(sources: Sequence[str]) -> tuple[list[str], list[Outcome]]:
    names: list[str] = []
    failed: list[Outcome] = []
    for source in sources:
        try:
            names.extend(expand(source))
        except SourceError as error:
            failed.append(_failed(source, error))
    return list(dict.fromkeys(names)), failed


def _groups(names: Sequence[str]) -> Iterator[list[Material | Outcome | str]]:
    """Yield what is named, read, about a megabyte at a time; what cannot be read is an outcome already.

    A web address stands as it is, in a group of its own. A book is the last of its group.
    """
    group: list[Material | Outcome | str] = []
    size = 0
    for name in names:
        if is_address(name):
            yield from filter(None, (group, [name]))
            group, size = [], 0
            continue
        try:
            materials: Iterable[Material | Outcome] = unrolled(fetch(name, stdin=sys.stdin.buffer))
        except SourceError as error:
            materials = [_failed(name, error)]
        for material in materials:
            group.append(material)
            size += len(material.data) if isinstance(material, Material) else 0
            is_book = isinstance(material, Material) and material.media == "epub"
            if is_book or size >= _BYTES_AT_ONCE or len(group) >= LINES_AT_ONCE:
                yield group
                group, size = [], 0
    if group:
        yield group


def _failed(source: str, error: SourceError) -> Outcome:
    return Outcome(status="failed", id=None, title="", error=str(error), source=printable(source))


def _tell(outcome: Outcome, done: list[Outcome], talk: bool) -> None:
    done.append(outcome)
    if talk:
        print(outcome_line(outcome), flush=True)


def _program(library: Path | None) -> "Services":
    import settings
    from assembly import build

    return build(settings.load(library=library))


if __name__ == "__main__":
    sys.exit(while_read(main))
