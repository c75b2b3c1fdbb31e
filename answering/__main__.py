"""``python -m answering "…"``: one question, answered from the library."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Literal

from answering.export.pack import SIGNATURE
from answering.export.report import as_json, as_text, trace_as_json
from domain.commands import ANSWERING, INGEST
from domain.errors import DatelineError, PackError
from domain.piped import while_read
from domain.values import Turn

FORMS: dict[str, Literal["html", "markdown"]] = {".html": "html", ".md": "markdown"}
"""The forms of an evidence pack, by the ending of its file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if there is an answer or a refusal, 1 if something failed. argparse exits with 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.model and options.mode == "quote":
        parser.error("--model chooses or writes; leave out --mode quote")
    if options.since and options.until and options.since > options.until:
        parser.error("--since must not be later than --until")
    try:
        if options.pack:
            check_replaceable(options.pack)
        report, text = _answer(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        if options.json:
            print(json.dumps({"question": options.question, "error": str(problem)}, ensure_ascii=False))
        return 1
    print(json.dumps(report, ensure_ascii=False) if options.json else text)
    if options.trace and not options.json:
        print(_trace_text(report["trace"]))
    return 0


def _answer(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    import settings
    from assembly import build

    with closing(build(settings.load(library=options.library, model=options.model))) as program:
        scope = program.ask.scope(within=options.within, since=options.since, until=options.until)
        started = time.monotonic()
        answer = program.ask.answer(options.question, mode=options.mode, scope=scope)
        report = as_json(answer, time.monotonic() - started, program.export.footer_text)
        if options.pack:
            pack = program.export.pack([Turn(question=options.question, answer=answer)], FORMS[options.pack.suffix])
            write_file(options.pack, pack.encode("utf-8"))
    if options.trace:
        report["trace"] = trace_as_json(answer)
    return report, as_text(answer, program.export.footer_text)


def _trace_text(trace: dict[str, Any] | None) -> str:
    if trace is None:
        return "nothing was searched for"
    evidence = f"evidence {trace['evidence']:.3f} of {trace['threshold']:g} that an answer needs"
    lines = [f"{evidence}; named in no article: {', '.join(trace['missing']) or 'nothing'}"]
    if rewriting := trace["rewriting"]:
        searches = ", ".join(filter(None, [rewriting["question"], *rewriting["searches"]])) or "nothing"
        usage = "{input_tokens} tokens read, {output_tokens} written".format(**rewriting["usage"])
        lines.append(f"searches by the model: {searches} ({rewriting['seconds']:.1f} s, {usage})")
    for name, rows in trace["rankings"].items():
        lines.append(f"{name}:" if rows else f"{name}: nothing")
        lines += [f"  {score:8.3f}  {place}" for place, score in rows]
    places = ("  {score:8.3f}  {article} {start}-{end}  {text}".format(**row) for row in trace["sentences"])
    return "\n".join([*lines, "sentences:", *places])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=ANSWERING,
        description="Answer one question from the articles of the library: with exact quotes, or in the words of a "
        "language model, each statement checked; a language model can choose the quotes too.",
        epilog="With --since or --until, articles without a date are left out. "
        "A refusal is an answer too: exit code 0. 1: something failed, and standard error says what to do; "
        "a model that cannot be had is never replaced by quotes.",
    )
    parser.add_argument("question", help="the question, in quotation marks")
    parser.add_argument(
        "--mode",
        choices=["quote", "choose", "write"],
        help="quote the articles, have a language model choose the quotes, or have it write; default: write if a model"
        " is set",
    )
    parser.add_argument("--model", metavar="NAME", help="the language model, such as ollama:llama3.2")
    parser.add_argument("--trace", action="store_true", help="also print what was found, by which ranking, with scores")
    add_scope_options(parser, verb="search")
    parser.add_argument(
        "--pack",
        type=pack_file,
        metavar="FILE",
        help="also write the answer with all its evidence to FILE.html or FILE.md",
    )
    return parser


def add_scope_options(parser: argparse.ArgumentParser, *, verb: str) -> None:
    """Add the options that say which articles of which library a command looks at, and --json."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--within", nargs="+", metavar="ID", help=f"{verb} these articles only (see {INGEST} --list)")
    parser.add_argument("--since", type=day, metavar="DATE", help=f"{verb} articles published on that day or later")
    parser.add_argument("--until", type=day, metavar="DATE", help=f"{verb} articles published on that day or earlier")
    parser.add_argument("--library", type=Path, metavar="DIR", help="folder of the library")


def check_replaceable(file: Path) -> None:
    """Raise PackError if there is a file of that name which is neither a pack nor empty."""
    try:
        there = file.read_bytes() if file.is_file() else b""
    except OSError as problem:
        raise PackError(f"{file} cannot be written: {problem.strerror}.", hint="Name another file.") from problem
    if there and SIGNATURE.encode() not in there:
        raise PackError(f"{file} is no evidence pack, so it stays as it is.", hint="Name another file.")


def write_file(file: Path, data: bytes) -> None:
    """Write what a command makes. Raises PackError."""
    try:
        file.write_bytes(data)
    except OSError as problem:
        raise PackError(f"{file} cannot be written: {problem.strerror}.", hint="Name another file.") from problem


def pack_file(written: str) -> Path:
    """Return a file of one of FORMS; argparse reports any other."""
    file = Path(written)
    if file.suffix not in FORMS:
        raise argparse.ArgumentTypeError(f"{written} must end in {' or '.join(FORMS)}")
    return file


def day(written: str) -> str:
    """Return a day as it is written on a command line; argparse reports what is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written} is no day; write it as 2025-11-03") from None


if __name__ == "__main__":
    sys.exit(while_read(main))
