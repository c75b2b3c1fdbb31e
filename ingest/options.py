"""What can be said on the command line of ``python -m ingest``."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from domain.commands import INGEST
from domain.values import KEPT_DAYS

FIELDS = ("title", "outlet", "author", "published", "updated")
"""What --correct can set."""

WORK = (
    *(
        "list",
        "remove",
        "removed",
        "bring_back",
        "correct",
        "rebuild",
        "feed",
        "unfollow",
        "opml",
        "backup",
        "restore",
        "doctor",
        "migrate",
    ),
    *("watch", "work", "reading_list", "collections", "collect", "uncollect", "share", "unshare"),
)
"""What there is to do besides taking in and refreshing."""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was said; ends the program with 2 on wrong use."""
    made = parser()
    options = made.parse_args(arguments)
    others = [*(getattr(options, name) for name in (*WORK, *FIELDS)), options.sources]
    shows = options.show is not None or options.versions is not None
    if (shows and (any(others) or options.refresh is not None)) or None not in (options.show, options.versions):
        made.error("--show ID and --versions ID stand alone, but for --json and --library")
    if options.version is not None and options.show is None:
        made.error("--version DIGEST goes with --show ID")
    if not (shows or options.sources or options.refresh is not None or any(getattr(options, name) for name in WORK)):
        work = ", ".join(f"--{name}" for name in WORK).replace("_", "-")
        made.error(f"name a SOURCE, or one of --refresh, {work}")
    named = any(getattr(options, field) is not None for field in FIELDS)
    if named != bool(options.correct):
        made.error(f"--correct ID goes with what to set: {', '.join(f'--{field}' for field in FIELDS)}")
    return options


def parser() -> argparse.ArgumentParser:
    """Return the parser. It loads nothing, so that --help is there at once."""
    made = argparse.ArgumentParser(
        prog=INGEST,
        description="Take news articles into the library: web addresses; text, web pages, PDF, Word, mail, books.",
        epilog="Taking in the same articles again is quick and changes nothing. Exit code: 0 done, 1 something failed.",
    )
    made.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="a web address, a file, a folder, or - for standard input"
    )
    made.add_argument("--list", action="store_true", help="list the articles of the library")
    made.add_argument("--show", metavar="ID", help="print one article as it is stored; stands alone, but for --json")
    made.add_argument(
        "--versions", metavar="ID", help="print what changed in an article, and when; stands alone, as --show does"
    )
    made.add_argument("--version", metavar="DIGEST", help="with --show: the text that the article had before")
    made.add_argument("--remove", nargs="+", metavar="ID", help="remove articles by their ids")
    made.add_argument("--removed", action="store_true", help=f"list the articles removed in the last {KEPT_DAYS} days")
    made.add_argument("--bring-back", nargs="+", metavar="ID", help="take removed articles in again, as they were")
    made.add_argument(
        "--refresh", nargs="*", metavar="ID", help="look again where these articles came from; without ID: all of them"
    )
    made.add_argument(
        "--feed",
        nargs="+",
        metavar="URL",
        help="follow RSS or Atom feeds, also at each --refresh; of a FILE.opml from a feed reader, all that it lists",
    )
    made.add_argument("--unfollow", nargs="+", metavar="URL", help="forget feeds; their articles stay")
    made.add_argument(
        "--watch",
        action="store_true",
        help="go on looking at feeds and articles until stopped, as often as DATELINE_REFRESH_EVERY says, else hourly",
    )
    made.add_argument(
        "--work",
        action="store_true",
        help="do what pages of the same library are asked for, until stopped; several may run, on several machines",
    )
    made.add_argument("--opml", type=Path, metavar="FILE", help="write the list of feeds for other feed readers")
    made.add_argument(
        "--reading-list",
        nargs="+",
        metavar="FILE",
        help="take in what another program has saved: an export of Pocket, Instapaper, Omnivore, Wallabag, Readwise"
        " Reader or Karakeep, or a browser's bookmarks; tags become collections",
    )
    made.add_argument("--collections", action="store_true", help="list the collections")
    made.add_argument(
        "--collect",
        nargs="+",
        metavar=("NAME", "ID"),
        help="put articles into the collection NAME: those named, and those that this command takes in",
    )
    made.add_argument(
        "--uncollect",
        nargs="+",
        metavar=("NAME", "ID"),
        help="take articles out of a collection; without ID: delete the collection, its articles stay",
    )
    made.add_argument("--share", nargs="+", metavar="NAME", help="show collections to everybody who uses the library")
    made.add_argument("--unshare", nargs="+", metavar="NAME", help="show collections to their owner only")
    made.add_argument("--rebuild", action="store_true", help="make the vector index anew from the library")
    made.add_argument(
        "--correct", metavar="ID", help="set what an article's source says, for good; an empty text takes it away"
    )
    for field in FIELDS:
        made.add_argument(f"--{field}", metavar="TEXT", help=f"with --correct: the {field}")
    made.add_argument("--doctor", action="store_true", help="examine the library, and mend what can be mended")
    made.add_argument("--backup", type=Path, metavar="FILE", help="copy the whole library into one file")
    made.add_argument("--restore", type=Path, metavar="FILE", help="put such a copy in the library's place")
    made.add_argument(
        "--migrate",
        action="store_true",
        help="make the tables in PostgreSQL, or bring them up to date, first",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    made.add_argument("--library", type=Path, metavar="DIR", help="folder of the library")
    return made
