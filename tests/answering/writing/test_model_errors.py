"""What a provider's error means, by its class, its status and its words."""

import pytest

from answering.writing.model_errors import error_of, is_about_system, is_rejected, masked, not_built, translated
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

KEY = "sk-test-0123456789abcdef"


class RateLimitError(Exception):
    """A provider's class."""


class APIConnectionError(Exception):
    """Another one."""


class StatusError(Exception):
    """One that is known by its status."""

    def __init__(self, status_code: int, words: str = "") -> None:
        super().__init__(words)
        self.status_code = status_code


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RateLimitError(), ModelBusy),
        (APIConnectionError(), ModelUnreachable),
        (TimeoutError(), ModelTooSlow),
        (StatusError(401), WrongKey),
        (StatusError(404), UnknownModel),
        (StatusError(413), ContextOverflow),
        (StatusError(400, "Requested tokens exceed the context window of 2048 tokens"), ContextOverflow),
        (StatusError(400, "maximum length is 2048 tokens"), ContextOverflow),
        (StatusError(400, "no"), ModelError),
        (ValueError("odd"), ModelError),
    ],
)
def test_an_error_is_known_by_its_class_its_status_or_its_words(error: Exception, kind: type[ModelError]) -> None:
    assert type(translated(error, "small")) is kind


def test_an_error_is_known_by_what_caused_it() -> None:
    error = ValueError("wrapped")
    error.__cause__ = RateLimitError()

    assert type(translated(error, "small")) is ModelBusy


def test_an_unknown_error_is_told_in_its_words_without_a_key() -> None:
    assert KEY not in str(translated(ValueError(f"bad {KEY}"), "small", key=KEY))


def test_what_looks_like_a_key_is_never_shown() -> None:
    said = masked(f"Wrong: {KEY}, sk-proj-ab***9z and AbCdEf0123456789AbCdEf, not word-with-hyphens-in-it", KEY)

    assert said == "Wrong: ***, *** and ***, not word-with-hyphens-in-it"
    assert masked("Wrong: swordfish.", "swordfish") == "Wrong: ***."


def test_a_package_that_is_not_there_is_named() -> None:
    error = not_built(ImportError("Please run `pip install -U langchain-openai`"), "openai:small")

    assert isinstance(error, ModelMissing)
    assert "pip install langchain-openai" in str(error)


@pytest.mark.parametrize(
    ("words", "kind"), [("The api_key must be set", WrongKey), ("Unable to infer model provider", UnknownModel)]
)
def test_a_model_that_cannot_be_made_says_what_it_lacks(words: str, kind: type[ModelError]) -> None:
    assert isinstance(not_built(ValueError(words), "small"), kind)


def test_a_request_is_rejected_unless_the_key_the_length_or_the_server_is_to_blame() -> None:
    assert is_rejected(StatusError(400, "response_format is not supported"))
    assert not any(map(is_rejected, (StatusError(401), StatusError(429), APIConnectionError())))
    assert is_about_system(StatusError(400, "Developer instruction is not enabled"))
    assert not is_about_system(StatusError(400, "response_format is not supported"))


def test_a_hint_names_the_model_without_its_provider() -> None:
    assert "ollama pull llama3.2" in str(error_of(UnknownModel, "ollama:llama3.2"))
