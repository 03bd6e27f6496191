"""The quiz server as it really runs, in a process of its own on a free port of this machine."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.services.process import leashed, running

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class QuizServer:
    """A running server: its address, its process id, and the file it logs to."""

    url: str
    pid: int
    log: Path


@contextmanager
def quiz_server(
    data: Path, database_url: str = "", *, workers: int = 1, **more: str
) -> Iterator[QuizServer]:
    """Serve a data directory, or another migrated database, until the block ends.

    More settings are named as in the environment.

    Raises DidNotStartError, with what the server said, if it does not come up.
    """
    address = f"127.0.0.1:{free_port()}"
    settings = {
        "QUIZ_DATA": str(data),
        "QUIZ_DATABASE_URL": database_url,
        "QUIZ_BIND": address,
        "QUIZ_WORKERS": str(workers),
        # Nobody is waiting for an answer when a test has ended.
        "GUNICORN_CMD_ARGS": "--graceful-timeout=3",
        "QUIZ_SECRET_KEY": secrets.token_hex(32),
    }
    log = data / "server.log"
    with running(
        leashed(server_command()),
        lambda: responds(f"http://{address}/healthz"),
        log,
        env=plain_environment() | settings | more,
        cwd=ROOT,
    ) as process:
        yield QuizServer(f"http://{address}", process.pid, log)


def server_command() -> list[str]:
    """Return gunicorn's command, as `./quiz run` uses it."""
    return [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "quizapp" / "gunicorn_conf.py")]


def plain_environment() -> dict[str, str]:
    """Return this process's environment without settings of a quiz of the developer's own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def responds(url: str) -> bool:
    """Return whether an address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address.
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
