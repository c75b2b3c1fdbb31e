"""``python -m answering.checking DRAFT``: each quotation and statement of a draft, against the library."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from answering.__main__ import CITED, add_scope_options, check_replaceable, pack_file, write_citations, write_file
from answering.export.citing import ENDINGS
from domain.commands import CHECKING
from domain.errors import DatelineError, PackError
from domain.piped import while_read

OUTCOMES = (
    *("verbatim", "altered", "stitched", "misattributed", "not_found"),
    *("supported", "differs", "no_statement", "not_checked"),
)  # as ``--json`` spells them
FAILED_ON = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if the draft was checked, 1 if something failed, 3 if ``--fail-on`` names an outcome
    that was found. argparse exits with 2 on wrong use.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.since and options.until and options.since > options.until:
        parser.error("--since must not be later than --until")
    try:
        report, text = _checked(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        if options.json:
            print(json.dumps({"error": str(problem)}, ensure_ascii=False))
        return 1
    print(json.dumps(report, ensure_ascii=False) if options.json else text)
    found = {item["outcome"] for item in report["items"]}
    return FAILED_ON if found & set(options.fail_on) else 0


def _checked(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    import settings
    from assembly import build

    for file in filter(None, (options.docx, options.pack, options.cite)):
        if file.is_file() and options.draft != "-" and Path(options.draft).is_file() and file.samefile(options.draft):
            raise PackError(f"{file} is the draft itself, so it stays as it is.", hint="Name another file.")
    if options.cite:
        check_replaceable(options.cite, signature=CITED)
    program = build(settings.load(library=options.library, model=options.model))
    drafts = program.drafts
    material = drafts.file(options.draft, stdin=sys.stdin.buffer)
    with closing(program):
        scope = program.ask.scope(within=options.within, since=options.since, until=options.until)
        report = drafts.check(drafts.read(material), scope=scope, model=options.model)
    if options.docx:
        write_file(options.docx, drafts.as_word(report, material))
    if options.pack:
        page = drafts.as_html if options.pack.suffix == ".html" else drafts.as_markdown
        write_file(options.pack, page(report).encode())
    if options.cite:
        write_citations(options.cite, drafts.citations(report, ENDINGS[options.cite.suffix]).encode())
    return drafts.as_json(report), drafts.as_text(report)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=CHECKING,
        description="Check a draft: every quotation and every statement against the articles of the library.",
        epilog="Exit code: 0 checked, whatever was found; 1 something failed, and standard error says what to do; 2 "
        "wrong use; 3 an outcome of --fail-on was found.",
    )
    parser.add_argument(
        "draft", metavar="DRAFT", help="a .txt, .md, .html, .pdf, .docx or .odt file; - reads standard input"
    )
    parser.add_argument(
        "--fail-on",
        type=_outcomes,
        default=(),
        metavar="OUTCOMES",
        help=f"end with exit code 3 if one of these is found, such as altered,not_found: {', '.join(OUTCOMES)}",
    )
    add_scope_options(parser, verb="compare with")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="have this language model, such as ollama:llama3.2, judge what the bundled reader leaves open",
    )
    parser.add_argument(
        "--docx", type=Path, metavar="FILE", help="also write the draft to FILE, with a Word comment at each finding"
    )
    parser.add_argument(
        "--pack", type=pack_file, metavar="FILE", help="also write the draft with its findings to FILE.html or FILE.md"
    )
    parser.add_argument(
        "--cite",
        type=_citation_file,
        metavar="FILE",
        help="also write the words of articles that were found to FILE.bib, FILE.ris or FILE.json (CSL), for reference "
        "managers",
    )
    return parser


def _citation_file(written: str) -> Path:
    file = Path(written)
    if file.suffix not in ENDINGS:
        raise argparse.ArgumentTypeError(f"{written} must end in {', '.join(ENDINGS)}")
    return file


def _outcomes(written: str) -> tuple[str, ...]:
    named = tuple(filter(None, (name.strip() for name in written.split(","))))
    if unknown := [name for name in named if name not in OUTCOMES]:
        raise argparse.ArgumentTypeError(f"there is no outcome {unknown[0]}; there are {', '.join(OUTCOMES)}")
    if not named:
        raise argparse.ArgumentTypeError(f"name an outcome; there are {', '.join(OUTCOMES)}")
    return named


if __name__ == "__main__":
    sys.exit(while_read(main))
