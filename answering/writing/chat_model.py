"""Language models: any that LangChain knows by its name, and any server that speaks OpenAI's protocol.

The only place with LangChain's chat models. The providers' packages are optional extras.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import httpx

from answering.writing.model_errors import is_about_system, is_rejected, not_built, translated
from answering.writing.ollama import PREFIX as OLLAMA
from answering.writing.ollama import is_here
from domain.errors import ModelMissing
from domain.values import Message, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_REPLY_TOKENS = 2048  # for the reply, and for what the program itself says, beside what the model is given to read
_LIST_S = 10  # seconds to wait for the names of a server's models, which it knows by heart
_DIRECTLY: dict[str, Any] = {"trust_env": False, "follow_redirects": False}
"""Of a client for a server on this machine: what it is sent goes through no proxy, and nowhere else."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the key would go along."""

    def redirect_request(self, *_: object) -> None:
        """Return no request."""


class LangChainModel:
    """A ChatModel over one of LangChain's."""

    def __init__(self, model: "BaseChatModel", *, name: str, key: str | None = None) -> None:
        self.name = name
        self._model = model
        self._key = key
        self._structured = self._system = True
        """Whether the model has structured output, and takes messages of the role "system", as far as is known."""

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        """As the protocol says. LangChain's own tracing stays off, whatever the environment says.

        A request that is rejected is sent again without what the model seems not to have: structured output, or
        messages of the role "system", which then begin the first message of the user.
        """
        from langsmith import tracing_context

        begun = False
        while True:
            try:
                with tracing_context(enabled=False):
                    for chunk in self._chunks(messages, schema if self._structured else None):
                        if on_usage and (usage := _usage(chunk)):
                            on_usage(usage)
                        if text := _text(chunk):
                            begun = True
                            yield text
                return
            except Exception as error:
                if begun or not self._can_do_with_less(error, messages, schema):
                    raise translated(error, self.name, key=self._key) from error

    def _chunks(self, messages: Sequence[Message], schema: Mapping[str, object] | None) -> Iterator[Any]:
        said = [(message.role, message.text) for message in messages]
        if not self._system:
            rules = [text for role, text in said if role == "system"]
            (role, first), *rest = [one for one in said if one[0] != "system"]
            said = [(role, "\n\n".join([*rules, first])), *rest]
        if schema is None:
            yield from self._model.stream(said)
            return
        for part in self._model.with_structured_output(dict(schema), include_raw=True).stream(said):
            if isinstance(part, dict) and part.get("raw") is not None:
                yield part["raw"]

    def _can_do_with_less(
        self, error: Exception, messages: Sequence[Message], schema: Mapping[str, object] | None
    ) -> bool:
        """Note what a rejected request must not have the next time; return False if it is not known."""
        if not is_rejected(error):
            return False
        if self._system and is_about_system(error) and any(message.role == "system" for message in messages):
            self._system = False
            return True
        tried, self._structured = self._structured, self._structured and schema is None
        return tried and schema is not None


def _usage(chunk: Any) -> Usage | None:
    if usage := getattr(chunk, "usage_metadata", None):
        return Usage(input_tokens=usage["input_tokens"], output_tokens=usage["output_tokens"])
    reported = getattr(chunk, "response_metadata", {}).get("token_usage")
    if not reported:
        return None
    return Usage(input_tokens=reported.get("prompt_tokens") or 0, output_tokens=reported.get("completion_tokens") or 0)


def _text(chunk: Any) -> str:
    """Return the text of a chunk without thoughts; behind it the arguments of its tool calls, which are JSON."""
    calls = getattr(chunk, "tool_call_chunks", None) or ()
    return str(chunk.text) + "".join(call["args"] or "" for call in calls)


def load_model(
    name: str | None,
    *,
    url: str | None,
    ollama_url: str,
    key: str | None,
    timeout_s: float,
    budget_tokens: int,
    context_tokens: int | None = None,
) -> LangChainModel:
    """Return a model by its name ("provider:model"), or one of the server at ``url``; the first there if none is named.

    Raises ModelError: for a package that is not installed, a name without a provider, a missing key; for a server
    without a name also if it does not answer.
    """
    if url:
        served = (name or "").removeprefix("openai:") or _first_served(url, key)
        client: dict[str, Any] = {"http_client": httpx.Client(**_DIRECTLY, timeout=timeout_s)} if is_here(url) else {}
        options: dict[str, Any] = {"base_url": url, "api_key": key or "none", "temperature": 0, "stream_usage": True}
        return _built(served, "openai", {**options, "timeout": timeout_s, **client}, key)
    if not name:
        raise ModelMissing(
            "No language model is set.", hint="Set DATELINE_MODEL, such as ollama:llama3.2, or DATELINE_MODEL_URL."
        )
    if name.startswith(OLLAMA):
        # an Ollama cuts what it reads to a small context unless a request names another
        context = min(budget_tokens + _REPLY_TOKENS, context_tokens or budget_tokens + _REPLY_TOKENS)
        client = {"timeout": timeout_s, **(_DIRECTLY if is_here(ollama_url) else {})}
        options = {"base_url": ollama_url or None, "client_kwargs": client, "num_ctx": context, "temperature": 0}
        return _built(name, None, options, key)
    options = {"timeout": timeout_s} | ({"api_key": key} if key else {})
    return _built(name, None, options, key)  # no temperature: the large providers refuse it for some of their models


def _built(name: str, provider: str | None, options: Mapping[str, Any], key: str | None) -> LangChainModel:
    try:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(name, model_provider=provider, **options)
    except Exception as error:
        raise not_built(error, name, key=key) from error
    return LangChainModel(model, name=name, key=key)


def _first_served(url: str, key: str | None) -> str:
    request = urllib.request.Request(f"{url.rstrip('/')}/models", headers={"Authorization": f"Bearer {key or 'none'}"})
    try:
        opener = urllib.request.build_opener(_NoRedirect, *([urllib.request.ProxyHandler({})] if is_here(url) else []))
        with opener.open(request, timeout=_LIST_S) as answer:
            return str(json.load(answer)["data"][0]["id"])
    except Exception as error:
        raise translated(error, f"at {url}", key=key) from error
