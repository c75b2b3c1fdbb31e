"""``python -m evaluation.benchmark.checking``: how long a draft takes to be checked against a library of some size."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

from assembly import build
from evaluation.benchmark.contestants.dateline import material, settings_for
from evaluation.benchmark.material import Row, articles
from evaluation.benchmark.standins import StandIns
from evaluation.vectors import KeptVectors
from services.parts import open_embedder
from text.sentences import sentences

_BATCH = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the articles in, check a draft about them, and print what it took; return 0."""
    options = _parser().parse_args(arguments)
    rows = articles(options.data, options.articles)
    with tempfile.TemporaryDirectory(prefix="dateline-checking-") as folder:
        chosen = settings_for(Path(folder) / "library")
        vectors = KeptVectors(open_embedder(chosen), Path(folder) / "vectors")
        with closing(build(chosen, embedder=StandIns(vectors, embed=options.embed))) as program:
            for start in range(0, len(rows), _BATCH):
                program.ingest.take_in([material(row) for row in rows[start : start + _BATCH]])
                print(f"{min(start + _BATCH, len(rows))} of {len(rows)} articles", file=sys.stderr, flush=True)
            text = draft(rows, options.words)
            program.drafts.check("It rains. “No word of this stands in any article.” They say it rained in May.")
            found: list[float] = []
            started, used = time.perf_counter(), time.process_time()
            report = program.drafts.check(text, on_finding=lambda _: found.append(time.perf_counter() - started))
            figures = {
                "articles": len(program.library.entries()),
                "words": len(text.split()),
                "quotations": sum(one.type == "quotation" for one in report.findings),
                "statements": sum(one.type == "statement" for one in report.findings),
                "first finding, s": round(found[0], 3),
                "all findings, s": round(found[-1], 2),
                "processor, s": round(time.process_time() - used, 2),
            }
    print(json.dumps(figures))
    return 0


def draft(rows: Sequence[Row], words: int) -> str:
    """Return a draft of so many words: quotations, some with a word left out, and sentences with a word left out."""
    pieces: list[str] = []
    count = 0
    for number, sentence in enumerate(_sentences(rows)):
        own = sentence.split()
        if number % 4:
            del own[len(own) // 2]
        said = " ".join(own).translate(str.maketrans("", "", "“”\"'‘’")).rstrip(".")
        pieces.append(f"“{said},” somebody said." if number % 2 else f"{said}.")
        count += len(pieces[-1].split())
        if count >= words:
            return " ".join(pieces)
    return " ".join(pieces)


def _sentences(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a sentence of one article after the other, from all over the library."""
    places = range(0, len(rows), max(1, len(rows) // 40))
    for number, place in enumerate(cycle(places)):
        own = [one.text for one in sentences(rows[place]["text"]) if 8 <= len(one.text.split()) <= 30]
        if number // len(places) < len(own):
            yield " ".join(own[number // len(places)].split())
        elif number // len(places) > 50:
            return


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark.checking", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with articles.jsonl.gz; without it the samples, multiplied")
    parser.add_argument("--articles", type=int, default=2000, help="articles of the library (default 2000)")
    parser.add_argument("--words", type=int, default=1000, help="words of the draft (default 1000)")
    parser.add_argument("--embed", type=int, default=300, help="embed so many passages; others get stand-ins")
    return parser


if __name__ == "__main__":
    sys.exit(main())
