"""What every language model does, held against the scripted one and against LangChain's for three protocols."""

from collections.abc import Callable, Iterator

import pytest
from langsmith.utils import get_env_var, tracing_is_enabled

from answering.writing.chat_model import LangChainModel, load_model
from answering.writing.fakes import ScriptedModel
from domain.errors import (
    ContextOverflow,
    ModelBusy,
    ModelError,
    ModelMissing,
    ModelTooSlow,
    ModelUnreachable,
    UnknownModel,
    WrongKey,
)
from domain.protocols import ChatModel
from domain.values import Message
from tests.model_server import Failure, ModelServer, model_server
from tests.web import Site

REPLY = "The crane is there [1]. “Glass”, too, costs $5 — é 漢字 [2]."
KEY = "sk-test-0123456789abcdef"
ASKED = [Message("system", "Answer."), Message("user", "Why?"), Message("assistant", "So."), Message("user", "And?")]

Made = tuple[ChatModel, Callable[[], list[tuple[str, str]]]]
"""A model that replies with REPLY, and what it was last asked."""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        running.reply = REPLY
        yield running


def by_url(server: ModelServer, name: str | None = "small", *, timeout_s: float = 20) -> LangChainModel:
    return load_model(name, url=f"{server.address}/v1", ollama_url="", key=KEY, timeout_s=timeout_s, budget_tokens=1000)


def by_name(name: str, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> LangChainModel:
    """A provider of its own protocol, led to the loopback by its own variables."""
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
    monkeypatch.setenv("ANTHROPIC_API_URL", server.address)
    monkeypatch.setenv("OPENAI_API_BASE", f"{server.address}/v1")
    return load_model(name, url=None, ollama_url=server.address, key=KEY, timeout_s=20, budget_tokens=1000)


NAMES = ["openai:small", "anthropic:small", "ollama:small"]


@pytest.fixture(params=["scripted", "server", *NAMES])
def made(request: pytest.FixtureRequest, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Made:
    if request.param == "scripted":
        scripted = ScriptedModel(REPLY)
        return scripted, lambda: [(message.role, message.text) for message in scripted.asked[-1]]
    model = by_url(server) if request.param == "server" else by_name(request.param, server, monkeypatch)
    return model, lambda: server.said[-1]


def test_a_reply_comes_in_pieces_that_are_the_reply(made: Made) -> None:
    pieces = list(made[0].stream(ASKED))

    assert len(pieces) > 3
    assert "" not in pieces
    assert "".join(pieces) == REPLY


@pytest.mark.parametrize("name", ["server", *NAMES])
def test_what_a_provider_sends_as_thoughts_is_no_part_of_the_reply(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    server.thoughts = "The crane? It may be red."
    model = by_url(server) if name == "server" else by_name(name, server, monkeypatch)

    assert "".join(model.stream(ASKED)) == REPLY


def test_a_model_is_told_who_said_what(made: Made) -> None:
    list(made[0].stream(ASKED))

    assert made[1]() == [(message.role, message.text) for message in ASKED]


def test_a_reply_that_is_closed_early_leaves_the_model_ready_for_the_next(made: Made) -> None:
    reply = made[0].stream(ASKED)
    first = next(reply)
    reply.close()  # type: ignore[attr-defined]

    assert REPLY.startswith(first)
    assert "".join(made[0].stream(ASKED)) == REPLY


def test_a_model_has_a_name(made: Made) -> None:
    assert made[0].name in ("scripted", "small", *NAMES)


def test_closing_a_reply_ends_the_request(server: ModelServer) -> None:
    server.reply, model = "word " * 200_000, by_url(server)
    reply = model.stream(ASKED)
    next(reply)

    reply.close()  # type: ignore[attr-defined]

    assert server.broken_off.wait(20)


ERRORS = [
    (Failure(401, f"Incorrect API key provided: {KEY}"), WrongKey),
    (Failure(403, "This key may not do that"), WrongKey),
    (Failure(404, "model 'small' not found"), UnknownModel),
    (Failure(429, "Rate limit reached"), ModelBusy),
    (Failure(429, "Limit reached: at maximum 1000 tokens a minute"), ModelBusy),
    (Failure(400, "the request exceeds the available context size, try increasing it"), ContextOverflow),
    (Failure(400, "This model's maximum context length is 4096 tokens", "context_length_exceeded"), ContextOverflow),
    (Failure(413, "too large"), ContextOverflow),
    (Failure(400, f"unsupported parameter for {KEY}"), ModelError),
    (Failure(500, "out of order"), ModelError),
]


@pytest.mark.parametrize(("failure", "kind"), ERRORS, ids=lambda value: getattr(value, "message", ""))
@pytest.mark.parametrize("name", ["server", *NAMES])
def test_each_error_of_a_provider_is_one_of_ours_that_says_what_to_do_and_shows_no_key(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, name: str, failure: Failure, kind: type[ModelError]
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # providers wait before they try again
    server.reply = failure
    model = by_url(server) if name == "server" else by_name(name, server, monkeypatch)

    with pytest.raises(ModelError) as raised:
        list(model.stream(ASKED))

    assert type(raised.value) is kind
    assert model.name in str(raised.value)
    assert KEY not in str(raised.value)
    assert raised.value.hint.endswith((".", "ollama pull small"))
    assert "\n" not in str(raised.value)


def test_a_scripted_model_can_fail_behind_what_it_said() -> None:
    model = ScriptedModel(ModelBusy("Too many.", hint="Wait."), spoken="The crane")
    reply = model.stream(ASKED)

    assert next(reply) + next(reply) == "The crane"
    with pytest.raises(ModelBusy):
        next(reply)


def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    model = load_model("small", url="http://127.0.0.1:9/v1", ollama_url="", key=None, timeout_s=5, budget_tokens=1000)

    with pytest.raises(ModelUnreachable, match="small cannot be reached"):
        list(model.stream(ASKED))


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_set(server: ModelServer) -> None:
    server.held.clear()
    model = by_url(server, timeout_s=0.3)

    with pytest.raises(ModelTooSlow):
        list(model.stream(ASKED))


def test_of_a_server_alone_the_first_model_is_taken(server: ModelServer) -> None:
    server.models = ("large", "small")

    assert by_url(server, None).name == "large"


def test_a_server_alone_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelUnreachable, match=r"127\.0\.0\.1:9"):
        load_model(None, url="http://127.0.0.1:9/v1", ollama_url="", key=None, timeout_s=5, budget_tokens=1000)


def test_a_package_that_is_not_installed_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(ModelMissing, match=r"groq:llama.* pip install langchain-groq"):
        load_model("groq:llama", url=None, ollama_url="", key=KEY, timeout_s=5, budget_tokens=1000)


def test_a_name_without_a_provider_says_how_to_name_one() -> None:
    with pytest.raises(UnknownModel, match="ollama:NAME"):
        load_model("somebody", url=None, ollama_url="", key=KEY, timeout_s=5, budget_tokens=1000)


def test_without_a_model_it_is_said_how_to_set_one() -> None:
    with pytest.raises(ModelMissing, match="DATELINE_MODEL"):
        load_model(None, url=None, ollama_url="", key=None, timeout_s=5, budget_tokens=1000)


def test_a_missing_key_says_how_to_set_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(WrongKey, match="DATELINE_MODEL_KEY"):
        load_model("openai:small", url=None, ollama_url="", key=None, timeout_s=5, budget_tokens=1000)


def test_an_ollama_is_told_how_much_it_will_have_to_read(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    list(by_name("ollama:small", server, monkeypatch).stream(ASKED))

    assert server.asked[-1]["options"]["num_ctx"] >= 1000 + 1024


def test_the_key_goes_to_the_server_and_nowhere_else(server: ModelServer) -> None:
    model = by_url(server)
    list(model.stream(ASKED))

    assert server.headers[-1]["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(model) + str(server.asked)


def test_tracing_that_the_environment_asks_for_stays_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is traced would be sent in the background, at some time after the reply."""
    traced: list[object] = []

    class Asking:
        def stream(self, _: object) -> Iterator[object]:
            traced.append(tracing_is_enabled())
            yield from ()

    with monkeypatch.context() as environment:
        environment.setenv("LANGSMITH_TRACING", "true")
        get_env_var.cache_clear()
        traced.append(tracing_is_enabled())
        list(LangChainModel(Asking(), name="small").stream(ASKED))  # type: ignore[arg-type]
    get_env_var.cache_clear()

    assert traced == [True, False]


@pytest.mark.parametrize("how", ["url", "first of url", "ollama"])
def test_m1_what_is_said_to_a_model_on_this_machine_goes_through_no_proxy(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with model_server() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        model = (
            load_model("ollama:small", url=None, ollama_url=server.address, key=KEY, timeout_s=20, budget_tokens=1000)
            if how == "ollama"
            else by_url(server, "small" if how == "url" else None)
        )

        assert "".join(model.stream(ASKED)) == REPLY

    assert proxy.paths == []
    assert len(server.asked) == 1


def test_l13_a_key_follows_no_redirect(server: ModelServer, site: Site) -> None:
    site.leads("/v1/models", f"{server.address}/v1/models")

    with pytest.raises(ModelError):
        load_model(None, url=site.url("/v1", "127.0.0.1"), ollama_url="", key=KEY, timeout_s=20, budget_tokens=1000)

    assert server.paths == []
