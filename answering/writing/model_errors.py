"""What a provider's error means, by the names of its classes and its HTTP status, here or in what caused it."""

import re
from collections.abc import Iterator

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

_OVERFLOW = re.compile(
    r"context[ _](?:length|size|window)|(?:prompt|input) is too long|exceed.{0,70}(?:context|tokens)|"
    r"maximum .{0,40}tokens",
    re.IGNORECASE | re.DOTALL,
)
_NO_KEY = re.compile(r"api[_ -]?key|credentials|authentication", re.IGNORECASE)
_PACKAGE = re.compile(r"pip install (?:-\S{1,40} ){0,4}[\"`']?([\w.-]+)")
_LIKE_A_KEY = re.compile(r"(?<![\w-])(?:(?:sk|pk|key)-[\w*.-]+|(?=[\w-]*\d)[\w-]{20,})")
_SYSTEM = re.compile(r"\b(?:system|developer)\b", re.IGNORECASE)
_MOST_CHARS = 200

_BY_CLASS: dict[type[ModelError], str] = {
    ContextOverflow: "ContextOverflow ContextWindow",
    WrongKey: "Authentication PermissionDenied",
    UnknownModel: "NotFound",
    ModelBusy: "RateLimit",
    ModelTooSlow: "Timeout TimedOut",
    ModelUnreachable: "Connect NetworkError ProtocolError",
}  # by parts of the names of an error's classes; the first that fits
_BY_STATUS: dict[int, type[ModelError]] = dict.fromkeys((401, 403), WrongKey) | dict.fromkeys((408, 504), ModelTooSlow)
_BY_STATUS |= {404: UnknownModel, 413: ContextOverflow, 429: ModelBusy}


def translated(error: BaseException, name: str, *, key: str | None = None) -> ModelError:
    """Return our error for a provider's; ``name`` is the model's, and ``key`` will not stand in what is said."""
    kind = next((kind for cause in _causes(error) if (kind := _kind(cause))), ModelError)
    if kind is ModelError:
        said = masked(" ".join(str(error).split()), key)[:_MOST_CHARS] or type(error).__name__
        return ModelError(f"The model {name} failed: {said.rstrip('.')}.", hint="Ask again, or take the quoted answer.")
    return error_of(kind, name)


def not_built(error: Exception, name: str, *, key: str | None = None) -> ModelError:
    """Return our error for one that came while the model was made ready, before anything was asked."""
    if isinstance(error, ImportError):
        package = _PACKAGE.search(str(error))
        hint = f"Install it with: pip install {package[1]}" if package else "Install the package of its provider."
        return ModelMissing(f"The package for the model {name} is not installed.", hint=hint)
    if _NO_KEY.search(str(error)):
        return error_of(WrongKey, name)
    if isinstance(error, ValueError) and "provider" in str(error):
        return UnknownModel(
            f"It cannot be told who provides the model {name}.",
            hint="Name the provider before it, such as openai:NAME, anthropic:NAME or ollama:NAME.",
        )
    return translated(error, name, key=key)


def is_rejected(error: Exception) -> bool:
    """Return whether a request was refused for what it asked, not for its key, its length or a server out of reach."""
    return all(_kind(cause) in (None, ModelError) for cause in _causes(error))


def is_about_system(error: Exception) -> bool:
    """Return whether an error names the role "system", or "developer" as some providers call it."""
    return _SYSTEM.search(str(error)) is not None


def masked(text: str, key: str | None) -> str:
    """Return the text without the key, and without anything else that looks like one."""
    return _LIKE_A_KEY.sub("***", text.replace(key, "***") if key else text)


_SENTENCES: dict[type[ModelError], tuple[str, str]] = {
    ModelError: ("The model {name} replied without a word.", "Ask again, or take the quoted answer."),
    ContextOverflow: (
        "The model {name} cannot read so much at once.",
        "Set DATELINE_MODEL_BUDGET_TOKENS lower, or give the model a longer context.",
    ),
    WrongKey: (
        "The model {name} needs a key, or does not take the one that is set.",
        "Set DATELINE_MODEL_KEY, or the provider's own variable, and start again.",
    ),
    UnknownModel: ("There is no model {name}.", "Check its name; an Ollama fetches a model with: ollama pull {name}"),
    ModelBusy: ("The model {name} takes no more questions for now.", "Wait a minute; if it lasts, look at your quota."),
    ModelTooSlow: ("The model {name} said nothing for too long.", "Ask again, or set DATELINE_MODEL_TIMEOUT_S higher."),
    ModelUnreachable: (
        "The model {name} cannot be reached.",
        "Check that its server runs and the network is there, and DATELINE_MODEL_URL if it is set.",
    ),
}


def error_of(kind: type[ModelError], name: str) -> ModelError:
    """Return the error of a kind for a model; that of ModelError itself is for a reply without a word."""
    message, hint = _SENTENCES[kind]
    return kind(message.format(name=name), hint=hint.format(name=name.partition(":")[2] or name))


def _kind(error: BaseException) -> type[ModelError] | None:
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    if status in (400, 413, 422, 500) and _OVERFLOW.search(str(error)):
        return ContextOverflow
    names = " ".join(cls.__name__ for cls in type(error).__mro__)
    by_class = next((kind for kind, parts in _BY_CLASS.items() if any(one in names for one in parts.split())), None)
    return by_class or _BY_STATUS.get(status if isinstance(status, int) else 0)


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    seen: list[BaseException] = []
    while at is not None and at not in seen:
        seen.append(at)
        yield at
        at = at.__cause__ or at.__context__
