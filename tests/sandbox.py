"""The processes that parse files, shared by the tests of one process: starting one takes a quarter of a second."""

from functools import cache

from ingest.cage import Cages


class SharedCages(Cages):
    """Sandboxes that outlive the services that use them."""

    def close(self) -> None:
        """Leave the processes to the next test."""

    def end(self) -> None:
        """End the processes."""
        super().close()


@cache
def shared_cages() -> SharedCages:
    """The sandboxes of this process."""
    return SharedCages()
