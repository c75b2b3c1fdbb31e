"""A server on loopback that speaks the protocols of OpenAI, Anthropic and Ollama and says what a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from typing import Any

PIECE_CHARS = 9


@dataclass
class Failure:
    """An error in the provider's own form."""

    status: int
    message: str = "no"
    code: str = ""


Reply = str | Failure | Callable[[str], str]
"""What is said: a text, an error, or a text made of the last thing that was asked."""


@dataclass
class ModelServer:
    """What the server says, and what it was asked: the bodies of the requests, and their headers."""

    address: str = ""
    reply: Reply = "Yes."
    models: tuple[str, ...] = ("small",)
    held: threading.Event = field(default_factory=threading.Event)
    """Until it is set, only the first piece of a reply goes out."""
    broken_off: threading.Event = field(default_factory=threading.Event)
    calls_tools: bool = False
    """Whether a request with tools is replied to with a call of the first one; the reply is its arguments."""
    thoughts: str = ""
    """What it thinks aloud before it replies, each protocol in its own form."""
    input_tokens: int | None = None
    """The tokens of a prompt that it reports; None: nothing, or one."""
    rejects: str = ""
    """A key of a request ("tools", "response_format", "format", "system"), or role, that it does not know."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[list[tuple[str, str]]]:
        """The messages of each request as (role, text), whatever the protocol."""
        return [
            ([("system", _text(body["system"]))] if "system" in body else [])
            + [(one["role"], _text(one["content"])) for one in body["messages"]]
            for body in self.asked
        ]


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Run the server; a test says by ``reply`` what it says."""
    state = ModelServer()
    state.held.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield state
    finally:
        state.held.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    state: ModelServer

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        names = self.state.models
        listed = {"data": [{"id": one} for one in names], "models": [{"name": one} for one in names]}
        self._whole(200, listed)

    def do_POST(self) -> None:
        state = self.state
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state.asked.append(body)
        state.headers.append({name.lower(): value for name, value in self.headers.items()})
        state.paths.append(self.path)
        if state.rejects and (body.get(state.rejects) or state.rejects in [one["role"] for one in body["messages"]]):
            reply: str | Failure = Failure(400, f"{state.rejects} is not supported by this model")
        else:
            reply = state.reply(_text(body["messages"][-1]["content"])) if callable(state.reply) else state.reply
        if isinstance(reply, Failure):
            error = {"type": "error", "message": reply.message, "code": reply.code}
            self._whole(reply.status, {"error": reply.message if "/api/" in self.path else error, "type": "error"})
            return
        events = {"/v1/messages": _anthropic, "/api/chat": _ollama}.get(self.path, _openai)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if events is _ollama else "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        pieces = [reply[start : start + PIECE_CHARS] for start in range(0, len(reply), PIECE_CHARS)]
        try:
            for event in events(state, pieces, bool(body.get("tools")) and state.calls_tools):
                self.wfile.write(event.encode())
                self.wfile.flush()
        except OSError:
            state.broken_off.set()

    def _whole(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _held(pieces: list[str], held: threading.Event) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        if place:
            held.wait(30)
        yield piece


def _openai(state: ModelServer, pieces: list[str], _: bool) -> Iterator[str]:
    common = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "small"}
    thoughts = [{"reasoning_content": state.thoughts}] if state.thoughts else []
    for delta in chain(thoughts, ({"content": piece} for piece in _held(pieces, state.held))):
        choice = {"index": 0, "delta": {"role": "assistant"} | delta, "finish_reason": None}
        yield f"data: {json.dumps(common | {'choices': [choice]})}\n\n"
    yield f"data: {json.dumps(common | {'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]})}\n\n"
    if state.input_tokens is not None:
        usage = {"prompt_tokens": state.input_tokens, "completion_tokens": 7, "total_tokens": state.input_tokens + 7}
        yield f"data: {json.dumps(common | {'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _anthropic(state: ModelServer, pieces: list[str], calls: bool) -> Iterator[str]:
    message = {"id": "x", "type": "message", "role": "assistant", "model": "small", "content": []}
    usage = {"input_tokens": state.input_tokens or 10_000, "output_tokens": 1}
    yield _event("message_start", message=message | {"usage": usage, "stop_reason": None, "stop_sequence": None})
    if state.thoughts:
        yield _event(
            "content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""}
        )
        yield _event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": state.thoughts})
        yield _event("content_block_stop", index=0)
    block = {"type": "tool_use", "id": "t", "name": "x", "input": {}} if calls else {"type": "text", "text": ""}
    index = 1 if state.thoughts else 0
    yield _event("content_block_start", index=index, content_block=block)
    for piece in _held(pieces, state.held):
        delta = {"type": "input_json_delta", "partial_json": piece} if calls else {"type": "text_delta", "text": piece}
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)
    yield _event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage=usage)
    yield _event("message_stop")


def _event(kind: str, **fields: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | fields)}\n\n"


def _ollama(state: ModelServer, pieces: list[str], _: bool) -> Iterator[str]:
    common = {"model": "small", "created_at": "2025-01-01T00:00:00Z"}
    if state.thoughts:
        message = {"role": "assistant", "content": "", "thinking": state.thoughts}
        yield json.dumps(common | {"message": message, "done": False}) + "\n"
    for piece in _held(pieces, state.held):
        yield json.dumps(common | {"message": {"role": "assistant", "content": piece}, "done": False}) + "\n"
    done = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    if state.input_tokens is not None:
        done |= {"prompt_eval_count": state.input_tokens, "eval_count": 7}
    yield json.dumps(common | done) + "\n"
