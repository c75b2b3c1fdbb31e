"""Answers that a model writes: what the program adds to the model's own time, before the first word and
after the last.
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any

from assembly import build
from evaluation.benchmark.contestants.dateline import settings_for
from evaluation.benchmark.figures import OURS
from evaluation.benchmark.measure import Run
from text.sentences import sentences

MODEL = "benchmark"
STATEMENTS = 6
_EXCERPT = re.compile(r"^=+\w+=+ excerpt (\d+): .*?\n(.*?)\n=+\w+=+ end of excerpt \1$", re.MULTILINE | re.DOTALL)


def writing(run: Run, asked: int) -> None:
    """Measure ``asked`` written answers of six statements, from a model that answers at once.

    Its statements are sentences of the excerpts without their last word, so that each has to be looked for.
    """
    before = run.figure("first word written, after the model's own", "ms", target="50")
    after = run.figure(f"check of {STATEMENTS} statements, after the last word has come", "ms", target="300")
    with serving() as model:
        own = settings_for(run.library(OURS), model=MODEL, model_url=model.address)
        program = build(own)
        for question in islice(_questions(run), asked):
            moments: list[float] = []
            replies = len(model.replies)
            program.ask.write(question, on_text=partial(_note, moments))
            ended = time.perf_counter()
            if len(model.replies) > replies:  # a question that is refused is not put to the model
                before.add(OURS, (moments[0] - model.replies[-1]) * 1000)
                after.add(OURS, (ended - moments[-1]) * 1000)


def _questions(run: Run) -> Iterator[str]:
    """Yield questions that the articles answer: about their own sentences."""
    for row in run.rows:
        for one in sentences(row["text"]):
            if len(one.text.split()) > STATEMENTS:
                yield f"Is it true that {one.text.rstrip('.!?')}?"
                break


def _note(moments: list[float], shown: str) -> None:
    if shown:
        moments.append(time.perf_counter())


class Model(ThreadingHTTPServer):
    """Speaks as much of OpenAI's protocol as is asked of it; notes when it sent the first word of each reply."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[float] = []

    @property
    def address(self) -> str:
        """What DATELINE_MODEL_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving() -> Iterator[Model]:
    """A model on loopback while the block runs."""
    with Model() as model:
        threading.Thread(target=model.serve_forever, daemon=True).start()
        try:
            yield model
        finally:
            model.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = re.findall(r"\S+\s*", reply(asked["messages"][-1]["content"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.server.replies.append(time.perf_counter())
        for word in words:
            self._tell({"choices": [{"index": 0, "delta": {"role": "assistant", "content": word}}]})
        self._tell({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def _tell(self, piece: dict[str, Any]) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, **piece}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def reply(prompt: str) -> str:
    """Return six sentences of the excerpts in a prompt, each without its last word and with the excerpt's number."""
    numbered = [(number, one.text.split()) for number, text in _EXCERPT.findall(prompt) for one in sentences(text)]
    long_enough = [(number, words) for number, words in numbered if len(words) > STATEMENTS]
    return " ".join(f"{' '.join(words[:-1])} [{number}]." for number, words in long_enough[:STATEMENTS])
