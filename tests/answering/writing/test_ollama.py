from collections.abc import Iterator

import pytest

from answering.writing.ollama import found_models, is_here
from domain.values import ModelOffer
from tests.model_server import ModelServer, model_server


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def test_the_models_of_a_running_ollama_are_found(server: ModelServer) -> None:
    server.models = ("llama3.2:3b", "qwen3")

    assert found_models(server.address) == [
        ModelOffer(name="ollama:llama3.2:3b", here=True),
        ModelOffer(name="ollama:qwen3", here=True),
    ]


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9", "no address", "http://127.0.0.1:9/x y"])
def test_where_there_is_none_none_is_found(url: str) -> None:
    assert found_models(url) == []


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://192.168.1.4:8080", False),
        ("https://api.example.com/v1", False),
        ("http://localhost.example.com", False),
    ],
)
def test_an_address_is_on_this_machine_or_not(url: str, here: bool) -> None:
    assert is_here(url) is here
