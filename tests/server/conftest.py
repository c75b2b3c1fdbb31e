"""One server for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.server.serving import Served, open_program, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    program = open_program(tmp_path_factory.mktemp("served"))
    with serve(program) as made:
        yield made
    program.close()
