"""The processes that parse files, shared by the tests of one process: starting one takes a quarter of a second."""

from functools import cache

from ingest.extract.sandbox import Sandboxes


class SharedSandboxes(Sandboxes):
    """Sandboxes that outlive the services that use them."""

    def close(self) -> None:
        """Leave the processes to the next test."""

    def end(self) -> None:
        """End the processes."""
        super().close()


@cache
def shared_sandboxes() -> SharedSandboxes:
    """The sandboxes of this process."""
    return SharedSandboxes()
