"""Start the app and the floor on one database each, and read what their processes use."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, insert

from benchmarks import floor
from benchmarks.crowd import DONE, STUDENTS, Crowd, fill
from quizapp import create_app
from quizapp.config import ROOT, Settings
from tests.services.postgres import postgres_server
from tests.services.process import leashed, running
from tests.services.server import free_port, plain_environment, responds, server_command

WORKERS = os.cpu_count() or 1
SECRET = secrets.token_hex(32)
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
QUESTIONS = 10


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process that the others are children of."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the server's processes, the first one included."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """Return the processor time that all processes have used, in seconds."""
        return sum(map(_ticks, self.processes())) / TICKS_A_SECOND

    def memory(self) -> float:
        """Return the proportional set size of all processes, in MiB: shared pages counted once."""
        return sum(map(_pss, self.processes())) / 1024


def _ticks(pid: int) -> int:
    # After the name, which may hold anything, the 12th and 13th fields. Source: proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@dataclass(frozen=True)
class Pair:
    """The app and the floor on the same kind of database, both filled and both serving."""

    database: str
    app: Flask
    # In this process, on the database that the server serves.
    crowd: Crowd
    ours: Server
    floor: Server

    @property
    def engine(self) -> Engine:
        """Return the engine of the app in this process."""
        engine: Engine = self.app.extensions["quiz_engine"]
        return engine


@contextmanager
def pair(database: str, folder: Path) -> Iterator[Pair]:
    """Serve the app and the floor on SQLite or on PostgreSQL until the block ends."""
    folder.mkdir()
    with urls(database, folder) as (ours, theirs):
        # In this process even the largest summary is made here, so that it can be measured.
        here = Settings(data=folder, database_url=ours, secret_key=SECRET, large_summary=0)
        app = create_app(here)
        crowd = fill(app)
        lay_floor(theirs)
        if database == "postgresql":
            settle(app.extensions["quiz_engine"])
        with serving(folder, ours) as one, serving_floor(folder, theirs) as other:
            yield Pair(database, app, crowd, one, other)
        app.extensions["quiz_engine"].dispose()


@contextmanager
def urls(database: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty databases until the block ends."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'quiz.db'}", f"sqlite:///{folder / 'floor.db'}"
        return
    with (
        postgres_server(lasting=True) as postgres,
        postgres.database() as ours,
        postgres.database() as theirs,
    ):
        yield ours, theirs


def lay_floor(url: str) -> None:
    """Fill the floor's tables with as many attempts, answers and questions as the app has."""
    engine = floor.make_engine(url)
    words = "Which of these does the passage say about what was reported there"
    questions = [
        {
            "position": i,
            "stem": f"{words} ({i})?",
            **{x: f"That it is {x}, {words}" for x in "abcd"},
        }
        for i in range(1, QUESTIONS + 1)
    ]
    attempts = [{"id": i, "student": f"Student {i}"} for i in range(1, STUDENTS + 1)]
    answers = [
        {"attempt_id": a, "position": q, "choice": (a + q) % 4, "mark": (a + q) % 4 // 2}
        for a in range(1, STUDENTS + 1)
        for q in range(1, QUESTIONS + 1)
    ]
    floor.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(floor.question), questions)
        connection.execute(insert(floor.attempt), attempts)
        connection.execute(insert(floor.answer), answers)
    if engine.name == "postgresql":
        settle(engine)
    engine.dispose()


def settle(engine: Engine) -> None:
    """Let a database learn how much there now is, as PostgreSQL does by itself in a minute."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def serving(folder: Path, database_url: str) -> Iterator[Server]:
    """Serve the app as `./quiz run` does, until the block ends."""
    with _gunicorn(
        server_command(),
        folder / "ours.log",
        QUIZ_DATA=str(folder),
        QUIZ_DATABASE_URL=database_url,
        QUIZ_SECRET_KEY=SECRET,
        QUIZ_WORKERS=str(WORKERS),
    ) as server:
        yield server


@contextmanager
def serving_floor(folder: Path, database_url: str) -> Iterator[Server]:
    """Serve the floor with the same server and as many workers, until the block ends."""
    command = [sys.executable, "-m", "gunicorn", "--worker-class=gevent", f"--workers={WORKERS}"]
    command += ["--keep-alive=75", "--log-level=warning", "--no-control-socket"]
    with _gunicorn(
        [*command, "benchmarks.floor:app"],
        folder / "floor.log",
        FLOOR_DATABASE_URL=database_url,
        FLOOR_SECRET_KEY=SECRET,
    ) as server:
        yield server


@contextmanager
def _gunicorn(command: list[str], log: Path, **environment: str) -> Iterator[Server]:
    port = free_port()
    address = f"127.0.0.1:{port}"
    with running(
        leashed(command),
        lambda: responds(f"http://{address}/healthz"),
        log,
        env=plain_environment()
        | {"QUIZ_BIND": address, "GUNICORN_CMD_ARGS": f"--graceful-timeout=3 --bind={address}"}
        | environment,
        cwd=ROOT,
        seconds=180,
    ) as process:
        yield Server(port, process.pid)


__all__ = ["DONE", "QUESTIONS", "SECRET", "WORKERS", "Pair", "Server", "pair", "urls"]
