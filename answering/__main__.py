"""``python -m answering "…"``: one question, answered from the library."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from answering.export.digest import SIGNATURE as DIGEST
from answering.export.digest import events_as_text
from answering.export.pack import SIGNATURE
from answering.export.report import as_json, as_text, trace_as_json
from domain.commands import ANSWERING, INGEST
from domain.errors import DatelineError, PackError, UnknownQuestion
from domain.piped import while_read
from domain.values import Turn

if TYPE_CHECKING:
    from assembly import Services

FORMS: dict[str, Literal["html", "markdown", "ris", "bibtex", "csl-json"]] = {
    **{".html": "html", ".md": "markdown"},
    **{".ris": "ris", ".bib": "bibtex", ".json": "csl-json"},
}
"""The forms of an evidence pack, and of quotes for reference managers, by the ending of the file."""
CITED = "dateline-"
"""Begins the name of each reference of such a file."""
DIGEST_ENDINGS = (".html", ".xml", ".atom")
"""Of the file of a digest; all but the first are an Atom feed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if there is an answer or a refusal, 1 if something failed. argparse exits with 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.model and options.mode == "quote":
        parser.error("--model chooses or writes; leave out --mode quote")
    if options.since and options.until and options.since > options.until:
        parser.error("--since must not be later than --until")
    others = [options.standing, options.stop_asking is not None, options.digest is not None, options.events]
    if sum([*others, options.question is not None]) != 1:
        parser.error("ask a question, or name one of --standing, --stop-asking, --digest and --events")
    if options.digest not in (None, "-") and not options.digest.endswith(DIGEST_ENDINGS):
        parser.error(f"--digest FILE must end in {' or '.join(DIGEST_ENDINGS)}")
    try:
        if options.pack:
            check_replaceable(options.pack, signature=SIGNATURE if options.pack.suffix in (".html", ".md") else CITED)
        report, text = _tell_news(options) if any(others) else _answer(options)
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
        if options.keep_asking:
            program.digests.keep_asking(options.question)
        answer = program.ask.answer(options.question, mode=options.mode, scope=scope)
        report = as_json(answer, time.monotonic() - started, program.export.footer_text)
        if options.pack:
            form = FORMS[options.pack.suffix]
            pack = program.export.save([Turn(question=options.question, answer=answer)], form)
            (write_file if form in ("html", "markdown") else write_citations)(options.pack, pack.encode("utf-8"))
    if options.trace:
        report["trace"] = trace_as_json(answer)
    return report, as_text(answer, program.export.footer_text)


def _tell_news(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Do what concerns standing questions and the digest."""
    import settings
    from assembly import build

    with closing(build(settings.load(library=options.library))) as program:
        book = program.digests.questions()
        if options.events:
            events = program.events.events(since=options.since)
            return program.events.as_json(events), events_as_text(events)
        if options.digest is not None:
            return _tell_digest(options, program)
        if options.stop_asking is not None and not book.remove(options.stop_asking):
            raise UnknownQuestion(f"There is no standing question {options.stop_asking}.", hint="See: --standing")
        questions = book.questions()
        lines = [f"{one.id}  {one.question}" for one in questions]
        return {"questions": list(map(asdict, questions))}, "\n".join(lines) or "There are no standing questions."


def _tell_digest(options: argparse.Namespace, program: "Services") -> tuple[dict[str, Any], str]:
    """Return the digest, or write it to a file; what has been told is not new any more."""
    file = None if options.digest == "-" else Path(options.digest)
    if file:
        check_replaceable(file, signature=DIGEST)
    digest = program.digests.digest(since=options.since)
    text = program.digests.as_text(digest)
    if file:
        atom = file.suffix in DIGEST_ENDINGS[1:]
        written = program.digests.as_atom(digest) if atom else program.digests.as_html(digest).encode()
        write_file(file, written)
        text = f"What is new is in {file}: answers: {len(digest.answers)}, articles: {len(digest.articles)}."
    if options.since is None:
        program.digests.mark_seen(digest)
    return program.digests.as_json(digest), text


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
    parser.add_argument("question", nargs="?", help="the question, in quotation marks")
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
        "--keep-asking", action="store_true", help="ask the question of articles that come in from now on too"
    )
    parser.add_argument("--events", action="store_true", help="list the events that several articles are about")
    parser.add_argument("--standing", action="store_true", help="list the questions that are asked of new articles")
    parser.add_argument("--stop-asking", type=int, metavar="NUMBER", help="no longer ask a question of the list")
    parser.add_argument(
        "--digest",
        nargs="?",
        const="-",
        metavar="FILE",
        help="print what is new since last time: answers to the questions of the list, events, articles by outlet, and"
        " what could not be looked at; or write it to FILE.html or, as an Atom feed, to FILE.xml",
    )
    parser.add_argument(
        "--pack",
        type=pack_file,
        metavar="FILE",
        help="also write the answer with all its evidence to FILE.html or FILE.md, or its quotes for a reference"
        " manager to FILE.ris, FILE.bib or FILE.json (CSL)",
    )
    return parser


def add_scope_options(parser: argparse.ArgumentParser, *, verb: str) -> None:
    """Add the options that say which articles of which library a command looks at, and --json."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--within", nargs="+", metavar="ID", help=f"{verb} these articles only (see {INGEST} --list)")
    parser.add_argument("--since", type=day, metavar="DATE", help=f"{verb} articles published on that day or later")
    parser.add_argument("--until", type=day, metavar="DATE", help=f"{verb} articles published on that day or earlier")
    parser.add_argument("--library", type=Path, metavar="DIR", help="folder of the library")


def check_replaceable(file: Path, *, signature: str = SIGNATURE) -> None:
    """Raise PackError if there is a file of that name which neither has the signature of its kind nor is empty."""
    try:
        there = file.read_bytes() if file.is_file() else b""
    except OSError as problem:
        raise PackError(f"{file} cannot be written: {problem.strerror}.", hint="Name another file.") from problem
    if there and signature.encode() not in there:
        kind = {SIGNATURE: "evidence pack", DIGEST: "digest"}.get(signature, "list of quotes")
        raise PackError(f"{file} is no {kind}, so it stays as it is.", hint="Name another file.")


def write_file(file: Path, data: bytes) -> None:
    """Write what a command makes. Raises PackError."""
    try:
        file.write_bytes(data)
    except OSError as problem:
        raise PackError(f"{file} cannot be written: {problem.strerror}.", hint="Name another file.") from problem


def write_citations(file: Path, data: bytes) -> None:
    """Write quotes for reference managers; where there are none, say so and write nothing. Raises PackError."""
    if CITED.encode() in data:
        write_file(file, data)
    else:
        print(f"There are no words of articles to cite, so {file} was not written.", file=sys.stderr)


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
