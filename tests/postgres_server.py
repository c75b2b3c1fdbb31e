"""A PostgreSQL server for the tests: started once, in a temporary folder, on a socket in it and on no network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from store.postgres import migrate

MISSING = "PostgreSQL 15 or later is missing: on Debian and Ubuntu, apt-get install postgresql (.ci/run does it)."
_READY = "dateline_ready"
"""A database with the tables, which others are copied from."""


@dataclass
class PostgresServer:
    """A running server. Each test has a database of its own."""

    folder: Path
    programs: Path
    account: list[str]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql:///{database}?host={self.folder}&user=postgres"

    def database(self, *, ready: bool = True) -> str:
        """Make a database, with the tables of an empty library or without; return its address."""
        name = f"library_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as session:
            session.execute(f"CREATE DATABASE {name} TEMPLATE {_READY if ready else 'template1'}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Delete a database, whoever is connected to it."""
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        with psycopg.connect(self.url("postgres"), autocommit=True) as session:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c autovacuum=off"
        self._control("start", "-w", "-t", "120", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop the server as a crash does; what was committed is there at the next start."""
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self.account, str(self.programs / program), *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def make(self) -> None:
        """Make the files of a server, and in it a database with the tables."""
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        self.start()
        with psycopg.connect(self.url("postgres"), autocommit=True) as session:
            session.execute(f"CREATE DATABASE {_READY}")
        migrate(self.url(_READY))


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server for the length of the block."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    programs = found[-1].parent if found else Path(named).resolve().parent if named else None
    assert programs is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path has 107 characters at most
    account = []
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        account = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    server = PostgresServer(folder, programs, account)
    try:
        server.make()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # it is stopped already
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
