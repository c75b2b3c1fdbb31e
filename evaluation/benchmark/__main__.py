"""``python -m evaluation.benchmark``: speed and memory, peers beside it, in one run."""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DatelineError

if TYPE_CHECKING:
    from evaluation.benchmark.measure import Run
    from evaluation.benchmark.running import Contestant

PARTS = ("answers", "writing", "page", "load", "again", "growth")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if all was measured, else 1. argparse exits with 2 on wrong use."""
    options = _parser().parse_args(arguments)
    if arguments is None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that whoever ends it leaves no process behind
    try:
        return _run(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    import settings
    from evaluation.benchmark import material, plots, report
    from evaluation.benchmark.measure import Run

    rows = material.articles(options.data, options.articles)
    cache = options.cache or settings.load().cache
    with tempfile.TemporaryDirectory(prefix="dateline-benchmark-") as folder:
        run = Run(
            contestants=_contestants(cache, peers=options.peers),
            rows=rows,
            questions=material.questions(options.data, rows),
            folder=Path(folder),
            rounds=options.rounds,
        )
        try:
            _measure(run, options)
        except KeyboardInterrupt:
            print("Broken off; told is what was measured.", file=sys.stderr)
    about = {
        **report.machine(),
        "day": date.today().isoformat(),
        "articles": len(rows),
        "characters": sum(len(row["text"]) for row in rows),
        "rounds": options.rounds,
        "questions": options.questions,
    }
    print("\n\n".join(filter(None, [report.table(run.figures), report.growth_table(run.figures)])))
    if options.json:
        options.json.write_text(json.dumps(report.as_json(run.figures, about), indent=1) + "\n", "utf-8")
    if options.html:
        options.html.write_text(report.page(run.figures, about), "utf-8")
    if options.svg:
        (options.svg / "growth.svg").write_text(plots.growth_svg(run.figures), "utf-8")
        (options.svg / "growth-search.svg").write_text(plots.search_svg(run.figures), "utf-8")
    return 0


def _measure(run: "Run", options: argparse.Namespace) -> None:
    from evaluation.benchmark import again, growth, load, material, measure, page, writing

    parts = options.part or PARTS
    if {"answers", "writing", "page", "load"} & set(parts):
        measure.take_in(run)
    if "answers" in parts:
        measure.start(run)
        measure.answers(run, options.questions)
    if "writing" in parts:
        writing.writing(run, options.questions)
    if "page" in parts:
        page.page(run)
    if "load" in parts:
        load.load(run, readers=options.readers, asked=options.asked)
    if "again" in parts:
        again.again(run)
    if "growth" in parts:
        left = material.endless(options.data)
        growth.growth(run, left, options.sizes, vectors=options.vectors, embed=options.embed)


def _contestants(cache: Path, *, peers: bool) -> "dict[str, Contestant]":
    from evaluation.benchmark.figures import FLOOR, LANGCHAIN, LLAMAINDEX, OURS
    from evaluation.benchmark.peers import interpreter
    from evaluation.benchmark.running import Contestant

    own = Path(sys.executable)
    found = {OURS: Contestant(name=OURS, module="dateline", python=own)}
    if peers:
        theirs = interpreter(cache)
        found[LANGCHAIN] = Contestant(name=LANGCHAIN, module="langchain", python=theirs)
        found[LLAMAINDEX] = Contestant(name=LLAMAINDEX, module="llamaindex", python=theirs)
    return {**found, FLOOR: Contestant(name=FLOOR, module="floor", python=own)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with articles.jsonl.gz; without it the samples, multiplied")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may stand several times")
    parser.add_argument("--articles", type=int, default=40, help="articles of the library (default 40)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, each with every contestant (default 3)")
    parser.add_argument("--questions", type=int, default=30, help="questions asked of each (default 30)")
    parser.add_argument("--readers", type=int, default=20, help="readers at once (default 20)")
    parser.add_argument("--asked", type=int, default=200, help="questions of all readers together (default 200)")
    parser.add_argument("--sizes", type=_sizes, default=(1000, 3000), help="passages, such as 1000,10000,100000")
    parser.add_argument("--vectors", type=Path, metavar="DIR", help="growth: where embedded passages are kept")
    parser.add_argument("--embed", type=int, default=1000, help="growth: embed so many that are not (default 1000)")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="Dateline and the floor alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value measured")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write one page with plots")
    parser.add_argument("--svg", type=Path, metavar="DIR", help="write the plots of growth into a folder")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where the peers are installed")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(size) for size in text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
