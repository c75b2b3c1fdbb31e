"""``python -m evaluation``: the program measured on a folder of suites."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DatelineError
from domain.piped import while_read

if TYPE_CHECKING:
    from evaluation.data import Data
    from evaluation.report import Measured
    from evaluation.stock import Bench


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if all was measured and no floor broken, else 1. argparse exits with 2 on wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    from evaluation.suites import SUITES, WITH_MODEL

    for name in options.suite or ():
        if name not in SUITES:
            parser.error(f"there is no suite {name}; there are {', '.join(SUITES)}")
    if (options.mode is None) != (options.model is None):
        parser.error("--model and --mode go together, such as: --model ollama:llama3.2 --mode choose")
    if options.mode:
        options.suite = options.suite or WITH_MODEL
        if other := [name for name in options.suite if name not in WITH_MODEL]:
            parser.error(f"{other[0]} asks no language model; those that do: {', '.join(WITH_MODEL)}")
        if options.pin or options.lower_floors:
            parser.error("figures of a language model are not pinned; leave out --mode")
    if options.json and not options.json.absolute().parent.is_dir():
        parser.error(f"there is no folder {options.json.parent} to write into")
    try:
        return _run(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    import settings
    from evaluation import report
    from evaluation.data import Data
    from evaluation.stock import Bench
    from evaluation.suites import SUITES

    data = Data(options.data)
    failed = False
    done: list[Measured] = []
    with ExitStack() as stack:
        cache = options.cache or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-evaluation-")))
        bench = Bench(settings.load(), cache, mode=options.mode or "quote", model=options.model)
        stack.callback(bench.close)
        print(report.head(), flush=True)
        for name in options.suite or SUITES:
            if not data.has(*SUITES[name].files):
                _say(f"{name}: left out, {options.data} does not hold its files")
                continue
            _say(f"{name}: running")
            try:
                done.append(_measured(name, bench, data, baselines=not options.no_baselines))
                failed |= _judged(done[-1], options)
            except DatelineError as problem:
                _say(f"{name}: {problem}")
                failed = True
            _write(options.json, done)
    for lines in filter(None, map(report.switched_off, done)):
        print(lines)
    _write(options.json, done)
    return int(failed)


def _measured(name: str, bench: "Bench", data: "Data", *, baselines: bool) -> "Measured":
    from evaluation import report
    from evaluation.suites import SUITES

    suite = SUITES[name]
    started = time.monotonic()
    items = suite.run(bench, data)
    figures = suite.figures(items, data)
    seconds = time.monotonic() - started
    peers = {}
    if baselines:
        from evaluation.baselines import baselines as run_baselines

        _say(f"{name}: baselines")
        peers = {
            peer: report.valued(suite.figures(own, data)) for peer, own in run_baselines(name, bench, data).items()
        }
    return report.Measured(
        suite=name,
        digest=suite.digest(data),
        figures=report.valued(figures),
        intervals=report.bounded(figures),
        items=items,
        seconds=seconds,
        baselines=peers,
    )


def _judged(one: "Measured", options: argparse.Namespace) -> bool:
    """Print a suite's lines; pin it if asked to; return whether a floor is broken."""
    from evaluation import pins, report

    references = pins.references(one.suite, one.digest)
    earlier, floors = (pins.pinned(file, one.suite, one.digest) for file in (pins.BASELINE, pins.FLOORS))
    if options.mode:
        floors = {}  # those of the bundled reader, which stands beside them as what was measured before
    print(report.table(one, references=references, earlier=earlier), flush=True)
    if options.pin or options.lower_floors:
        pins.pin(one.suite, one.digest, one.figures, one.intervals, count=len(one.items), lower=options.lower_floors)
        return False
    broken = pins.below(one.figures, floors)
    for line in broken:
        _say(f"{one.suite}: {line}")
    return bool(broken)


def _write(file: Path | None, done: Sequence["Measured"]) -> None:
    """Write what is measured so far: a long run that breaks off leaves its first suites."""
    if file:
        from evaluation.report import as_json

        file.write_text(json.dumps(as_json(done), ensure_ascii=False, indent=1), "utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation",
        description="Measure Dateline on a folder of suites; a suite whose files are not there is left out.",
        epilog="Exit code: 0 measured; 1 something failed, or on the pinned data a figure fell below its floor.",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the folder of the suites")
    parser.add_argument("--suite", action="append", metavar="NAME", help="only this suite; may be given again")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="a language model, such as ollama:llama3.2; oracle:0.1 knows the answers, and is wrong at 0.1 of them",
    )
    parser.add_argument("--mode", choices=["choose", "write"], help="have that model choose quotes, or write")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures, baselines and items to FILE")
    parser.add_argument("--no-baselines", action="store_true", help="measure the program alone")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep vectors and libraries here for the next run")
    parser.add_argument("--pin", action="store_true", help="count changes from these figures on, and raise the floors")
    parser.add_argument("--lower-floors", action="store_true", help="pin, and lower floors too where figures fell")
    return parser


if __name__ == "__main__":
    sys.exit(while_read(main))
