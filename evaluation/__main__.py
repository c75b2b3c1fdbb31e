"""``python -m evaluation``: the program measured on a folder of suites."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from domain.errors import DatelineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if all was measured, 1 if something failed. argparse exits with 2."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace) -> None:
    import settings
    from evaluation.baselines import baselines
    from evaluation.bench import Bench
    from evaluation.data import Data
    from evaluation.report import Measured, as_json, bounded, table, valued
    from evaluation.suites import SUITES

    data = Data(options.data)
    with ExitStack() as stack:
        cache = options.cache or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-evaluation-")))
        bench = Bench(settings.load(), cache)
        stack.callback(bench.close)
        done = []
        for name in options.suite or SUITES:
            suite = SUITES[name]
            if not data.has(*suite.files):
                print(f"{name}: left out, {options.data} does not hold its files", file=sys.stderr)
                continue
            print(f"{name}: running", file=sys.stderr, flush=True)
            started = time.monotonic()
            items = suite.run(bench, data)
            figures = suite.figures(items, data)
            done.append(
                Measured(
                    suite=name,
                    digest=suite.digest(data),
                    figures=valued(figures),
                    intervals=bounded(figures),
                    items=items,
                    seconds=time.monotonic() - started,
                    baselines={} if options.no_baselines else {
                        name: valued(suite.figures(found, data)) for name, found in baselines(name, bench, data).items()
                    },
                )
            )
            print(table(done[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(as_json(done), ensure_ascii=False, indent=1), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description="Measure Dateline on a folder of suites.")
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the folder of the suites")
    parser.add_argument("--suite", action="append", metavar="NAME", help="only this suite; may be given again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures, baselines and items to FILE")
    parser.add_argument("--no-baselines", action="store_true", help="measure the program alone")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep vectors and libraries here for the next run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
