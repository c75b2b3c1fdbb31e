"""What the small model answered to forty questions, each statement labelled by hand: true of what it was given, or not.

``python -m tests.transcript QUESTIONS.json`` asks the model anew; whoever does so has to read and label every statement
again.
"""

import json
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from answering.checking.evidence import Excerpt
from answering.writing.reply import claims
from domain.protocols import Embedder
from domain.values import Article, Source
from ingest.extract.frontmatter import split_front_matter
from ingest.identity import digest_of
from tests.small_model import NAME
from text.sentences import sentences

ROOT = Path(__file__).parent
FILE = ROOT / "transcript.json"
FOLDERS = (ROOT.parent / "articles", ROOT / "told")
SYSTEM = (
    "You answer questions about news articles in one to three sentences. Use only the numbered excerpts. End each "
    "sentence with the number of the excerpt that it rests on, like this: [1]."
)
_OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One statement of the transcript with what the model had been given, and whether that says so."""

    question: str
    text: str
    true: bool
    offered: tuple[Excerpt, ...]


def article(name: str) -> Article:
    """One of the texts written for this project, by the name of its file."""
    path = next(folder / f"{name}.md" for folder in FOLDERS if (folder / f"{name}.md").exists())
    fields, text = split_front_matter(path.read_text(encoding="utf-8"), path.name)
    return Article(id=name, source=Source(**fields), text=text, digest=digest_of(text))


def transcript() -> Iterator[Labelled]:
    """Every labelled statement, in order. Those that say nothing of the world ("I cannot tell") have no label."""
    for row in json.loads(FILE.read_text(encoding="utf-8"))["answers"]:
        whole = article(row["article"])
        offered = tuple(
            Excerpt(number=number, article=whole, start=start, end=end)
            for number, (start, end) in enumerate(row["offered"], start=1)
        )
        for statement in row["statements"]:
            if statement["true"] is not None:
                yield Labelled(
                    question=row["question"], text=statement["text"], true=statement["true"], offered=offered
                )


def ask_anew(address: str, embedder: Embedder, questions: list[tuple[str, list[str]]]) -> Iterator[dict[str, Any]]:
    """Yield one answer after the other, its statements without labels."""
    for name, asked in questions:
        whole = article(name)
        for question in asked:
            spans = _best_paragraphs(embedder, question, whole.text)
            excerpts = "\n\n".join(f"[{n}] {whole.text[start:end]}" for n, (start, end) in enumerate(spans, start=1))
            reply = _said(address, f"Excerpts:\n\n{excerpts}\n\nQuestion: {question}")
            statements = [{"text": claim.text, "true": None} for claim in claims(reply)]
            yield {"article": name, "question": question, "offered": spans, "reply": reply, "statements": statements}


def _best_paragraphs(embedder: Embedder, question: str, text: str) -> list[tuple[int, int]]:
    lines: dict[int, tuple[int, int]] = {}
    for sentence in sentences(text):
        lines[sentence.line] = (lines.get(sentence.line, (sentence.start, 0))[0], sentence.end)
    spans = list(lines.values())
    likeness = (
        embedder.embed_passages([text[start:end] for start, end in spans]) @ embedder.embed_questions([question])[0]
    )
    return [spans[i] for i in sorted(np.argsort(-likeness)[:_OFFERED].tolist())]


def _said(address: str, question: str) -> str:
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}]
    asked = {"model": NAME, "messages": messages, "max_tokens": 110, "temperature": 0.3, "seed": 7}
    data, headers = json.dumps(asked).encode(), {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/v1/chat/completions", data, headers)) as reply:
        return str(json.load(reply)["choices"][0]["message"]["content"])


if __name__ == "__main__":
    from retriever.embed import load_embedder
    from settings import load
    from tests.small_model import serve

    questions = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with serve() as address:
        answers = list(ask_anew(address, load_embedder("all-MiniLM-L6-v2", load().cache), questions))
    about = f"{NAME}, asked with: {SYSTEM}"
    FILE.write_text(json.dumps({"about": about, "answers": answers}, indent=1, ensure_ascii=False) + "\n", "utf-8")
